"""What to tell a person when the database, as the last fence, refuses a write."""

import re
from dataclasses import replace

from sqlalchemy.exc import IntegrityError

from backend.platform import logs
from backend.platform.problems import Problem
from backend.platform.rules import REGISTRY, failed

_SENTENCES: dict[str, tuple[str, str | None]] = {}


def on_violation(constraint: str, sentence: str, *, rule: str | None = None) -> None:
    """Register the Chinese sentence, and the rule, that a broken constraint stands for."""
    _SENTENCES[constraint] = (sentence, rule)


def _name(error: IntegrityError) -> str:
    cause = getattr(error.orig, "__cause__", None)
    named = getattr(cause, "constraint_name", None)
    if named:
        return str(named)
    # Our own triggers raise with the constraint's name in brackets: "… [D13]".
    found = re.search(r"\[([\w-]+)\]", str(error.orig))
    return found.group(1) if found else ""


def explain(error: IntegrityError) -> Problem:
    """The problem for a constraint violation: 409, with the rule id where one is registered."""
    name = _name(error)
    known = _SENTENCES.get(name)
    if known is None:
        logs.get("constraints").warning("unexplained", constraint=name)
        return Problem(409, "与已有数据冲突，没有保存。请刷新后查看最新情况。", kind="constraint")
    sentence, rule_id = known
    if rule_id is None:
        return Problem(409, sentence, kind="constraint")
    return Problem(409, sentence, verdict=replace(failed(sentence), rule=REGISTRY[rule_id]))
