"""What a message is about, in words that name nobody, and how urgent it is.

The words of the workflow belong to a slice: it describes each message, the outbox asks.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform import jobs


class Urgency(StrEnum):
    """Whether a message may wait for the others of the day, and for the end of quiet hours."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    """Passes by the digest."""
    SECURITY = "security"
    """Somebody else may be in the account: passes by the quiet hours too."""


@dataclass(frozen=True)
class Matter:
    """What may leave the platform by a gateway of others: nothing that anybody wrote."""

    kind: str
    words: str
    urgency: Urgency = Urgency.ORDINARY


@dataclass(frozen=True)
class Said:
    """What the inbox says; `link` is a path of the SPA."""

    title: str
    body: str
    link: str


Describing = Callable[[AsyncSession, Said], Awaitable[Matter]]
_describing: list[Describing] = []


def described_by(describe: Describing) -> None:
    """Let a slice say what messages are about."""
    _describing[:] = [describe]


async def matter_of(session: AsyncSession, said: Said) -> Matter:
    """Step: what this message is about."""
    if not _describing:
        jobs.load()  # each slice's tasks, and with them what it registers
    (describe,) = _describing
    return await describe(session, said)
