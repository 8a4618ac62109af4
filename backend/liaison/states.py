"""A problem's life, and the words of a liaison's work."""

from enum import StrEnum

from backend.platform.states import StateTable


class ProblemState(StrEnum):
    """Raised to the liaison, answered, done with."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


S = ProblemState

PROBLEM = StateTable(
    subject="service_problems",
    initial=S.OPEN,
    labels={S.OPEN: "待联络员答复", S.ANSWERED: "联络员已答复", S.CLOSED: "已办结"},
    moves={
        S.OPEN: {"answer": S.ANSWERED, "close": S.CLOSED},
        S.ANSWERED: {"answer": S.ANSWERED, "reopen": S.OPEN, "close": S.CLOSED},
    },
)

VISIT_WAYS = {"onsite": "到企业", "phone": "电话", "online": "线上"}


class Show(StrEnum):
    """Which services the workbench shows."""

    ALL = "all"
    VISIT_DUE = "visit_due"
    EXPERT_SILENT = "expert_silent"
    ENTERPRISE_LATE = "enterprise_late"
    PROBLEMS = "problems"
    RATING_DUE = "rating_due"
