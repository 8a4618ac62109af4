"""Enterprises: registration and review."""
