"""Recommending organisations, and who reviews what (clauses 4.1-4.9)."""
