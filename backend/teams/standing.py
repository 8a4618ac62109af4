"""Whose turn it is with a team. Pure."""

from dataclasses import dataclass
from uuid import UUID

from backend.platform.standing import Turn, over
from backend.teams.states import TeamState

LEADER, ENTERPRISE, TEAM = "组长", "企业", "特派团和企业"


@dataclass(frozen=True)
class Facts:
    """What the turn rests on."""

    state: str
    office: UUID | None
    pending: int
    """Members who have not answered."""
    is_bound: bool
    """The team is a candidate for its demand."""
    leads: bool
    """The reader is its leader."""
    is_asked: bool
    """The reader is asked to join."""


def turn_of(facts: Facts) -> Turn:
    """Who has the team now."""
    at = TeamState(facts.state)
    if at is TeamState.DISSOLVED:
        return over("特派团已解散", facts.office)
    if at is TeamState.SERVING:
        return Turn("按协议服务，完成后提出结束", TEAM, office=facts.office)
    if at is TeamState.COMPLETE:
        if facts.is_bound:
            return Turn("答复申请或签署协议", TEAM, office=facts.office)
        return Turn("代表特派团申请需求", LEADER, facts.leads, office=facts.office)
    if facts.pending:
        holder = f"{facts.pending}名受邀成员"
        return Turn("答复是否参加", holder, facts.is_asked, office=facts.office)
    return Turn("人数和条件齐备后确认组建完成", LEADER, facts.leads, office=facts.office)
