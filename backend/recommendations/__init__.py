"""Recommendations by research field (clause 5.3.1), with reasons."""
