"""Integrity across the slices: reports, findings with all that follows, appeals (6.1.2)."""
