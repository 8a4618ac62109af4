"""Whose turn it is with an agreement. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.agreements.states import AgreementState
from backend.platform.standing import Turn, at_office, over

ENTERPRISE, EXPERT, BOTH = "企业", "特派员（团）", "企业和科技特派员（团）"


@dataclass(frozen=True)
class Facts:
    """What the turn rests on."""

    state: str
    office: UUID
    enterprise_signed: bool
    expert_signed: bool
    mine: str | None
    """Whose side the reader speaks for: `enterprise`, `expert` or nobody's."""
    due: date | None


def _unsigned(facts: Facts) -> Turn:
    missing = [
        (side, name)
        for side, name, signed in (
            ("enterprise", ENTERPRISE, facts.enterprise_signed),
            ("expert", EXPERT, facts.expert_signed),
        )
        if not signed
    ]
    holder = BOTH if len(missing) > 1 else missing[0][1]
    is_mine = facts.mine in {side for side, _ in missing}
    words = "阅读并签署协议；双方签署后备案，逾期作废"
    return Turn(words, holder, is_mine, facts.due, facts.office)


def turn_of(facts: Facts) -> Turn:
    """Who has the agreement now."""
    at = AgreementState(facts.state)
    if at is AgreementState.VOID:
        return over("协议已作废，原因见办理经过", facts.office)
    if at is AgreementState.FILED:
        return over("已备案，协议生效，服务已开始", facts.office)
    if at is AgreementState.SIGNED:
        return at_office("核对并备案，备案后服务开始", facts.office)
    if at is AgreementState.RETURNED:
        words = "按退回意见修改条款，重新签署"
        return Turn(words, BOTH, facts.mine is not None, facts.due, facts.office)
    return _unsigned(facts)
