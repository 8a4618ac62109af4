"""What became of the invitations: list, resend, hand over, revoke, forget."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.expert_invitations import queries
from backend.expert_invitations.models import ExpertInvitation
from backend.expert_invitations.schemas import InvitationQuery, InvitationRead, LinkRead
from backend.expert_invitations.service.inviting import letters_of, mail_link, new_link
from backend.expert_invitations.states import EXPERT_INVITATION, STAGE_NAMES, Stage
from backend.identity.actor import SYSTEM, Actor
from backend.platform import audit, clock, masking
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.outbox import recall_letters
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import conflict, not_found
from backend.platform.rows import AnyRow

WHAT = "这份邀请"
LABELS = {"resend": "重新发送邮件", "hand_over": "生成邀请链接", "revoke": "撤销邀请"}
KEPT = timedelta(days=60)
"""How long after its expiry an invitation nobody took up still knows the person."""


def read(row: AnyRow) -> InvitationRead:
    """A row of the listing as the organisation sees it."""
    one: ExpertInvitation = row.ExpertInvitation
    stage = Stage(row.stage)
    return InvitationRead(
        id=one.id,
        version=one.version,
        name=one.name,
        phone=masking.phone(one.phone),
        email=masking.email(one.email),
        employer_name=row.employer_name or one.prefill.get("employer_name"),
        by_mail=one.by_mail,
        stage=stage,
        stage_name=STAGE_NAMES[stage],
        created_at=one.created_at,
        sent_at=one.sent_at,
        expires_at=one.expires_at,
        allowed_actions=_actions(one),
    )


def _actions(one: ExpertInvitation) -> list[AllowedAction]:
    unfit = "hand_over" if one.by_mail else "resend"
    return [
        allowed(action, label)
        for action, label in LABELS.items()
        if action != unfit and EXPERT_INVITATION.allows(one.state, action)
    ]


@read_case
async def listing(
    session: AsyncSession, actor: Actor, asked: InvitationQuery
) -> Page[InvitationRead]:
    """My organisation's invitations, newest first."""
    rows, frame = await page_rows(session, queries.listing(actor, asked, clock.now()), asked)
    return Page(items=[read(row) for row in rows], **frame)


async def _own(session: AsyncSession, actor: Actor, invitation_id: UUID) -> ExpertInvitation:
    if await queries.visible(session, actor, invitation_id, clock.now()) is None:
        raise not_found(WHAT)
    return await lock(session, ExpertInvitation, invitation_id, WHAT)


async def _shown(session: AsyncSession, actor: Actor, invitation_id: UUID) -> InvitationRead:
    row = await queries.visible(session, actor, invitation_id, clock.now())
    assert row is not None
    return read(row)


@use_case
async def resend(session: AsyncSession, actor: Actor, invitation_id: UUID) -> InvitationRead:
    """A new letter with a new link and a new term; the earlier link is dead."""
    one = await _own(session, actor, invitation_id)
    if not one.by_mail:
        raise conflict("没有登记邮箱，请生成邀请链接转交本人。")
    await audit.transition(session, one, EXPERT_INVITATION, "resend", actor)
    await recall_letters(session, letters_of(one))
    await mail_link(session, one)
    return await _shown(session, actor, invitation_id)


@use_case
async def hand_over(session: AsyncSession, actor: Actor, invitation_id: UUID) -> LinkRead:
    """A link for somebody without e-mail, shown this once; the earlier one is dead."""
    one = await _own(session, actor, invitation_id)
    if one.by_mail:
        raise conflict("这份邀请已发到本人邮箱，请重新发送邮件。")
    await audit.transition(session, one, EXPERT_INVITATION, "hand_over", actor)
    link = new_link(one)
    await session.flush()
    return LinkRead(link=link, expires_at=one.expires_at)


def _forget(one: ExpertInvitation) -> None:
    one.phone = one.email = one.token_hash = None
    one.prefill = {}


async def _revoke(session: AsyncSession, actor: Actor, one: ExpertInvitation) -> None:
    _forget(one)
    await audit.transition(session, one, EXPERT_INVITATION, "revoke", actor)
    await recall_letters(session, letters_of(one))


@use_case
async def revoke(session: AsyncSession, actor: Actor, invitation_id: UUID) -> InvitationRead:
    """The link is dead, and what was filled in is forgotten."""
    await _revoke(session, actor, await _own(session, actor, invitation_id))
    return await _shown(session, actor, invitation_id)


@use_case
async def forget_expired(session: AsyncSession) -> None:
    """Invitations nobody took up long ago are revoked: nobody's data is kept for nothing."""
    for invitation_id in await queries.long_expired(session, clock.now() - KEPT):
        await _revoke(session, SYSTEM, await lock(session, ExpertInvitation, invitation_id, WHAT))
