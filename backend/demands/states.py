"""A demand's life."""

from enum import StrEnum

from backend.platform.states import StateTable


class DemandState(StrEnum):
    """Experts see a demand from PUBLISHED on."""

    DRAFT = "draft"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    REJECTED = "rejected"
    PUBLISHED = "published"
    MATCHED = "matched"
    IN_SERVICE = "in_service"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


S = DemandState
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
TAKES_CANDIDATES = frozenset({S.PUBLISHED, S.MATCHED, S.IN_SERVICE})
VISIBLE_TO_EXPERTS = frozenset({S.PUBLISHED, S.MATCHED, S.IN_SERVICE, S.CLOSED})
STANDS_AS_PUBLISHED = VISIBLE_TO_EXPERTS | {S.EXPIRED}
"""In these states everybody reads the approved version, also when a later one was given up."""

DEMAND = StateTable(
    subject="demands",
    initial=S.DRAFT,
    labels={
        S.DRAFT: "填写中",
        S.UNDER_REVIEW: "待审核",
        S.RETURNED: "退回修改",
        S.REJECTED: "未通过审核",
        S.PUBLISHED: "已发布，征集中",
        S.MATCHED: "已达成匹配，待签协议",
        S.IN_SERVICE: "服务中",
        S.CLOSED: "已办结",
        S.WITHDRAWN: "已撤回",
        S.EXPIRED: "已过期",
    },
    moves={
        S.DRAFT: {"submit": S.UNDER_REVIEW, "withdraw": S.WITHDRAWN},
        S.UNDER_REVIEW: {
            "approve": S.PUBLISHED,
            "return": S.RETURNED,
            "reject": S.REJECTED,
            "keep": S.PUBLISHED,
            "withdraw": S.WITHDRAWN,
        },
        S.RETURNED: {
            "submit": S.UNDER_REVIEW,
            "keep": S.PUBLISHED,
            "undo": S.UNDER_REVIEW,
            "withdraw": S.WITHDRAWN,
        },
        S.REJECTED: {"undo": S.UNDER_REVIEW},
        S.PUBLISHED: {
            "match": S.MATCHED,
            "revise": S.UNDER_REVIEW,
            "undo": S.UNDER_REVIEW,
            "renew": S.PUBLISHED,
            "withdraw": S.WITHDRAWN,
            "expire": S.EXPIRED,
        },
        S.MATCHED: {"start": S.IN_SERVICE, "reopen": S.PUBLISHED},
        S.IN_SERVICE: {"close": S.CLOSED, "reopen": S.PUBLISHED},
        S.EXPIRED: {"renew": S.PUBLISHED},
    },
)


class Outcome(StrEnum):
    """How a closed demand ended."""

    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"


OUTCOME_NAMES = {
    Outcome.SOLVED: "已解决",
    Outcome.PARTLY: "部分解决",
    Outcome.UNSOLVED: "未解决",
}


class Pay(StrEnum):
    """How the experts are paid."""

    LUMP_SUM = "LUMP_SUM"
    STAGED = "STAGED"
    DAILY = "DAILY"
    RESULT = "RESULT"
    ROYALTY = "ROYALTY"
    NONE = "NONE"


PAY_NAMES = {
    Pay.LUMP_SUM: "一次总付",
    Pay.STAGED: "分期支付",
    Pay.DAILY: "按天计酬",
    Pay.RESULT: "按成效支付",
    Pay.ROYALTY: "收益提成",
    Pay.NONE: "不付报酬",
}


class Ownership(StrEnum):
    """Whose the new intellectual property is."""

    ENTERPRISE = "ENTERPRISE"
    EXPERT = "EXPERT"
    SHARED = "SHARED"


OWNERSHIP_NAMES = {
    Ownership.ENTERPRISE: "归企业所有",
    Ownership.EXPERT: "归特派员及其单位所有",
    Ownership.SHARED: "双方共有",
}


class Disclosure(StrEnum):
    """How much of the enterprise experts see before they are matched."""

    FULL = "full"
    ANONYMOUS = "anonymous"


DISCLOSURE_NAMES = {
    Disclosure.FULL: "公开需求和企业名称",
    Disclosure.ANONYMOUS: "公开需求，匹配前不公开企业名称",
}
