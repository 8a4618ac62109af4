"""An enterprise's life on the platform."""

from enum import StrEnum

from backend.platform.states import StateTable


class EnterpriseState(StrEnum):
    """Only APPROVED enterprises publish demands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


S = EnterpriseState
EDITABLE = frozenset({S.DRAFT, S.RETURNED})

ENTERPRISE = StateTable(
    subject="enterprises",
    initial=S.DRAFT,
    labels={
        S.DRAFT: "填写中",
        S.SUBMITTED: "待审核",
        S.RETURNED: "退回修改",
        S.REJECTED: "未通过审核",
        S.APPROVED: "已通过",
        S.SUSPENDED: "已暂停",
        S.WITHDRAWN: "已撤回",
        S.DISQUALIFIED: "已取消资格",
    },
    moves={
        S.DRAFT: {"submit": S.SUBMITTED, "withdraw": S.WITHDRAWN},
        S.SUBMITTED: {
            "approve": S.APPROVED,
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
        S.APPROVED: {
            "undo": S.SUBMITTED,
            "suspend": S.SUSPENDED,
            "withdraw": S.WITHDRAWN,
            "disqualify": S.DISQUALIFIED,
        },
        S.SUSPENDED: {"resume": S.APPROVED, "disqualify": S.DISQUALIFIED},
        S.REJECTED: {"undo": S.SUBMITTED, "disqualify": S.DISQUALIFIED},
    },
)
