"""The employers whose staff an organisation recommends (clauses 4.5, 4.6, 4.8)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.organisations import queries
from backend.organisations.models import Affiliation, Organisation
from backend.organisations.profile import sees_all
from backend.organisations.schemas import AffiliationIn, AffiliationRead
from backend.platform import audit, clock
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.problems import not_found


async def affiliate(session: AsyncSession, organisation: Organisation, body: AffiliationIn) -> None:
    """Step: from today on the organisation recommends the staff of this employer."""
    session.add(
        Affiliation(organisation_id=organisation.id, valid_from=clock.today(), **body.model_dump())
    )
    await session.flush()


@use_case
async def add_affiliation(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: AffiliationIn
) -> list[AffiliationRead]:
    """Name an employer whose staff an organisation recommends (clauses 4.5, 4.6, 4.8)."""
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    await affiliate(session, organisation, body)
    await audit.record(session, organisation, "affiliate", actor, **body.model_dump())
    return await _affiliations(session, organisation_id)


async def _affiliations(session: AsyncSession, organisation_id: UUID) -> list[AffiliationRead]:
    rows = await queries.affiliations(session, organisation_id)
    return [AffiliationRead.model_validate(row, from_attributes=True) for row in rows]


@read_case
async def affiliations(
    session: AsyncSession, actor: Actor, organisation_id: UUID
) -> list[AffiliationRead]:
    """The employers whose staff one's own organisation recommends, or any for the department.

    Raises 404 for others.
    """
    return await affiliations_of(session, actor, organisation_id)


async def affiliations_of(
    session: AsyncSession, actor: Actor, organisation_id: UUID
) -> list[AffiliationRead]:
    """Step: the same, for the screen and its file."""
    if not sees_all(actor, organisation_id):
        raise not_found("这个单位")
    return await _affiliations(session, organisation_id)
