"""Judging somebody who only asks: every rule's verdict, and which changed answer would turn it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeVar

from pydantic import BaseModel

from backend.platform.actions import VerdictRead, verdict_read
from backend.platform.language import Words
from backend.platform.rules import Verdict

Standing = Literal["eligible", "reviewer", "needs_waiver", "not_eligible", "incomplete"]
F = TypeVar("F")


class SelfVerdict(VerdictRead):
    """One rule's answer to the given answers."""

    unanswered: bool
    """The question it judges was left open."""
    remedies: list[Words]
    """Changes, each of which alone would satisfy the rule: found by judging again with them."""


class SelfTestRead(BaseModel):
    """What the rules say of some answers; nothing is kept."""

    standing: Standing
    verdicts: list[SelfVerdict]
    policy_document: Words
    """What the rules are taken from."""


def judge_answers(
    facts: F,
    judge: Callable[[F], Sequence[Verdict]],
    changes: Iterable[tuple[str, F]],
    open_rules: frozenset[str],
    policy_document: str,
) -> SelfTestRead:
    """Judge `facts`, and again with each change: (what would have to change, the facts then)."""
    verdicts = judge(facts)
    remedies: dict[str, list[str]] = {}
    for words, changed in changes:
        for rule_id in _ids_passing(judge(changed)) - _ids_passing(verdicts):
            remedies.setdefault(rule_id, []).append(words)
    shown = [_shown(one, open_rules, remedies) for one in verdicts]
    return SelfTestRead(standing=_standing(shown), verdicts=shown, policy_document=policy_document)


def _ids_passing(verdicts: Sequence[Verdict]) -> set[str]:
    return {one.rule.id for one in verdicts if one.rule and one.ok}


def _shown(
    verdict: Verdict, open_rules: frozenset[str], remedies: Mapping[str, list[str]]
) -> SelfVerdict:
    read = verdict_read(verdict)
    unanswered = read.id in open_rules and not verdict.ok
    if unanswered:
        read.heading = read.title
    return SelfVerdict(
        **read.model_dump(),
        unanswered=unanswered,
        remedies=remedies.get(read.id, []),
    )


def _standing(verdicts: Sequence[SelfVerdict]) -> Standing:
    answered = [one for one in verdicts if not one.unanswered]
    if any(one.outcome == "fail" for one in answered):
        return "not_eligible"
    if len(answered) < len(verdicts):
        return "incomplete"
    if any(one.outcome == "needs_waiver" for one in answered):
        return "needs_waiver"
    return "reviewer" if any(one.needs_reason for one in answered) else "eligible"
