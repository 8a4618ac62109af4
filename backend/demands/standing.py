"""Whose turn it is with a demand. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.demands.states import DemandState
from backend.platform.standing import Turn, at_office, over

ENTERPRISE, BOTH = "企业", "企业和科技特派员（团）"
_OVER = {
    DemandState.REJECTED: "未通过审核，理由见审核意见",
    DemandState.CLOSED: "已办结",
    DemandState.WITHDRAWN: "需求已撤回",
}


@dataclass(frozen=True)
class Facts:
    """What the turn rests on."""

    state: str
    office: UUID | None
    is_owner: bool
    is_written_for_it: bool
    """Staff write the draft on the enterprise's behalf, and have not handed it over."""
    is_offered: bool
    """A draft written for the enterprise waits for its confirmation (6.3)."""
    closes_on: date | None


def _draft(facts: Facts) -> Turn:
    if facts.is_offered:
        words = "确认代填的内容并提交，或请代填单位修改"
    elif facts.is_written_for_it:
        return at_office("代填完成后交企业确认", facts.office)
    else:
        words = "填写完整后提交审核"
    return Turn(words, ENTERPRISE, facts.is_owner, office=facts.office)


def turn_of(facts: Facts) -> Turn:
    """Who has the demand now."""
    at = DemandState(facts.state)
    if at in _OVER:
        return over(_OVER[at], facts.office)
    if at is DemandState.DRAFT:
        return _draft(facts)
    if at is DemandState.UNDER_REVIEW:
        return at_office("审核；通过后向特派员库发布", facts.office)
    due = facts.closes_on if at is DemandState.PUBLISHED else None
    holder, words = {
        DemandState.RETURNED: (ENTERPRISE, "按意见修改后重新提交"),
        DemandState.PUBLISHED: (ENTERPRISE, "邀请特派员或答复申请，双方同意即达成匹配"),
        DemandState.MATCHED: (BOTH, "签署协议，由审核单位备案"),
        DemandState.IN_SERVICE: (BOTH, "按协议服务，完成后提出结束"),
        DemandState.EXPIRED: (ENTERPRISE, "延长征集期后继续征集"),
    }[at]
    is_mine = facts.is_owner and holder == ENTERPRISE
    return Turn(words, holder, is_mine, due, facts.office)
