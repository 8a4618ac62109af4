"""What an actor may do with an object now: the buttons, and the rules that judge them."""

from typing import Self

from pydantic import BaseModel, model_validator

from backend.platform.language import Words
from backend.platform.rules import Outcome, Verdict


class AllowedAction(BaseModel):
    """One button. A disabled one says why, and which rule says so."""

    action: str
    label: Words
    enabled: bool
    reason: Words = ""
    rule: str | None = None
    waivable: bool = False
    """Disabled by an in-principle rule: an exception can be asked for."""


class VerdictRead(BaseModel):
    """One rule's answer, so that a form can show each rule as a task."""

    id: str
    title: Words
    heading: Words = ""
    """The title where it is met; else a sentence that says what is not."""
    clause: str
    outcome: str
    reason: Words
    waivable: bool
    waived: bool = False
    """Passed only by a granted waiver: shown on every list as 经豁免."""
    needs_reason: bool = False
    """Passed for now; the reviewer decides it and says why."""

    @model_validator(mode="after")
    def headed(self) -> Self:
        """Verdicts kept with a submission may be older than this field."""
        self.heading = self.heading or self.title
        return self


def verdict_read(verdict: Verdict, granted: frozenset[str] = frozenset()) -> VerdictRead:
    """The verdict as it is shown, after the granted waivers."""
    assert verdict.rule is not None
    final = verdict.waived_by(granted)
    return VerdictRead(
        id=verdict.rule.id,
        title=verdict.rule.title,
        heading=verdict.rule.title if final.ok else verdict.rule.unmet,
        clause=verdict.rule.clause,
        outcome=final.outcome,
        reason=final.reason,
        waivable=verdict.rule.waivable,
        waived=final.ok and not verdict.ok,
        needs_reason=bool(verdict.facts.get("needs_reason")),
    )


def allowed(action: str, label: str, *verdicts: Verdict) -> AllowedAction:
    """The button for `action`, disabled by the first verdict that does not pass."""
    for verdict in verdicts:
        if not verdict.ok:
            rule = verdict.rule.id if verdict.rule else None
            return AllowedAction(
                action=action,
                label=label,
                enabled=False,
                reason=verdict.reason,
                rule=rule,
                waivable=verdict.outcome is Outcome.NEEDS_WAIVER,
            )
    return AllowedAction(action=action, label=label, enabled=True)
