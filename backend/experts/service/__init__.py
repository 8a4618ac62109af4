"""Experts: registration, and the library."""

from backend.experts.service.deciding import (
    decide,
    disqualify,
    experts_by_id,
    file_expert,
    hand_over,
    library_expert,
    move,
    reveal,
    send_back,
    take_back,
    waived_names,
    waived_rules,
)
from backend.experts.service.drafting import begin_registration, save_draft, start, submit
from backend.experts.service.evidencing import may_read as may_read_files
from backend.experts.service.knowing import numbers_of
from backend.experts.service.naming import shown_names
from backend.experts.service.pledging import paper, read_pledge, sign_anew
from backend.experts.service.reading import (
    cards,
    compare_submissions,
    detail,
    library,
    mine,
    read,
    read_submissions,
    seen,
    submitted_content,
)
from backend.experts.service.recomputing import SubmittedContent, submitted_contents
from backend.experts.service.self_testing import self_test
from backend.experts.service.showing_turns import turns
from backend.experts.service.waiving import facts_of, office_of

__all__ = [
    "SubmittedContent",
    "begin_registration",
    "cards",
    "compare_submissions",
    "decide",
    "detail",
    "disqualify",
    "experts_by_id",
    "facts_of",
    "file_expert",
    "hand_over",
    "library",
    "library_expert",
    "may_read_files",
    "mine",
    "move",
    "numbers_of",
    "office_of",
    "paper",
    "read",
    "read_pledge",
    "read_submissions",
    "reveal",
    "save_draft",
    "seen",
    "self_test",
    "send_back",
    "shown_names",
    "sign_anew",
    "start",
    "submit",
    "submitted_content",
    "submitted_contents",
    "take_back",
    "turns",
    "waived_names",
    "waived_rules",
]
