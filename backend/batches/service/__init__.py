"""Monthly rounds: what one organisation approved in one month."""

from backend.batches.service.collecting import (
    decide_expert,
    freeze,
    freeze_due,
    remind_reviewers,
)
from backend.batches.service.filing import acknowledge, receive, return_entry
from backend.batches.service.reading import listing, read

__all__ = [
    "acknowledge",
    "decide_expert",
    "freeze",
    "freeze_due",
    "listing",
    "read",
    "receive",
    "remind_reviewers",
    "return_entry",
]
