"""Conflicts of interest (annex 2, clause 3): declared, checked, blocking."""
