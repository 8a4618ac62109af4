"""Teams under an agreement: agreed, and serving."""

from backend.agreements import service as agreements
from backend.agreements.schemas import AgreementIn
from backend.identity.actor import Actor
from backend.matches.schemas import MatchRead
from backend.platform.database import Database
from backend.teams.schemas import TeamRead
from tests.factories import agreements as made
from tests.factories import matches, teams


async def agreed_team(
    db: Database,
    size: int = 4,
    reviewer: Actor | None = None,
    experts: list[Actor] | None = None,
) -> tuple[matches.Stage, list[Actor], TeamRead, MatchRead]:
    """A match of a team that both sides have consented to; the leader first."""
    around = await matches.stage(db, reviewer)
    experts = experts or await teams.members(db, size)
    team = await teams.complete_team(db, around.demand.id, experts)
    applied = await matches.application(db, experts[0], around.demand.id, team_id=team.id)
    match = await matches.consent(db, around.enterprise, applied)
    staged = matches.Stage(around.reviewer, around.enterprise, experts[0], around.demand)
    return staged, experts, team, match


async def serving_team(
    db: Database, size: int = 4, reviewer: Actor | None = None
) -> tuple[made.Served, list[Actor], TeamRead]:
    """The team's service, with its members, the leader first."""
    around, experts, team, match = await agreed_team(db, size, reviewer)
    body = AgreementIn(match_id=match.id)
    drafted = await agreements.open_agreement(db, around.enterprise, body)
    contract = made.Contract(around, match, drafted)
    await made.sign(db, contract.enterprise, drafted.id)
    await made.sign(db, contract.expert, drafted.id)
    return await made.file(db, contract), experts, team
