"""Evaluations: six directed ratings after the end (clause 5.7.1)."""
