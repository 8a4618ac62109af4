"""Enterprises: registration and review."""

from backend.enterprises.service.deciding import (
    approved_enterprise,
    decide,
    disqualify,
    find_enterprise,
    move,
    withdraw,
)
from backend.enterprises.service.drafting import party_of, save_draft, start, submit
from backend.enterprises.service.evidencing import may_read as may_read_files
from backend.enterprises.service.joining import (
    invite_member,
    members,
    resend_invitation,
    revoke_invitation,
)
from backend.enterprises.service.knowing import codes_of
from backend.enterprises.service.pledging import paper, read_pledge, sign_anew
from backend.enterprises.service.reading import (
    cards_of,
    compare_submissions,
    detail,
    listing,
    mine,
    read,
    read_submissions,
)
from backend.enterprises.service.self_testing import self_test
from backend.enterprises.service.showing_turns import turns

__all__ = [
    "approved_enterprise",
    "cards_of",
    "codes_of",
    "compare_submissions",
    "decide",
    "detail",
    "disqualify",
    "find_enterprise",
    "invite_member",
    "listing",
    "may_read_files",
    "members",
    "mine",
    "move",
    "paper",
    "party_of",
    "read",
    "read_pledge",
    "read_submissions",
    "resend_invitation",
    "revoke_invitation",
    "save_draft",
    "self_test",
    "sign_anew",
    "start",
    "submit",
    "turns",
    "withdraw",
]
