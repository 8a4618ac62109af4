"""Organisations, annex 1 and jurisdiction over HTTP."""

from backend.organisations.router import annex1, jurisdiction, offices, people
from backend.organisations.router.base import router

__all__ = ["annex1", "jurisdiction", "offices", "people", "router"]
