"""Hats offered by a link that works once: whoever takes it up sets the password himself."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import queries
from backend.identity.actor import Actor
from backend.identity.models import Account, Invitation
from backend.identity.passwords import verify_password, weakness
from backend.identity.permissions import ROLE_NAMES, Role
from backend.identity.schemas import (
    AccountIn,
    Activated,
    Activation,
    InvitationIn,
    InvitationPreview,
    InvitationRead,
    InvitationSent,
)
from backend.identity.service import add_account, give_hat
from backend.identity.states import INVITATION, AccountState, InvitationState
from backend.platform import audit, clock, masking, throttle
from backend.platform.constraints import on_violation
from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.letters import page_address, send_letter
from backend.platform.problems import Problem, conflict, invalid, not_found
from backend.platform.secret_links import guessed_at, new_token, token_hash
from backend.settings import get_settings

LIFETIME = timedelta(days=7)
GUESSING = timedelta(minutes=5)
CLOSED = (
    "没有找到激活链接：它可能不完整、已经用过、已撤销，或超过 7 天有效期。"
    "请联系邀请您的单位重新发送。"
)
MAIL = (
    "{place}邀请您以“{role}”身份使用江西省科技特派员服务平台。\n\n"
    "请在 {days} 天内打开下面的链接，设置您自己的密码（链接只能使用一次，请勿转发）：\n{link}"
)

on_violation("uq_invitations_open", "已经邀请过这个手机号或邮箱，可以重新发送激活链接。")
on_violation("uq_memberships_hat", "这个账号在本单位已经有这个身份，无需再激活。")


def invitation_read(invitation: Invitation) -> InvitationRead:
    """An invitation as those who may send it again see it."""
    return InvitationRead(
        id=invitation.id,
        version=invitation.version,
        role=invitation.role,
        role_name=ROLE_NAMES[Role(invitation.role)],
        is_manager=invitation.is_manager,
        display_name=invitation.display_name,
        phone=masking.phone(invitation.phone),
        email=masking.email(invitation.email),
        expires_at=invitation.expires_at,
        expired=invitation.expires_at <= clock.now(),
    )


async def invite(
    session: AsyncSession, actor: Actor, role: Role, body: InvitationIn, **place: UUID
) -> InvitationSent:
    """Step: offer a hat at organisation_id or enterprise_id, by mail where that is possible."""
    token = new_token()
    invitation = Invitation(
        id=new_id(),
        token_hash=token_hash(token),
        display_name=body.display_name,
        phone=body.phone,
        email=body.email.lower() if body.email else None,
        role=role,
        is_manager=body.is_manager,
        invited_by=actor.account_id,
        expires_at=clock.now() + LIFETIME,
        **place,
    )
    await audit.create(session, invitation, INVITATION, actor, role=role)
    return await _send(session, invitation, token)


async def resend(
    session: AsyncSession, actor: Actor, invitation_id: UUID, **place: UUID
) -> InvitationSent:
    """Step: a new link; the earlier one stops working. Raises 404 for another place's."""
    invitation = await _own(session, invitation_id, place)
    token = new_token()
    invitation.token_hash = token_hash(token)
    invitation.expires_at = clock.now() + LIFETIME
    await audit.transition(session, invitation, INVITATION, "resend", actor)
    return await _send(session, invitation, token)


async def revoke(session: AsyncSession, actor: Actor, invitation_id: UUID, **place: UUID) -> None:
    """Step: the link stops working. Raises 404 for another place's invitation."""
    invitation = await _own(session, invitation_id, place)
    await audit.transition(session, invitation, INVITATION, "revoke", actor)


async def pending(session: AsyncSession, **place: UUID) -> list[InvitationRead]:
    """Step: what was offered at a place and not taken up."""
    return [invitation_read(one) for one in await queries.invitations(session, **place)]


async def _own(session: AsyncSession, invitation_id: UUID, place: dict[str, UUID]) -> Invitation:
    invitation = await lock(session, Invitation, invitation_id, "这份邀请")
    if any(getattr(invitation, name) != id for name, id in place.items()):
        raise not_found("这份邀请")
    return invitation


async def _send(session: AsyncSession, invitation: Invitation, token: str) -> InvitationSent:
    path = f"/activate#{token}"
    address = invitation.email if get_settings().smtp_url else None
    if address:
        words = MAIL.format(
            place=await queries.place_name(session, invitation),
            role=ROLE_NAMES[Role(invitation.role)],
            days=LIFETIME.days,
            link=page_address(path),
        )
        key = f"invitation:{invitation.id}:{invitation.version}"
        await send_letter(session, key, address, "激活您的科技特派员平台账号", words)
    return InvitationSent(
        invitation=invitation_read(invitation),
        mailed=address is not None,
        link=None if address else path,
    )


@read_case
async def _find(session: AsyncSession, token: str) -> UUID:
    found = await queries.invited(session, token_hash(token))
    if found is None:
        raise Problem(404, CLOSED)
    return found


async def _guessed(db: Database, token: str) -> UUID:
    async with guessed_at(db):
        return await _find(db, token)


async def _accounts(session: AsyncSession, invitation: Invitation) -> list[Account]:
    known = [one for one in (invitation.phone, invitation.email) if one]
    found = [await queries.find_account(session, one) for one in known]
    return list({one.id: one for one in found if one}.values())


def _expect_fresh(invitation: Invitation, token: str) -> None:
    gone = invitation.state != InvitationState.PENDING or invitation.expires_at <= clock.now()
    if gone or invitation.token_hash != token_hash(token):
        raise Problem(404, CLOSED)


async def preview(db: Database, token: str) -> InvitationPreview:
    """What a link offers. Raises 404 alike for an unknown, used, revoked and expired one."""
    return await _preview(db, await _guessed(db, token), token)


@read_case
async def _preview(session: AsyncSession, invitation_id: UUID, token: str) -> InvitationPreview:
    invitation = await session.get_one(Invitation, invitation_id)
    _expect_fresh(invitation, token)
    return InvitationPreview(
        place=await queries.place_name(session, invitation),
        role_name=ROLE_NAMES[Role(invitation.role)],
        is_manager=invitation.is_manager,
        display_name=invitation.display_name,
        identifier=masking.phone(invitation.phone) or masking.email(invitation.email) or "",
        has_account=bool(await _accounts(session, invitation)),
        expires_at=invitation.expires_at,
    )


async def accept(db: Database, token: str, body: Activation) -> Activated:
    """Take an invitation up, once.

    Raises 404 like `preview`, 422 for a weak new or a wrong present password, 429 after too many.
    """
    invitation_id = await _guessed(db, token)
    async with db.transaction() as session:
        attempts = get_settings().login_attempts
        await throttle.take(session, f"activate:{invitation_id}", burst=attempts, per=GUESSING)
    return await _accept(db, invitation_id, token, body)


@use_case
async def _accept(
    session: AsyncSession, invitation_id: UUID, token: str, body: Activation
) -> Activated:
    invitation = await lock(session, Invitation, invitation_id, "这份邀请")
    _expect_fresh(invitation, token)
    account = await _account(session, invitation, body.password)
    role, place = Role(invitation.role), _place(invitation)
    hat = await give_hat(session, account.id, role, is_manager=invitation.is_manager, **place)
    invitation.membership_id = hat.id
    owner = Actor(account.id, hat.id, account.display_name, role)
    await audit.transition(session, invitation, INVITATION, "accept", owner)
    return Activated(identifier=account.phone or account.email or "")


def _place(invitation: Invitation) -> dict[str, UUID]:
    if invitation.organisation_id:
        return {"organisation_id": invitation.organisation_id}
    assert invitation.enterprise_id
    return {"enterprise_id": invitation.enterprise_id}


async def _account(session: AsyncSession, invitation: Invitation, password: str) -> Account:
    found = await _accounts(session, invitation)
    if not found:
        weak = weakness(password)
        if weak:
            raise invalid(("/password", weak))
        opened = AccountIn(
            phone=invitation.phone,
            email=invitation.email,
            display_name=invitation.display_name,
            password=password,
        )
        return await add_account(session, opened)
    if len(found) > 1:
        raise conflict("手机号和邮箱分别属于两个账号。请联系邀请您的单位，只用其中一个重新邀请。")
    if not await verify_password(password, found[0].password_hash):
        raise invalid(("/password", "密码不对。您已有账号，请填写这个账号的密码。"))
    if found[0].state != AccountState.ACTIVE:
        raise Problem(409, "您的账号已停用，请联系技术支持。", kind="state")
    return found[0]
