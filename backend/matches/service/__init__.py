"""Matches: three ways to begin, consent of both sides, and what becomes of them."""

from backend.matches.service.answer_match import consent, consent_to_match, decline
from backend.matches.service.carry_match import (
    agreed_match,
    call_off,
    cancel,
    end,
    engage,
    member_joins,
    member_leaves,
)
from backend.matches.service.leave_match import expire_due, withdraw
from backend.matches.service.offer_match import apply, candidacy, invite
from backend.matches.service.read_match import listing, read, show, waived
from backend.matches.service.tell_turn import turns

__all__ = [
    "agreed_match",
    "apply",
    "call_off",
    "cancel",
    "candidacy",
    "consent",
    "consent_to_match",
    "decline",
    "end",
    "engage",
    "expire_due",
    "invite",
    "listing",
    "member_joins",
    "member_leaves",
    "read",
    "show",
    "turns",
    "waived",
    "withdraw",
]
