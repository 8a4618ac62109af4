"""Commitments: the text in force, signing it, publishing a new one, and the paper of it."""

from backend.commitments.service.drafting import (
    begin_draft,
    edit_draft,
    move_draft,
    overview,
    publish_draft,
    read_draft,
    read_version,
)
from backend.commitments.service.printing import draft_paper, paper_of, version_paper
from backend.commitments.service.signing import (
    Signed,
    ask_again,
    current,
    load_texts,
    pledge_of,
    pledged,
    read_current,
    sealed_copies,
    sign,
    text_hash,
)

__all__ = [
    "Signed",
    "ask_again",
    "begin_draft",
    "current",
    "draft_paper",
    "edit_draft",
    "load_texts",
    "move_draft",
    "overview",
    "paper_of",
    "pledge_of",
    "pledged",
    "publish_draft",
    "read_current",
    "read_draft",
    "read_version",
    "sealed_copies",
    "sign",
    "text_hash",
    "version_paper",
]
