"""An expert's life, from draft to the library and out of it; and a change of employer meanwhile."""

from datetime import timedelta
from enum import StrEnum

from backend.platform.states import StateTable


class ExpertState(StrEnum):
    """domain.md 2.3. In the library means FILED."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    RECOMMENDED = "recommended"
    FILED = "filed"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


KEYWORDS_HOLD = timedelta(days=365)
"""So long after the filing, or the last look at them, keywords need no confirmation."""
S = ExpertState
IN_LIBRARY = frozenset({S.FILED})
EDITABLE = frozenset({S.DRAFT, S.RETURNED})

EXPERT = StateTable(
    subject="experts",
    initial=S.DRAFT,
    labels={
        S.DRAFT: "填写中",
        S.SUBMITTED: "待推荐单位审核",
        S.RETURNED: "退回修改",
        S.REJECTED: "未通过审核",
        S.RECOMMENDED: "已推荐，待省科技厅备案",
        S.FILED: "已入库",
        S.PAUSED: "暂停接受服务",
        S.WITHDRAWN: "已撤回",
        S.DISQUALIFIED: "已取消资格",
    },
    moves={
        S.DRAFT: {"submit": S.SUBMITTED, "withdraw": S.WITHDRAWN},
        S.SUBMITTED: {
            "approve": S.RECOMMENDED,
            "return": S.RETURNED,
            "reject": S.REJECTED,
            "withdraw": S.WITHDRAWN,
            "disqualify": S.DISQUALIFIED,
        },
        S.RETURNED: {
            "submit": S.SUBMITTED,
            "undo": S.SUBMITTED,
            "withdraw": S.WITHDRAWN,
            "disqualify": S.DISQUALIFIED,
        },
        S.RECOMMENDED: {
            "file": S.FILED,
            "return": S.RETURNED,
            "undo": S.SUBMITTED,
            "disqualify": S.DISQUALIFIED,
        },
        S.FILED: {
            "pause": S.PAUSED,
            "withdraw": S.WITHDRAWN,
            "disqualify": S.DISQUALIFIED,
        },
        S.PAUSED: {
            "resume": S.FILED,
            "withdraw": S.WITHDRAWN,
            "disqualify": S.DISQUALIFIED,
        },
        S.REJECTED: {"undo": S.SUBMITTED, "disqualify": S.DISQUALIFIED},
    },
)


class EmployerState(StrEnum):
    """A filed expert's change of employer: the organisation competent from now on confirms it."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


EMPLOYER_CHANGE = StateTable(
    subject="employer_changes",
    initial=EmployerState.REPORTED,
    labels={
        EmployerState.REPORTED: "待新的推荐单位确认",
        EmployerState.CONFIRMED: "已确认",
        EmployerState.DECLINED: "未予确认",
        EmployerState.WITHDRAWN: "已撤回",
    },
    moves={
        EmployerState.REPORTED: {
            "confirm": EmployerState.CONFIRMED,
            "decline": EmployerState.DECLINED,
            "withdraw": EmployerState.WITHDRAWN,
        },
    },
)
