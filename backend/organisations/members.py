"""The people of an organisation: its reviewers and liaisons."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn, MemberRead
from backend.organisations.schemas import MemberIn
from backend.platform.database import read_case, use_case
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
