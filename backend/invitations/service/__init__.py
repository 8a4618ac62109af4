"""Inviting experts: upload, dry run, send; what became of them; the invited person's own side."""

from backend.invitations.service.accepting import accept, offer
from backend.invitations.service.following import forget_expired, hand_over, listing, resend, revoke
from backend.invitations.service.inviting import marked, preview, send, template

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
