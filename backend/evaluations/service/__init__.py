"""The end of a service opens its ratings; the last rating, or time, opens the results."""

from backend.evaluations.service.dispute_rating import annotate, dispute
from backend.evaluations.service.end_engagement import (
    confirm_end,
    decide_change,
    lapse_ends,
    terminate,
)
from backend.evaluations.service.follow_up import card as follow_up_card
from backend.evaluations.service.follow_up import close_follow_up, follow_ups
from backend.evaluations.service.give_rating import rate, unseal_closed
from backend.evaluations.service.note_member import note_member
from backend.evaluations.service.read_ratings import expert_mark, read
from backend.evaluations.service.sum_ratings import my_ratings, my_standing

__all__ = [
    "annotate",
    "close_follow_up",
    "confirm_end",
    "decide_change",
    "dispute",
    "expert_mark",
    "follow_up_card",
    "follow_ups",
    "lapse_ends",
    "my_ratings",
    "my_standing",
    "note_member",
    "rate",
    "read",
    "terminate",
    "unseal_closed",
]
