"""Following services: what is due, problems raised, visits, reminders."""

from backend.liaison.service.follow_service import add_visit, nudge, read
from backend.liaison.service.handle_problem import answer, close, raise_problem, reopen
from backend.liaison.service.list_services import limits, row_read, workbench

__all__ = [
    "add_visit",
    "answer",
    "close",
    "limits",
    "nudge",
    "raise_problem",
    "read",
    "reopen",
    "row_read",
    "workbench",
]
