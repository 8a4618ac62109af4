"""What a step is: who tries what, whether it may succeed, what becomes of it, how it is asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.lifecycle.model import State, Who

STALE = "0" * 64
STATE = "409 state"


@dataclass(frozen=True)
class Step:
    """One thing somebody tries to do. `how` tells variants apart: a stale text, a decision."""

    action: str
    who: Who
    on: str = ""
    how: str = ""
    extra: int = 0

    def __str__(self) -> str:
        told = [f"{self.who[0]}{self.who[1]}", self.action, self.on, self.how, str(self.extra)]
        return " ".join(part for part in told if part and part != "0")


@dataclass(frozen=True)
class Call:
    """The request of a step. `at` is how its version is known: ok, stale, none or not needed."""

    method: str
    path: str
    body: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    read: str = ""
    """Where the present version is read, for edits."""


Judge = Callable[[State, Step], set[str]]
Apply = Callable[[State, Step], str]
Ask = Callable[[State, Step], Call]
Choices = Callable[[State], Iterator[Step]]


@dataclass(frozen=True)
class Action:
    """`judge` gives every refusal that would be right (none: it has to succeed); `apply` what a
    success changes, and the key of the thing it is about.
    """

    name: str
    choices: Choices
    judge: Judge
    apply: Apply
    ask: Ask


ACTIONS: dict[str, Action] = {}


def action(name: str, choices: Choices, judge: Judge, apply: Apply, ask: Ask) -> None:
    """Register one kind of step."""
    ACTIONS[name] = Action(name, choices, judge, apply, ask)


def when(**refusals: bool) -> set[str]:
    """The refusals that are true; `R404=True` is 404, `MATCH_TURN=True` the rule MATCH-TURN."""
    found = {name for name, applies in refusals.items() if applies}
    return {name[1:] if name[1:].isdigit() else name.replace("_", "-") for name in found}


def only(roles: str, who: Who) -> set[str]:
    """403 for hats that may not do such a thing at all."""
    return set() if who[0] in roles.split() else {"403"}


def path_of(state: State, folder: str, key: str) -> str:
    return f"/{folder}/{state.facts['id', key]}"


def judge(state: State, step: Step) -> set[str]:
    """Every refusal that would be right for a step now; none when it has to succeed."""
    return ACTIONS[step.action].judge(state, step)


def choices(state: State) -> Iterator[Step]:
    """Everything anybody might try now, sensible or not."""
    for one in ACTIONS.values():
        yield from one.choices(state)
