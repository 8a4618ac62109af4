"""What the desk asks of the slices whose subjects it decides: they stand above and register."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform.models import Stateful
from backend.reviews.schemas import DecisionIn
from backend.reviews.states import Subject


@dataclass(frozen=True)
class Handler:
    """The steps of one kind of subject."""

    decide: Callable[[AsyncSession, Actor, UUID, DecisionIn], Awaitable[object]]
    """The whole decision, with all that follows from it."""
    take_back: Callable[[AsyncSession, Actor, UUID, UUID], Awaitable[None]]
    """Undo review (last argument) of the subject: state, what rests on it, a correction.

    Raises 409 REV-06 once somebody has built upon it.
    """
    content: Callable[[AsyncSession, UUID, int], Awaitable[Mapping[str, Any]]]
    """What submission number n said, for comparing."""
    hand_over: Callable[[AsyncSession, UUID, UUID], Awaitable[Stateful]]
    """Make another organisation competent for the present submission."""
    points: tuple[str, ...] = ()
    """Keys of the checklist an approval answers."""


_HANDLERS: dict[Subject, Handler] = {}


def register_subject(subject: Subject, handler: Handler) -> None:
    """Let the slice of a subject say how its decisions are taken, and taken back."""
    _HANDLERS[subject] = handler


def handler_of(subject: str) -> Handler | None:
    """The steps of a subject; None for those that are decided one by one, such as filings."""
    return _HANDLERS.get(Subject(subject))
