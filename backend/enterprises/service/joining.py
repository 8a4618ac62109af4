"""The people of an enterprise: invited by a link, so that each sets his own password."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.enterprises import queries
from backend.enterprises.schemas import EnterprisePeople
from backend.identity import invitations
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.identity.schemas import InvitationIn, InvitationSent, MemberRead
from backend.platform.database import read_case, use_case
from backend.platform.problems import forbidden, not_found


async def _colleagues(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> list[MemberRead]:
    if actor.account_id not in await queries.member_accounts(session, enterprise_id):
        raise not_found("您的企业")
    return await identity.members(session, enterprise_id=enterprise_id)


async def _expect_manager(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> None:
    present = await _colleagues(session, actor, enterprise_id)
    if not any(one.id == actor.membership_id and one.is_manager for one in present):
        raise forbidden("只有本企业的管理员可以邀请成员。")


@read_case
async def members(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> EnterprisePeople:
    """The colleagues who act for one's own enterprise, and who was invited."""
    colleagues = await _colleagues(session, actor, enterprise_id)
    return EnterprisePeople(
        members=colleagues,
        invitations=await invitations.pending(session, enterprise_id=enterprise_id),
    )


@use_case
async def invite_member(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, body: InvitationIn
) -> InvitationSent:
    """Invite a colleague. Raises 403 for a member who is no manager."""
    await _expect_manager(session, actor, enterprise_id)
    return await invitations.invite(
        session, actor, Role.ENTERPRISE, body, enterprise_id=enterprise_id
    )


@use_case
async def resend_invitation(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, invitation_id: UUID
) -> InvitationSent:
    """Send an invitation again with a new link."""
    await _expect_manager(session, actor, enterprise_id)
    return await invitations.resend(session, actor, invitation_id, enterprise_id=enterprise_id)


@use_case
async def revoke_invitation(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, invitation_id: UUID
) -> EnterprisePeople:
    """Take an invitation back."""
    await _expect_manager(session, actor, enterprise_id)
    await invitations.revoke(session, actor, invitation_id, enterprise_id=enterprise_id)
    return EnterprisePeople(
        members=await _colleagues(session, actor, enterprise_id),
        invitations=await invitations.pending(session, enterprise_id=enterprise_id),
    )
