"""The people of an organisation, and the employers whose staff it recommends."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn, MemberRead
from backend.organisations import queries
from backend.organisations.models import Affiliation, Organisation
from backend.organisations.schemas import AffiliationIn, AffiliationRead, MemberIn
from backend.platform import audit, clock
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.problems import forbidden, not_found


def _own(actor: Actor, organisation_id: UUID) -> None:
    if actor.organisation_id != organisation_id:
        raise not_found("这个单位")


@read_case
async def listing(session: AsyncSession, actor: Actor, organisation_id: UUID) -> list[MemberRead]:
    """The colleagues of one's own organisation."""
    _own(actor, organisation_id)
    return await identity.members(session, organisation_id=organisation_id)


@use_case
async def add(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: MemberIn
) -> MemberRead:
    """Open an account for a colleague. Raises 403 for a member who is no manager."""
    _own(actor, organisation_id)
    colleagues = await identity.members(session, organisation_id=organisation_id)
    if not any(one.id == actor.membership_id and one.is_manager for one in colleagues):
        raise forbidden("只有本单位的管理员可以添加成员。")
    account = await identity.add_account(
        session, AccountIn(**body.model_dump(exclude={"role", "is_manager"}))
    )
    hat = await identity.give_hat(
        session,
        account.id,
        Role(body.role),
        is_manager=body.is_manager,
        organisation_id=organisation_id,
    )
    members = await identity.members(session, organisation_id=organisation_id)
    return next(one for one in members if one.id == hat.id)


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
async def affiliations(session: AsyncSession, organisation_id: UUID) -> list[AffiliationRead]:
    """The employers whose staff an organisation recommends."""
    return await _affiliations(session, organisation_id)
