"""The review desk: tasks are opened by submissions and closed by decisions."""

from backend.reviews.service.compare_versions import round_of, submission_fields, version_diff
from backend.reviews.service.decide_many import decide_many, preview
from backend.reviews.service.decide_task import decide, history
from backend.reviews.service.hold_task import (
    Party,
    Submitted,
    open_task,
    put_on_desk,
    require_unconcerned,
    task_for,
    withdraw_task,
)
from backend.reviews.service.keep_reasons import add_reason, reasons, remove_reason
from backend.reviews.service.read_desk import queue, recent, summary
from backend.reviews.service.subjects import Handler, register_subject
from backend.reviews.service.take_over import assign, orphans, take_over, takeovers
from backend.reviews.service.undo_decision import (
    CORRECTION,
    earlier_approval,
    require_nothing_rests,
    require_untouched,
    undo,
)
from backend.reviews.service.visit_subject import visit

__all__ = [
    "CORRECTION",
    "Handler",
    "Party",
    "Submitted",
    "add_reason",
    "assign",
    "decide",
    "decide_many",
    "earlier_approval",
    "history",
    "open_task",
    "orphans",
    "preview",
    "put_on_desk",
    "queue",
    "reasons",
    "recent",
    "register_subject",
    "remove_reason",
    "require_nothing_rests",
    "require_unconcerned",
    "require_untouched",
    "round_of",
    "submission_fields",
    "summary",
    "take_over",
    "takeovers",
    "task_for",
    "undo",
    "version_diff",
    "visit",
    "withdraw_task",
]
