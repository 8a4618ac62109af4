"""The rule registry: each rule of the notice is one pure function with a three-valued verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import wraps
from typing import ParamSpec

P = ParamSpec("P")


class Outcome(StrEnum):
    """What a rule says of the facts it was given."""

    PASS = "pass"
    NEEDS_WAIVER = "needs_waiver"
    FAIL = "fail"


@dataclass(frozen=True)
class RuleInfo:
    """What a rule is called everywhere: in refusals, on screens and in the rule book."""

    id: str
    title: str
    clause: str
    waivable: bool
    summary: str
    unmet: str
    """What is so where it is not met."""


@dataclass(frozen=True)
class Verdict:
    """A rule's answer. `reason` is a Chinese sentence a person can act on."""

    outcome: Outcome
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    rule: RuleInfo | None = None

    @property
    def ok(self) -> bool:
        """True when nothing stands in the way."""
        return self.outcome is Outcome.PASS

    def waived_by(self, granted: frozenset[str]) -> "Verdict":
        """The same verdict, turned into a pass when a granted waiver names its rule."""
        waived = self.outcome is Outcome.NEEDS_WAIVER and self.rule and self.rule.id in granted
        return replace(self, outcome=Outcome.PASS, reason="经豁免") if waived else self


def passed(reason: str = "", **facts: object) -> Verdict:
    """The facts satisfy the rule."""
    return Verdict(Outcome.PASS, reason, facts)


def needs_waiver(reason: str, **facts: object) -> Verdict:
    """An in-principle rule (原则上) is not met: only a granted waiver lets this case through."""
    return Verdict(Outcome.NEEDS_WAIVER, reason, facts)


def failed(reason: str, **facts: object) -> Verdict:
    """The rule forbids it, without exception."""
    return Verdict(Outcome.FAIL, reason, facts)


REGISTRY: dict[str, RuleInfo] = {}


def rule(
    *, id: str, title: str, clause: str, waivable: bool = False, unmet: str = ""
) -> Callable[[Callable[P, Verdict]], Callable[P, Verdict]]:
    """Register a pure function as the rule `id` of the notice's `clause`.

    `title` says what the rule asks for, `unmet` what is so where somebody does not meet it.

    Raises ValueError when the id is taken, TypeError when a rule without waiver asks for one.
    """

    def register(function: Callable[P, Verdict]) -> Callable[P, Verdict]:
        if id in REGISTRY:
            raise ValueError(f"rule {id} is registered twice")
        summary = (function.__doc__ or "").strip().split("\n")[0]
        info = RuleInfo(id, title, clause, waivable, summary, unmet or title)
        REGISTRY[id] = info

        @wraps(function)
        def judge(*args: P.args, **kwargs: P.kwargs) -> Verdict:
            verdict = function(*args, **kwargs)
            if verdict.outcome is Outcome.NEEDS_WAIVER and not waivable:
                raise TypeError(f"rule {id} cannot be waived")
            return replace(verdict, rule=info)

        return judge

    return register
