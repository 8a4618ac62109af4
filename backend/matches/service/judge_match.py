"""One demand, one match (5.4.3): what a second one would stand on."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.matches import queries, rules
from backend.platform import clock
from backend.platform.rules import Verdict
from backend.policies.service import current_policy
from backend.waivers import service as waivers

ONE = "MATCH-ONE"


async def one_match(session: AsyncSession, demand_id: UUID) -> tuple[Verdict, UUID | None]:
    """Step: MATCH-ONE after waivers, and the waiver a second match would stand on."""
    policy = await current_policy(session)
    verdict = rules.one_match_per_demand(await queries.count_active(session, demand_id), policy)
    if verdict.ok:
        return verdict, None
    waiver_id = (await waivers.granted(session, demand_id, clock.today())).get(ONE)
    return verdict.waived_by(frozenset({ONE} if waiver_id else ())), waiver_id
