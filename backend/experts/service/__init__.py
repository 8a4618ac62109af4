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
    waived_names,
    waived_rules,
)
from backend.experts.service.drafting import save_draft, start, submit
from backend.experts.service.evidencing import may_read as may_read_files
from backend.experts.service.knowing import numbers_of
from backend.experts.service.reading import (
    cards,
    detail,
    library,
    mine,
    read,
    read_submissions,
)
from backend.experts.service.waiving import facts_of, office_of

__all__ = [
    "cards",
    "decide",
    "detail",
    "disqualify",
    "experts_by_id",
    "facts_of",
    "file_expert",
    "library",
    "library_expert",
    "may_read_files",
    "mine",
    "move",
    "numbers_of",
    "office_of",
    "read",
    "read_submissions",
    "reveal",
    "save_draft",
    "send_back",
    "start",
    "submit",
    "waived_names",
    "waived_rules",
]
