"""Whole lives over HTTP, as people and third parties live them."""
