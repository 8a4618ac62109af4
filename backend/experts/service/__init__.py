"""Experts: registration, and the library."""

from backend.experts.service.deciding import (
    decide,
    disqualify,
    experts_by_id,
    file_expert,
    library_expert,
    move,
    reveal,
    send_back,
    waived_rules,
)
from backend.experts.service.drafting import begin_registration, save_draft, start, submit
from backend.experts.service.evidencing import may_read as may_read_files
from backend.experts.service.reading import (
    cards,
    detail,
    library,
    mine,
    read,
    read_submissions,
)
from backend.experts.service.self_testing import self_test

__all__ = [
    "begin_registration",
    "cards",
    "decide",
    "detail",
    "disqualify",
    "experts_by_id",
    "file_expert",
    "library",
    "library_expert",
    "may_read_files",
    "mine",
    "move",
    "read",
    "read_submissions",
    "reveal",
    "save_draft",
    "self_test",
    "send_back",
    "start",
    "submit",
    "waived_rules",
]
