"""Experts invited by their organisation from a spreadsheet, with a half-filled registration."""
