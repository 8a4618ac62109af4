"""Whose turn it is with something, as each workflow says of its own states. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Turn:
    """Who has it, what he does next, and by when."""

    next: str
    """What comes next, as a Chinese clause without a full stop."""
    holder: str | None = None
    """Who has it: a party's word or an office's name; None when nobody has to do anything."""
    is_mine: bool = False
    """Whether the reader is the holder."""
    due: date | None = None
    """Last day; for what is on a desk its own due day counts."""
    office: UUID | None = None
    """Whom to call: the organisation in charge."""
    on_desk: bool = False
    """The office itself has it."""
    is_over: bool = False


def at_office(words: str, office: UUID | None) -> Turn:
    """The office in charge has it."""
    return Turn(words, office=office, on_desk=True)


def over(words: str, office: UUID | None = None) -> Turn:
    """Nothing comes any more."""
    return Turn(words, office=office, is_over=True)
