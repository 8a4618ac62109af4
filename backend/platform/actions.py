"""What an actor may do with an object now: the buttons, judged by the rules that will refuse."""

from pydantic import BaseModel

from backend.platform.rules import Verdict


class AllowedAction(BaseModel):
    """One button. A disabled one says why, and which rule says so."""

    action: str
    label: str
    enabled: bool
    reason: str = ""
    rule: str | None = None


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
            )
    return AllowedAction(action=action, label=label, enabled=True)
