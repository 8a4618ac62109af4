"""Suggestions for all open demands together: asked for, computed, read, told to enterprises."""

from backend.suggestions.service.asking import ask
from backend.suggestions.service.computing import compute
from backend.suggestions.service.reading import listing, read, rows
from backend.suggestions.service.telling import tell

__all__ = ["ask", "compute", "listing", "read", "rows", "tell"]
