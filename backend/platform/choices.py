"""How a person wants to be told: by mail at once, once a day, or in the inbox; in other ways too.

The inbox gets everything, always. What a message is about is the first part of its link, such as
`matches`; the slice `notifications` has the words for these.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.matters import Urgency
from backend.platform.models import Entity

PART_OF = {
    "credit-records": "integrity",
    "deadlines": "batches",
    "liaison": "engagements",
    "notifications": "account",
}
"""Pages that are not chosen for by themselves, and with what they are."""
MORNING = 8
"""The hour at which a day's collected mail goes out."""


class Mailing(StrEnum):
    """When a mail follows what the inbox says."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class MessageChoice(Entity):
    """What one person chose; whoever chose nothing is mailed at once, at any hour."""

    __tablename__ = "message_choices"
    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="quiet"),
        CheckConstraint(
            "quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23 AND quiet_from <> quiet_to",
            name="hours",
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    mailing: Mapped[dict] = mapped_column(default=dict)
    """Of each area that was chosen for: a `Mailing`."""
    texting: Mapped[list] = mapped_column(default=list)
    """Areas of which a short message tells besides, at once but for the quiet hours."""
    wechat: Mapped[list] = mapped_column(default=list)
    """The same of WeChat."""
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]
    """Hours of the day in Asia/Shanghai between which nothing goes out."""


@dataclass(frozen=True)
class Plan:
    """When a mail goes out, and whether with the others of the day."""

    at: datetime
    in_digest: bool


def area_of(link: str) -> str:
    """What a message is about: the first part of its link, or whatever has that page among its own.

    Whoever chose how to be told of services is told in that way of their problems, too.
    """
    page = link.lstrip("/").partition("/")[0].partition("?")[0]
    return PART_OF.get(page, page)


def _is_quiet(hour: int, start: int, end: int) -> bool:
    return start <= hour < end if start < end else hour >= start or hour < end


def after_quiet(moment: datetime, start: int | None, end: int | None) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    if start is None or end is None or not _is_quiet(moment.hour, start, end):
        return moment
    day = moment + timedelta(days=1) if moment.hour >= end else moment
    return day.replace(hour=end, minute=0, second=0, microsecond=0)


def next_morning(moment: datetime) -> datetime:
    """The next time a day's collected mail goes out."""
    day = moment + timedelta(days=1) if moment.hour >= MORNING else moment
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def _moment(choice: MessageChoice, at: datetime, urgency: Urgency) -> datetime:
    """When what could go out at `at` does: quiet hours yield to the safety of the account alone."""
    if urgency == Urgency.SECURITY:
        return at
    return after_quiet(at, choice.quiet_from, choice.quiet_to)


def plan(
    choice: MessageChoice | None, link: str, now: datetime, urgency: Urgency = Urgency.ORDINARY
) -> Plan | None:
    """When the mail about a message goes out; None where none is wanted.

    What is urgent does not wait for the others of the day.
    """
    now = now.astimezone(clock.SHANGHAI)
    if choice is None:
        return Plan(now, in_digest=False)
    wanted = choice.mailing.get(area_of(link), Mailing.AT_ONCE)
    if wanted == Mailing.NEVER:
        return None
    is_daily = wanted == Mailing.DAILY and urgency == Urgency.ORDINARY
    at = next_morning(now) if is_daily else now
    return Plan(_moment(choice, at, urgency), in_digest=is_daily)


def ping_at(
    choice: MessageChoice, asked: list[str], link: str, now: datetime, urgency: Urgency
) -> datetime | None:
    """When a short message or WeChat tells of it; None where its area was not `asked` for."""
    if area_of(link) not in asked:
        return None
    return _moment(choice, now.astimezone(clock.SHANGHAI), urgency)


async def choice_of(session: AsyncSession, account_id: UUID) -> MessageChoice | None:
    """Step: what a person chose, if anything."""
    query = select(MessageChoice).where(MessageChoice.account_id == account_id)
    return (await session.execute(query)).scalar_one_or_none()
