"""Reading the inbox, and choosing how to be told besides."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.notifications import queries
from backend.notifications.rules import quiet_hours_end
from backend.notifications.schemas import (
    AreaChoice,
    ChoicesIn,
    ChoicesRead,
    NotificationQuery,
    NotificationRead,
    UnreadCount,
)
from backend.platform import clock, ways
from backend.platform.choices import Mailing, MessageChoice, choice_of
from backend.platform.database import read_case, use_case
from backend.platform.edits import require_version
from backend.platform.identifiers import new_id
from backend.platform.pagination import Page, count_capped, page_rows
from backend.platform.problems import Problem, enforce, not_found
from backend.settings import get_settings


@read_case
async def inbox(
    session: AsyncSession, actor: Actor, asked: NotificationQuery
) -> Page[NotificationRead]:
    """The actor's own messages, unread first."""
    query = queries.inbox(actor.account_id, unread_only=asked.unread_only)
    rows, frame = await page_rows(session, query, asked)
    items = [NotificationRead.model_validate(row, from_attributes=True) for row in rows]
    return Page(items=items, **frame)


@read_case
async def unread_count(session: AsyncSession, actor: Actor) -> UnreadCount:
    """How many of the actor's messages are unread."""
    count, _ = await count_capped(session, queries.inbox(actor.account_id, unread_only=True))
    return UnreadCount(count=count)


@use_case
async def mark_read(session: AsyncSession, actor: Actor, id: UUID) -> NotificationRead:
    """Note that a message was read; the first time counts. Raises 404 for another's message."""
    message = await queries.find(session, actor.account_id, id)
    if message is None:
        raise not_found("这条消息")
    message.read_at = message.read_at or clock.now()
    return NotificationRead.model_validate(message, from_attributes=True)


AREAS = {
    "demands": "科技服务需求",
    "matches": "邀请、申请和匹配",
    "teams": "特派团",
    "agreements": "协议签署和备案",
    "engagements": "入企服务和评价",
    "experts": "特派员申请和资格",
    "enterprises": "企业登记",
    "reviews": "待审核事项",
    "batches": "月度推荐批次和截止提醒",
    "waivers": "豁免",
    "integrity": "诚信和申诉",
    "organisations": "本单位账号",
}
"""What messages are about, by the first part of their link."""


@dataclass(frozen=True)
class _Ways:
    has_address: bool
    can_text: bool


def _read(choice: MessageChoice | None, ways: _Ways) -> ChoicesRead:
    chosen = choice.mailing if choice else {}
    texted = choice.texting if choice else []
    return ChoicesRead(
        version=choice.version if choice else 0,
        areas=[
            AreaChoice(
                area=area,
                name=name,
                mailing=chosen.get(area, Mailing.AT_ONCE),
                texting=area in texted,
            )
            for area, name in AREAS.items()
        ],
        quiet_from=choice.quiet_from if choice else None,
        quiet_to=choice.quiet_to if choice else None,
        has_address=ways.has_address,
        can_text=ways.can_text,
    )


async def _choices(session: AsyncSession, actor: Actor) -> tuple[MessageChoice | None, _Ways]:
    assert actor.account_id is not None
    choice = await choice_of(session, actor.account_id)
    address = await ways.address_of(session, actor.account_id)
    phone = await ways.phone_of(session, actor.account_id)
    can_text = bool(get_settings().sms_url) and phone is not None
    return choice, _Ways(has_address=address is not None, can_text=can_text)


@read_case
async def choices(session: AsyncSession, actor: Actor) -> ChoicesRead:
    """How the actor is told."""
    return _read(*await _choices(session, actor))


@use_case
async def choose(
    session: AsyncSession, actor: Actor, body: ChoicesIn, expected: int
) -> ChoicesRead:
    """Choose how to be told, from the next message on.

    Raises 409 TOLD-01 for half of the quiet hours, 412 when chosen elsewhere meanwhile, 422 for
    an unknown kind of matter.
    """
    enforce(quiet_hours_end(body.quiet_from, body.quiet_to))
    unknown = sorted({*body.mailing, *body.texting} - set(AREAS))
    if unknown:
        raise Problem(422, f"没有这些消息类别：{'、'.join(unknown)}。")
    choice, ways = await _choices(session, actor)
    if choice is None:
        choice = MessageChoice(id=new_id(), account_id=actor.account_id)
        session.add(choice)
    else:
        require_version(choice, expected)
    choice.mailing, choice.texting = dict(body.mailing), sorted(set(body.texting))
    choice.quiet_from, choice.quiet_to = body.quiet_from, body.quiet_to
    await session.flush()
    return _read(choice, ways)
