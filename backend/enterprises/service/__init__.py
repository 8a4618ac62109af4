"""Enterprises: registration and review."""

from backend.enterprises.service.deciding import (
    approved_enterprise,
    decide,
    disqualify,
    move,
    withdraw,
)
from backend.enterprises.service.drafting import save_draft, start, submit
from backend.enterprises.service.evidencing import may_read as may_read_files
from backend.enterprises.service.joining import add_member, members
from backend.enterprises.service.knowing import codes_of
from backend.enterprises.service.reading import (
    cards_of,
    detail,
    listing,
    mine,
    read,
    read_submissions,
)

__all__ = [
    "add_member",
    "approved_enterprise",
    "cards_of",
    "codes_of",
    "decide",
    "detail",
    "disqualify",
    "listing",
    "may_read_files",
    "members",
    "mine",
    "move",
    "read",
    "read_submissions",
    "save_draft",
    "start",
    "submit",
    "withdraw",
]
