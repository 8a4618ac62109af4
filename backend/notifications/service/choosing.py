"""Choosing how to be told, besides the inbox."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.notifications.matters import AREAS
from backend.notifications.rules import quiet_hours_end
from backend.notifications.schemas import AreaChoice, ChoicesIn, ChoicesRead
from backend.platform import ways, wechat_bindings
from backend.platform.choices import Mailing, MessageChoice, choice_of
from backend.platform.database import read_case, use_case
from backend.platform.edits import require_version
from backend.platform.identifiers import new_id
from backend.platform.problems import Problem, enforce
from backend.platform.ways import Channel


@dataclass(frozen=True)
class _Ways:
    has_address: bool
    can_text: bool
    can_wechat: bool


def _read(choice: MessageChoice | None, reach: _Ways) -> ChoicesRead:
    chosen = choice or MessageChoice(version=0, mailing={}, texting=[], wechat=[])
    return ChoicesRead(
        version=chosen.version,
        areas=[
            AreaChoice(
                area=area,
                name=name,
                mailing=chosen.mailing.get(area, Mailing.AT_ONCE),
                texting=area in chosen.texting,
                wechat=area in chosen.wechat,
            )
            for area, name in AREAS.items()
        ],
        quiet_from=chosen.quiet_from,
        quiet_to=chosen.quiet_to,
        has_address=reach.has_address,
        can_text=reach.can_text,
        can_wechat=reach.can_wechat,
    )


async def _reach(session: AsyncSession, actor: Actor) -> _Ways:
    assert actor.account_id is not None
    there = ways.open_channels()
    openid = await wechat_bindings.openid_of(session, actor.account_id)
    return _Ways(
        has_address=await ways.address_of(session, actor.account_id) is not None,
        can_text=Channel.SMS in there
        and await ways.phone_of(session, actor.account_id) is not None,
        can_wechat=Channel.WECHAT in there and openid is not None,
    )


async def _choice(session: AsyncSession, actor: Actor) -> MessageChoice | None:
    assert actor.account_id is not None
    return await choice_of(session, actor.account_id)


@read_case
async def choices(session: AsyncSession, actor: Actor) -> ChoicesRead:
    """How the actor is told."""
    return _read(await _choice(session, actor), await _reach(session, actor))


@use_case
async def choose(
    session: AsyncSession, actor: Actor, body: ChoicesIn, expected: int
) -> ChoicesRead:
    """Choose how to be told, from the next message on.

    Raises 409 TOLD-01 for half of the quiet hours, 412 when chosen elsewhere meanwhile, 422 for
    an unknown kind of matter.
    """
    enforce(quiet_hours_end(body.quiet_from, body.quiet_to))
    unknown = sorted({*body.mailing, *body.texting, *body.wechat} - set(AREAS))
    if unknown:
        raise Problem(422, f"没有这些消息类别：{'、'.join(unknown)}。")
    choice = await _choice(session, actor)
    if choice is None:
        choice = MessageChoice(id=new_id(), account_id=actor.account_id)
        session.add(choice)
    else:
        require_version(choice, expected)
    choice.mailing = dict(body.mailing)
    choice.texting, choice.wechat = sorted(set(body.texting)), sorted(set(body.wechat))
    choice.quiet_from, choice.quiet_to = body.quiet_from, body.quiet_to
    await session.flush()
    return _read(choice, await _reach(session, actor))
