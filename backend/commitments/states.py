"""A new version of a commitment on its way: drafted by one officer, published by another."""

from enum import StrEnum

from backend.platform.states import StateTable


class DraftState(StrEnum):
    """What is PUBLISHED became a text that nobody edits any more."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DISCARDED = "discarded"


S = DraftState
EDITABLE = frozenset({S.DRAFT})

COMMITMENT_DRAFT = StateTable(
    subject="commitment_drafts",
    initial=S.DRAFT,
    labels={
        S.DRAFT: "起草中",
        S.PROPOSED: "待复核发布",
        S.PUBLISHED: "已发布",
        S.DISCARDED: "已作废",
    },
    moves={
        S.DRAFT: {"propose": S.PROPOSED, "discard": S.DISCARDED},
        S.PROPOSED: {"publish": S.PUBLISHED, "send_back": S.DRAFT, "discard": S.DISCARDED},
    },
)
