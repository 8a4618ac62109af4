"""Whose turn it is with a service. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.engagements.states import EngagementState, Side
from backend.platform.standing import Turn, at_office, over

HOLDERS = {Side.EXPERT: "特派员（团）", Side.ENTERPRISE: "企业"}
BOTH, THREE = "企业和科技特派员（团）", "服务各方"


@dataclass(frozen=True)
class Facts:
    """What the turn rests on."""

    state: str
    office: UUID
    mine: Side | None
    change_is_open: bool
    """A replacement or early end waits for the office's decision."""
    unconfirmed: int
    """Entries of the log the enterprise has not answered."""
    ends_on: date
    end_proposed_by: str | None
    end_due: date | None
    rating_until: date | None
    """Last day of the mutual rating, while it is open."""
    disputed: int = 0
    """Entries the enterprise disputed, which the expert is to correct."""


def _serving(facts: Facts) -> Turn:
    if facts.change_is_open:
        return at_office("决定是否同意更换或终止", facts.office)
    if facts.unconfirmed:
        words = f"确认{facts.unconfirmed}条服务记录"
        is_mine = facts.mine is Side.ENTERPRISE
        return Turn(words, HOLDERS[Side.ENTERPRISE], is_mine, office=facts.office)
    if facts.disputed:
        words = f"更正{facts.disputed}条有异议的服务记录"
        is_mine = facts.mine is Side.EXPERT
        return Turn(words, HOLDERS[Side.EXPERT], is_mine, office=facts.office)
    is_side = facts.mine in HOLDERS
    return Turn("按协议服务并记录，完成后提出结束", BOTH, is_side, facts.ends_on, facts.office)


def turn_of(facts: Facts) -> Turn:
    """Who has the service now."""
    at = EngagementState(facts.state)
    if at is EngagementState.SERVING:
        return _serving(facts)
    if at is EngagementState.END_PROPOSED:
        proposed = facts.end_proposed_by == Side.EXPERT
        asked = Side.ENTERPRISE if proposed else Side.EXPERT
        words = "确认结束或提出异议；逾期不答复视为确认"
        is_mine = facts.mine is asked
        return Turn(words, HOLDERS[asked], is_mine, facts.end_due, facts.office)
    if facts.rating_until is not None:
        words = "互相评价；到齐或到期后同时公开"
        return Turn(words, THREE, facts.mine is not None, facts.rating_until, facts.office)
    return over("服务已结束，评价已公开", facts.office)
