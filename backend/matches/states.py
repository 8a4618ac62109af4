"""A match's life, and the three ways it begins."""

from enum import StrEnum

from backend.platform.states import StateTable


class Way(StrEnum):
    """Clauses 5.3.1, 5.3.2 and 5.3.3."""

    RECOMMENDED = "recommended"
    DESIGNATED = "designated"
    APPLIED = "applied"


WAY_NAMES = {
    Way.RECOMMENDED: "系统推荐",
    Way.DESIGNATED: "企业指定",
    Way.APPLIED: "特派员申请",
}


class Party(StrEnum):
    """The two sides of a match; a team is one side, spoken for by its leader."""

    ENTERPRISE = "enterprise"
    EXPERT = "expert"


class MatchState(StrEnum):
    """One side has consented in INVITED and APPLIED; both in AGREED, with places reserved."""

    INVITED = "invited"
    APPLIED = "applied"
    RESERVE = "reserve"
    AGREED = "agreed"
    ENGAGED = "engaged"
    ENDED = "ended"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


S = MatchState
WAITING = frozenset({S.INVITED, S.APPLIED})
ACTIVE = frozenset({S.AGREED, S.ENGAGED})

MATCH = StateTable(
    subject="matches",
    initial=S.INVITED,
    labels={
        S.INVITED: "待特派员答复",
        S.APPLIED: "待企业答复",
        S.RESERVE: "候补",
        S.AGREED: "双方同意，待签协议",
        S.ENGAGED: "服务中",
        S.ENDED: "已结束",
        S.DECLINED: "已谢绝",
        S.EXPIRED: "逾期未答复",
        S.WITHDRAWN: "已撤回",
    },
    moves={
        S.INVITED: {
            "consent": S.AGREED,
            "decline": S.DECLINED,
            "expire": S.EXPIRED,
            "withdraw": S.WITHDRAWN,
            "set_aside": S.RESERVE,
        },
        S.APPLIED: {
            "consent": S.AGREED,
            "decline": S.DECLINED,
            "expire": S.EXPIRED,
            "withdraw": S.WITHDRAWN,
            "set_aside": S.RESERVE,
        },
        S.RESERVE: {
            "consent": S.AGREED,
            "decline": S.DECLINED,
            "withdraw": S.WITHDRAWN,
            "expire": S.EXPIRED,
        },
        S.AGREED: {"engage": S.ENGAGED, "withdraw": S.WITHDRAWN, "expire": S.EXPIRED},
        S.ENGAGED: {"end": S.ENDED},
    },
)


PARTY_NAMES = {Party.ENTERPRISE: "企业", Party.EXPERT: "特派员（团）"}
