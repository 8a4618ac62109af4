"""State tables: data that says which action leads from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)

TABLES: dict[str, "StateTable"] = {}


@dataclass(frozen=True)
class StateTable(Generic[S]):
    """One workflow. `labels` are what a person reads; `moves` is {state: {action: next}}."""

    subject: str
    initial: S
    labels: Mapping[S, str]
    moves: Mapping[S, Mapping[str, S]]

    def __post_init__(self) -> None:
        TABLES[self.subject] = self

    def next(self, state: str, action: str) -> S | None:
        """The state `action` leads to, or None when it is not possible from here."""
        return self.moves.get(self.parse(state), {}).get(action)

    def parse(self, state: str) -> S:
        """The stored text as a state of this table."""
        return type(self.initial)(state)

    def label(self, state: str) -> str:
        """The Chinese word for a stored state."""
        return self.labels[self.parse(state)]

    def allows(self, state: str, action: str) -> bool:
        """Whether `action` is possible from `state`."""
        return self.next(state, action) is not None
