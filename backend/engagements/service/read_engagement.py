"""Engagements as the sides, the liaison, the organisations and the department see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.schemas import DemandRef, Named, TermsRead
from backend.audit.service import standing, timeline
from backend.demands.states import OUTCOME_NAMES
from backend.demands.states import Outcome as DemandOutcome
from backend.engagements import queries
from backend.engagements.models import ChangeRequest, Engagement
from backend.engagements.rules import (
    answered_by_other_side,
    logs_own_service,
    no_open_change,
    speaks_for_a_side,
)
from backend.engagements.schemas import (
    EndProposal,
    EngagementCard,
    EngagementQuery,
    EngagementRead,
)
from backend.engagements.service.read_change import changes_read
from backend.engagements.service.sum_log import lines_read, results, totals
from backend.engagements.service.tell_turn import side_of, turns
from backend.engagements.states import (
    ENGAGEMENT,
    SIDE_NAMES,
    ChangeState,
    EngagementState,
    Side,
)
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.platform import audit, clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case
from backend.platform.edits import lock
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow

WHAT = "这项服务"


def outcome_name(outcome: str | None) -> str | None:
    """The outcome in words."""
    return OUTCOME_NAMES[DemandOutcome(outcome)] if outcome else None


def card_fields(row: AnyRow) -> dict[str, Any]:
    """What a card shows of a row of `queries.cards`."""
    one: Engagement = row[0]
    team, liaison = one.team_id, one.liaison_organisation_id
    return {
        "id": one.id,
        "state": one.state,
        "state_name": ENGAGEMENT.label(one.state),
        "demand": DemandRef(id=one.demand_id, number=row.demand_number, title=row.demand_title),
        "enterprise": Named(id=one.enterprise_id, name=row.enterprise_name),
        "expert": Named(id=one.expert_id, name=row.expert_name),
        "team": Named(id=team, name=row.team_name) if team else None,
        "organisation": Named(id=one.organisation_id, name=row.organisation_name),
        "liaison_organisation": Named(id=liaison, name=row.liaison_name) if liaison else None,
        "started_on": one.started_on,
        "planned_end_on": one.planned_end_on,
        "end_due": one.end_due,
        "filing_number": row.filing_number,
    }


@read_case
async def listing(
    session: AsyncSession, actor: Actor, asked: EngagementQuery
) -> Page[EngagementCard]:
    """The engagements the actor has to do with, newest first."""
    rows, frame = await page_rows(session, queries.listing(actor, asked), asked)
    return Page(items=[EngagementCard(**card_fields(row)) for row in rows], **frame)


async def visible(session: AsyncSession, actor: Actor, engagement_id: UUID) -> AnyRow:
    """Step: an engagement's card. Raises 404 when the actor may not see it."""
    row = await queries.card(session, actor, engagement_id)
    if row is None:
        raise not_found(WHAT)
    return row


async def locked(session: AsyncSession, actor: Actor, engagement_id: UUID) -> Engagement:
    """Step: an engagement, locked. Raises 404 when the actor may not see it."""
    await visible(session, actor, engagement_id)
    return await lock(session, Engagement, engagement_id, WHAT)


async def engagement_of(session: AsyncSession, engagement_id: UUID) -> Engagement:
    """Step: an engagement for the platform's own work, locked."""
    return await lock(session, Engagement, engagement_id, WHAT)


async def flag(session: AsyncSession, actor: Actor, engagement_id: UUID, reason: str) -> None:
    """Step: put a running service before the department; it is not ended by it (6.1.2)."""
    engagement = await lock(session, Engagement, engagement_id, WHAT)
    await audit.record(session, engagement, "flag", actor, reason=reason)


@read_case
async def unanswered_ends(session: AsyncSession) -> list[UUID]:
    """The engagements whose proposed end nobody answered in time."""
    return await queries.unanswered(session, clock.today())


def _proposal(one: Engagement) -> EndProposal | None:
    if one.state != EngagementState.END_PROPOSED:
        return None
    assert one.end_proposed_by is not None
    assert one.end_due is not None
    assert one.outcome is not None
    return EndProposal(
        by=one.end_proposed_by,
        by_name=SIDE_NAMES[Side(one.end_proposed_by)],
        due=one.end_due,
        outcome=one.outcome,
        outcome_name=outcome_name(one.outcome) or "",
        note=one.end_note,
    )


def _actions(
    actor: Actor, one: Engagement, serves: bool, changes: Sequence[ChangeRequest]
) -> list[AllowedAction]:
    if not actor.may(Permission.ENGAGEMENT_ACT):
        return []
    side = side_of(actor, one)
    party = speaks_for_a_side(side)
    found = []
    if ENGAGEMENT.allows(one.state, "terminate"):  # under way
        today = clock.today()
        mine = logs_own_service(serves, today, one.started_on, today)
        found.append(allowed("add_log", "填写服务记录", mine))
        open_one = no_open_change(any(each.state == ChangeState.REQUESTED for each in changes))
        found.append(allowed("request_change", "申请更换或终止", party, open_one))
    if ENGAGEMENT.allows(one.state, "propose_end"):
        found.append(allowed("propose_end", "提出结束服务", party))
    if ENGAGEMENT.allows(one.state, "confirm_end"):
        other = answered_by_other_side(side, one.end_proposed_by)
        found.append(allowed("confirm_end", "确认服务结束", other))
        found.append(allowed("dispute_end", "提出异议", other))
    return found


async def engagement_detail(
    session: AsyncSession, actor: Actor, engagement_id: UUID
) -> EngagementRead:
    """Step: the whole engagement. Raises 404 when the actor may not see it."""
    row = await visible(session, actor, engagement_id)
    one: Engagement = row[0]
    agreement = await queries.agreement(session, one.agreement_id)
    members = await queries.members(session, one)
    changes = await queries.changes(session, one.id)
    side = side_of(actor, one)
    serves = actor.expert_id in {member.id for member in members}
    entries = await queries.logs(session, one.id)
    lines = await lines_read(session, entries, (side, actor.expert_id), one.state)
    ending = await queries.ending(session, one.id)
    terms = TermsRead.model_validate(agreement.terms)
    turn = (await turns(session, actor, [one.id]))[one.id]
    return EngagementRead(
        **card_fields(row),
        standing=await standing(session, actor, (ENGAGEMENT.subject, one.id), turn),
        version=one.version,
        match_id=one.match_id,
        agreement_id=one.agreement_id,
        agreement_number=agreement.number,
        cure_due=row.cure_due,
        members=[Named(id=member.id, name=member.name) for member in members],
        my_party=side,
        targets=terms.targets,
        results=results(terms.targets, lines),
        working_conditions=terms.working_conditions,
        end_proposal=_proposal(one),
        outcome=one.outcome if ending else None,
        outcome_name=outcome_name(one.outcome) if ending else None,
        ended_at=ending.ended_at if ending else None,
        is_flagged=await queries.is_flagged(session, one.id),
        logs=lines,
        totals=totals([entry[0] for entry in entries]),
        changes=await changes_read(session, actor, changes),
        allowed_actions=_actions(actor, one, serves, changes),
        timeline=await timeline(session, _story(one, changes)),
    )


def _story(one: Engagement, changes: Sequence[ChangeRequest]) -> list[tuple[str, UUID]]:
    story = [
        ("demands", one.demand_id),
        ("matches", one.match_id),
        ("agreements", one.agreement_id),
        ("engagements", one.id),
    ]
    return story + [("change_requests", change.id) for change in changes]


@read_case
async def read(session: AsyncSession, actor: Actor, engagement_id: UUID) -> EngagementRead:
    """One engagement. Raises 404 when the actor may not see it."""
    return await engagement_detail(session, actor, engagement_id)
