"""Statements of the matching index."""
