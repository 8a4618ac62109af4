"""Inviting experts: upload, dry run, send; what became of them; the invited person's own side."""

from backend.expert_invitations.service.accepting import accept, offer
from backend.expert_invitations.service.following import (
    forget_expired,
    hand_over,
    listing,
    resend,
    revoke,
)
from backend.expert_invitations.service.inviting import marked, preview, send, template

__all__ = [
    "accept",
    "forget_expired",
    "hand_over",
    "listing",
    "marked",
    "offer",
    "preview",
    "resend",
    "revoke",
    "send",
    "template",
]
