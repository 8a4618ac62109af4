"""Whether experts and an enterprise may be brought together at all."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import queries, rules
from backend.conflicts import service as conflicts
from backend.credit_records import service as credit_records
from backend.experts.states import EXPERT
from backend.platform import clock
from backend.platform.rules import Verdict


async def fitness(
    session: AsyncSession, expert_ids: Collection[UUID], enterprise_id: UUID
) -> list[Verdict]:
    """Step: LIB-01, CON-01, and CREDIT-01 of both sides, judged before any match begins.

    Bad credit and conflicts are found again at consent: they may have come up since.
    """
    found = await queries.experts(session, expert_ids)
    enterprise = await queries.enterprise(session, enterprise_id)
    today = clock.today()
    people = [conflicts.ConflictExpert(e.id, e.name, e.employer_uscc) for e in found]
    firm = conflicts.ConflictEnterprise(enterprise.uscc, enterprise.legal_representative)
    return [
        rules.in_the_library({e.name: EXPERT.parse(e.state) for e in found}),
        await conflicts.check(session, people, firm),
        *[
            await credit_records.check(session, "person", expert.id_fingerprint, today)
            for expert in found
        ],
        await credit_records.check(session, "enterprise", enterprise.uscc, today),
    ]
