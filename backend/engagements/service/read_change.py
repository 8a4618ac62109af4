"""Change requests as those concerned see them, and who may decide on them now (A14)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.schemas import Named
from backend.engagements import queries
from backend.engagements.models import ChangeHearing, ChangeRequest
from backend.engagements.rules import (
    decided_at_right_level,
    decided_by_another,
    decided_by_competent,
    gives_opinion_in_time,
    recommender_was_heard,
    shortfall_decided_by_office,
)
from backend.engagements.schemas import ChangeRead, HearingRead
from backend.engagements.states import (
    CHANGE_KIND_NAMES,
    CHANGE_REQUEST,
    SIDE_NAMES,
    ChangeKind,
    ChangeState,
    Side,
)
from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role
from backend.platform import clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict

LABELS = {ChangeKind.SHORTFALL: ("终止服务", "豁免，继续服务")}
"""What the two decisions are called where they mean more than yes and no."""


def _waiting(hearings: Sequence[AnyRow]) -> tuple[list[str], date | None]:
    names = [name for hearing, name in hearings if hearing.opinion is None]
    due = [hearing.due for hearing, _ in hearings if hearing.opinion is None]
    return names, max(due, default=None)


def _objections(hearings: Sequence[AnyRow]) -> list[str]:
    return [name for hearing, name in hearings if hearing.opinion == "object"]


def change_verdicts(
    actor: Actor, change: ChangeRequest, hearings: Sequence[AnyRow], decision: str
) -> tuple[Verdict, ...]:
    """Whether the actor may decide so on a change request; first whether it is his at all."""
    is_department = actor.role is Role.DEPARTMENT
    is_office = change.organisation_id == actor.organisation_id
    competent = decided_by_competent(is_department or is_office)
    if change.kind == ChangeKind.SHORTFALL:
        competent = shortfall_decided_by_office(is_office)
    names, due = _waiting(hearings)
    level = (is_department, change.is_cross_city, _objections(hearings), decision)
    return (
        competent,
        decided_by_another(change.requested_by == actor.account_id),
        recommender_was_heard(names, due, clock.today()),
        decided_at_right_level(*level),
    )


def _hearing(row: AnyRow) -> HearingRead:
    hearing, name = row
    silent = "silent" if clock.today() > hearing.due else "waiting"
    return HearingRead(
        organisation=Named(id=hearing.organisation_id, name=name),
        due=hearing.due,
        state=hearing.opinion or silent,
        note=hearing.note,
        heard_at=hearing.heard_at,
    )


def _actions(
    actor: Actor, change: ChangeRequest, hearings: Sequence[AnyRow]
) -> list[AllowedAction]:
    if change.state != ChangeState.REQUESTED or not actor.may(Permission.ENGAGEMENT_DECIDE):
        return []
    own: ChangeHearing | None = next(
        (one for one, _ in hearings if one.organisation_id == actor.organisation_id), None
    )
    found = []
    if own is not None:
        in_time = gives_opinion_in_time(own.due, clock.today(), own.opinion is not None)
        found = [
            allowed("hear_agree", "无异议", in_time),
            allowed("hear_object", "不同意", in_time),
        ]
    approve = change_verdicts(actor, change, hearings, "approve")
    if own is not None and not approve[0].ok:
        return found
    refuse = change_verdicts(actor, change, hearings, "refuse")
    yes, no = LABELS.get(ChangeKind(change.kind), ("同意", "不同意"))
    decide = [allowed("approve", yes, *approve), allowed("refuse", no, *refuse)]
    return [*found, *decide]


def _read(actor: Actor, change: ChangeRequest, hearings: Sequence[AnyRow]) -> ChangeRead:
    return ChangeRead(
        id=change.id,
        version=change.version,
        kind=change.kind,
        kind_name=CHANGE_KIND_NAMES[ChangeKind(change.kind)],
        party=change.party,
        party_name=SIDE_NAMES[Side(change.party)],
        reason=change.reason,
        state=change.state,
        state_name=CHANGE_REQUEST.label(change.state),
        created_at=change.created_at,
        decided_at=change.decided_at,
        decision_note=change.decision_note,
        is_cross_city=change.is_cross_city,
        by_department=change.is_cross_city or bool(_objections(hearings)),
        hearings=[_hearing(row) for row in hearings],
        allowed_actions=_actions(actor, change, hearings),
    )


async def changes_read(
    session: AsyncSession, actor: Actor, changes: Sequence[ChangeRequest]
) -> list[ChangeRead]:
    """Step: requests as the actor sees them, with what the recommenders say."""
    rows = await queries.hearings(session, [change.id for change in changes]) if changes else []
    return [
        _read(actor, change, [row for row in rows if row[0].change_id == change.id])
        for change in changes
    ]
