"""The end of a service opens its ratings; the last rating, or time, opens the results."""

from backend.evaluations.service.end_engagement import (
    confirm_end,
    decide_change,
    lapse_ends,
    terminate,
)
from backend.evaluations.service.give_rating import rate, unseal_closed
from backend.evaluations.service.read_ratings import expert_mark, read

__all__ = [
    "confirm_end",
    "decide_change",
    "expert_mark",
    "lapse_ends",
    "rate",
    "read",
    "terminate",
    "unseal_closed",
]
