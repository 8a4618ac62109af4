"""The people of an enterprise."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.enterprises import queries
from backend.enterprises.schemas import EnterpriseMemberIn
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn, MemberRead
from backend.platform.database import read_case, use_case
from backend.platform.problems import forbidden, not_found


async def _colleagues(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> list[MemberRead]:
    if actor.account_id not in await queries.member_accounts(session, enterprise_id):
        raise not_found("您的企业")
    return await identity.members(session, enterprise_id=enterprise_id)


@read_case
async def members(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> list[MemberRead]:
    """The colleagues who act for one's own enterprise."""
    return await _colleagues(session, actor, enterprise_id)


@use_case
async def add_member(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, body: EnterpriseMemberIn
) -> MemberRead:
    """Open an account for a colleague. Raises 403 for a member who is no manager."""
    present = await _colleagues(session, actor, enterprise_id)
    if not any(one.id == actor.membership_id and one.is_manager for one in present):
        raise forbidden("只有本企业的管理员可以添加成员。")
    opened = AccountIn(**body.model_dump(exclude={"is_manager"}))
    account = await identity.add_account(session, opened)
    hat = await identity.give_hat(
        session,
        account.id,
        Role.ENTERPRISE,
        is_manager=body.is_manager,
        enterprise_id=enterprise_id,
    )
    colleagues = await identity.members(session, enterprise_id=enterprise_id)
    return next(one for one in colleagues if one.id == hat.id)
