"""Matches: a demand and an expert or team, and each side's consent."""
