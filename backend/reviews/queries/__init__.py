"""Reading the desk and the decisions."""

from backend.reviews.queries.decisions import (
    decided_alike,
    history,
    is_last_change,
    recent,
    review_with_task,
    standing_approval,
)
from backend.reviews.queries.elsewhere import (
    basis_to_take_over,
    count_to_take_over,
    desk_accounts,
    organisation_name,
    orphan,
    orphans,
    task_to_take_over,
    to_take_over,
)
from backend.reviews.queries.looks import (
    look,
    note_look,
    present_colleagues,
    reasons,
)
from backend.reviews.queries.tasks import (
    counts,
    is_barred,
    last_task,
    open_task,
    queue,
    titles,
    visible_task,
)

__all__ = [
    "basis_to_take_over",
    "count_to_take_over",
    "counts",
    "decided_alike",
    "desk_accounts",
    "history",
    "is_barred",
    "is_last_change",
    "last_task",
    "look",
    "note_look",
    "open_task",
    "organisation_name",
    "orphan",
    "orphans",
    "present_colleagues",
    "queue",
    "reasons",
    "recent",
    "review_with_task",
    "standing_approval",
    "task_to_take_over",
    "titles",
    "to_take_over",
    "visible_task",
]
