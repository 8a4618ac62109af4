"""Agreements: generated from a match, signed by both, filed."""
