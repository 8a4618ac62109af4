"""Figures whose every number opens its rows, and the list of what waits for somebody."""

from backend.dashboards.service.count_figures import funnel, late, overview, rows
from backend.dashboards.service.list_tasks import tasks

__all__ = ["funnel", "late", "overview", "rows", "tasks"]
