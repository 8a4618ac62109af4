"""Teams brought to a state by the services."""

from uuid import UUID

from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.teams import service
from backend.teams.schemas import MemberInvite, TeamAnswer, TeamNew, TeamRead
from tests.factories.standins import quick_expert

DISCIPLINES = ("430", "460", "510", "530")


async def members(db: Database, number: int) -> list[Actor]:
    """Library experts of different employers and disciplines."""
    found = []
    for place in range(number):
        code = DISCIPLINES[place % len(DISCIPLINES)]
        found.append(await quick_expert(db, main_discipline=code, disciplines=[code]))
    return found


async def accept(db: Database, member: Actor, team_id: UUID) -> TeamRead:
    """The member's yes to the roster as it is now."""
    seen = await service.read(db, member, team_id)
    return await service.answer(
        db, member, team_id, TeamAnswer(accept=True, roster_version=seen.roster_version)
    )


async def invited_team(db: Database, demand_id: UUID, experts: list[Actor]) -> TeamRead:
    """A team led by the first; the others are asked and have not answered."""
    leader, *others = experts
    team = await service.start(db, leader, TeamNew(demand_id=demand_id, name="演示攻关团"))
    for other in others:
        assert other.expert_id
        team = await service.invite(db, leader, team.id, MemberInvite(expert_id=other.expert_id))
    return team


async def accepted_team(db: Database, demand_id: UUID, experts: list[Actor]) -> TeamRead:
    """A team whose members have all said yes."""
    team = await invited_team(db, demand_id, experts)
    for other in experts[1:]:
        team = await accept(db, other, team.id)
    return team


async def complete_team(db: Database, demand_id: UUID, experts: list[Actor]) -> TeamRead:
    """A team ready to apply, as its leader sees it."""
    team = await accepted_team(db, demand_id, experts)
    return await service.complete(db, experts[0], team.id)
