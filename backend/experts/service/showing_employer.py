"""A change of employer as its expert and the offices see it, with the buttons of each."""

from backend.experts.models import EmployerChange, Expert
from backend.experts.rules import confirmed_by_another
from backend.experts.schemas import EmployerChangeRead
from backend.experts.service.naming import is_own
from backend.experts.states import EMPLOYER_CHANGE, EmployerState
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.platform.actions import AllowedAction, allowed
from backend.platform.rows import AnyRow

DECISIONS = {"confirm": "确认单位变更", "decline": "不予确认"}


def _actions(actor: Actor, expert: Expert, change: EmployerChange) -> list[AllowedAction]:
    if change.state != EmployerState.REPORTED:
        return []
    if is_own(actor, expert) and actor.may(Permission.EXPERT_REGISTER):
        return [allowed("withdraw", "撤回报告")]
    competent_now = change.organisation_id == actor.organisation_id
    if not competent_now or not actor.may(Permission.REVIEW_DECIDE):
        return []
    verdict = confirmed_by_another(str(actor.account_id), str(expert.account_id))
    return [allowed(action, label, verdict) for action, label in DECISIONS.items()]


def change_read(actor: Actor, expert: Expert, row: AnyRow) -> EmployerChangeRead:
    """A row of the query, for this reader."""
    change: EmployerChange = row.EmployerChange
    kept = ("state", "since", "note", "created_at", "decided_at", "decision_note")
    said = ("employer_name", "employer_uscc", "position")
    return EmployerChangeRead(
        state_name=EMPLOYER_CHANGE.label(change.state),
        was=change.was.get("employer_name") or "",
        organisation_name=row.organisation_name,
        allowed_actions=_actions(actor, expert, change),
        **{name: getattr(change, name) for name in kept},
        **{name: change.content[name] for name in said},
    )
