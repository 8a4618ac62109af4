"""Mechanics without a domain word: every slice stands on these."""
