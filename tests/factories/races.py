"""Many at once: what each of them got."""

import asyncio
import os
from collections.abc import Coroutine
from typing import Any

from backend.platform.problems import Problem

ROUNDS = int(os.environ.get("TEPAI_RACE_ROUNDS", "10"))
"""How often a race is run; the long check sets TEPAI_RACE_ROUNDS=200."""


async def all_at_once(*attempts: Coroutine[Any, Any, Any]) -> tuple[list[Any], list[Problem]]:
    """Run them together: the answers of those that succeeded, and the refusals of the others.

    Anything but a problem of a person's making fails the test.
    """
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    problems = [one for one in outcomes if isinstance(one, Problem)]
    broken = [one for one in outcomes if isinstance(one, BaseException) and one not in problems]
    assert broken == []
    return [one for one in outcomes if not isinstance(one, BaseException)], problems


def rules_of(problems: list[Problem]) -> set[str]:
    """The rules these refusals name; kinds for those that name none."""
    named = (p.verdict.rule.id if p.verdict and p.verdict.rule else p.kind for p in problems)
    return set(named)
