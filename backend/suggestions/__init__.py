"""Slice of suggestions: which free experts would serve all open demands best together."""
