"""Agreements: drafted from an agreed match, revised, signed by both sides, filed."""

from backend.agreements.service.copy_agreement import object_to
from backend.agreements.service.draft_agreement import open_agreement, revise_terms
from backend.agreements.service.expire_agreement import (
    expire_unsigned,
    void_agreement,
    void_orphans,
)
from backend.agreements.service.file_agreement import file
from backend.agreements.service.note_look import note_look
from backend.agreements.service.read_agreement import agreement_detail, listing, read
from backend.agreements.service.seal_agreement import download_paper, upload_sealed
from backend.agreements.service.sign_agreement import sign
from backend.agreements.service.tell_sides import other_side, tell_sides
from backend.agreements.service.tell_turn import turns

__all__ = [
    "agreement_detail",
    "download_paper",
    "expire_unsigned",
    "file",
    "listing",
    "note_look",
    "object_to",
    "open_agreement",
    "other_side",
    "read",
    "revise_terms",
    "sign",
    "tell_sides",
    "turns",
    "upload_sealed",
    "void_agreement",
    "void_orphans",
]
