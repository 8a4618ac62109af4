"""Matches brought to a state by the services."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.demands import service as demands
from backend.demands.schemas import DemandRead
from backend.identity.actor import Actor
from backend.matches import service
from backend.matches.schemas import ApplicationIn, ConsentIn, InvitationIn, MatchRead
from backend.platform.database import Database
from tests.factories.demands import published_demand
from tests.factories.organisations import county_department
from tests.factories.standins import quick_enterprise, quick_expert


@dataclass(frozen=True)
class Stage:
    """Everybody around one published demand."""

    reviewer: Actor
    enterprise: Actor
    expert: Actor
    demand: DemandRead


async def stage(db: Database, reviewer: Actor | None = None, **content: Any) -> Stage:
    """A published demand, and an expert of the library who could serve it."""
    reviewer = reviewer or await county_department(db)
    enterprise = await quick_enterprise(db)
    demand = await published_demand(db, enterprise, reviewer, **content)
    return Stage(reviewer, enterprise, await quick_expert(db), demand)


async def designate(db: Database, enterprise: Actor, demand_id: UUID, expert: Actor) -> MatchRead:
    """The enterprise designates the expert."""
    assert expert.expert_id
    body = InvitationIn(demand_id=demand_id, expert_id=expert.expert_id)
    return await service.invite(db, enterprise, body)


async def application(db: Database, expert: Actor, demand_id: UUID, **more: Any) -> MatchRead:
    """The expert, or the team he leads, applies."""
    return await service.apply(db, expert, ApplicationIn(demand_id=demand_id, **more))


async def consent(db: Database, actor: Actor, match: MatchRead) -> MatchRead:
    """A side's yes to the text as it is now."""
    demand = await demands.read(db, actor, match.demand.id)
    assert demand.text_hash
    return await service.consent(db, actor, match.id, ConsentIn(text_hash=demand.text_hash))


async def agreed_match(db: Database, around: Stage | None = None) -> tuple[Stage, MatchRead]:
    """A match both sides have consented to, by designation."""
    around = around or await stage(db)
    offered = await designate(db, around.enterprise, around.demand.id, around.expert)
    return around, await consent(db, around.expert, offered)


async def all_places_taken(db: Database, around: Stage) -> list[str]:
    """The expert serves three firms, `around`'s first; the three names."""
    served = []
    for firm in (around.enterprise, await quick_enterprise(db), await quick_enterprise(db)):
        demand = await published_demand(db, firm, around.reviewer)
        offer = await application(db, around.expert, demand.id)
        served.append((await consent(db, firm, offer)).enterprise_name)
    return served
