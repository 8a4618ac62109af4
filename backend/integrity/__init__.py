"""Integrity: findings and disqualification, across the slices (clause 6.1.2)."""
