"""One service as its three parties follow it: visits, reminders, problems."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.schemas import DemandRef, Named
from backend.agreements.service import tell_sides
from backend.engagements import service as engagements
from backend.engagements.service import side_of
from backend.engagements.states import ENGAGEMENT, SIDE_NAMES, Side
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.liaison import queries
from backend.liaison.models import ServiceNudge, ServiceProblem, ServiceVisit
from backend.liaison.rules import (
    closes_problem,
    is_late,
    not_just_nudged,
    raises_problem,
    visit_due,
    visits_in_time,
)
from backend.liaison.schemas import FollowRead, NudgeIn, ProblemRead, VisitIn, VisitRead
from backend.liaison.service.list_services import enterprise_is_late, expert_is_late, limits
from backend.liaison.states import PROBLEM, VISIT_WAYS
from backend.matches.states import Party
from backend.platform import audit, clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, enforce, not_found
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict

WHAT = "这项服务"
NUDGES = {
    Side.EXPERT: ("联络员提醒您填写服务记录", "这项服务已有一段时间没有新的服务记录，请及时填写。"),
    Side.ENTERPRISE: ("联络员提醒您确认服务记录", "有服务记录等您确认或提出异议，请及时办理。"),
}


def _problem(side: Side | None, one: ServiceProblem) -> ProblemRead:
    actions = []
    closes = closes_problem(side, one.party)
    if side is Side.LIAISON and PROBLEM.allows(one.state, "answer"):
        actions.append(allowed("answer", "答复", closes))
    if side == one.party and PROBLEM.allows(one.state, "reopen"):
        actions.append(allowed("reopen", "还没有解决", closes))
    if closes.ok and PROBLEM.allows(one.state, "close"):
        actions.append(allowed("close", "已解决，办结", closes))
    return ProblemRead(
        id=one.id,
        party=one.party,
        party_name=SIDE_NAMES[Side(one.party)],
        text=one.text,
        state=one.state,
        state_name=PROBLEM.label(one.state),
        raised_at=one.created_at,
        answer=one.answer,
        answered_at=one.answered_at,
        closed_at=one.closed_at,
        allowed_actions=actions,
    )


def _visit(one: ServiceVisit) -> VisitRead:
    return VisitRead(
        id=one.id,
        day=one.day,
        way=one.way,
        way_name=VISIT_WAYS[one.way],
        note=one.note,
        visitor=one.visitor_name,
    )


async def _nudge_verdicts(
    session: AsyncSession, row: AnyRow, party: Side
) -> tuple[Verdict, Verdict]:
    one, before = row[0], limits()
    stands = await queries.standing(session, one.id)
    late = {
        Side.EXPERT: expert_is_late(one.state, stands.last_log_at or one.created_at, before),
        Side.ENTERPRISE: enterprise_is_late(one.state, stands.waiting_since, before),
    }[party]
    last = await queries.last_nudge(session, one.id, party)
    return is_late(party, late), not_just_nudged(last, clock.today())


async def _actions(session: AsyncSession, actor: Actor, row: AnyRow) -> list[AllowedAction]:
    one = row[0]
    side = side_of(actor, one)
    if not ENGAGEMENT.allows(one.state, "terminate"):
        return []
    if side is not Side.LIAISON:
        raises = raises_problem(side, one.liaison_organisation_id is not None)
        return [allowed("raise", "反映问题", raises)]
    found = []
    if actor.may(Permission.ENGAGEMENT_FOLLOW):
        found.append(allowed("visit", "登记走访"))
        for party, label in ((Side.EXPERT, "提醒特派员"), (Side.ENTERPRISE, "提醒企业")):
            verdicts = await _nudge_verdicts(session, row, party)
            found.append(allowed(f"nudge_{party}", label, *verdicts))
    return found


async def visible(session: AsyncSession, actor: Actor, engagement_id: UUID) -> AnyRow:
    """Step: the service, for its two sides, those who serve, and its liaison. Raises 404."""
    row = await engagements.visible(session, actor, engagement_id)
    is_party = actor.expert_id or actor.enterprise_id
    if not is_party and side_of(actor, row[0]) is not Side.LIAISON:
        raise not_found(WHAT)
    return row


async def follow_detail(session: AsyncSession, actor: Actor, engagement_id: UUID) -> FollowRead:
    """Step: problems and visits of a service. Raises 404 for others than the three."""
    row = await visible(session, actor, engagement_id)
    one = row[0]
    visits = await queries.visits(session, one.id)
    problems = await queries.problems(session, one.id)
    side = side_of(actor, one)
    last = visits[0].day if visits else None
    is_open = ENGAGEMENT.allows(one.state, "terminate")
    office = one.liaison_organisation_id
    return FollowRead(
        id=one.id,
        demand=DemandRef(id=one.demand_id, number=row.demand_number, title=row.demand_title),
        enterprise=Named(id=one.enterprise_id, name=row.enterprise_name),
        expert=Named(id=one.expert_id, name=row.expert_name),
        liaison_organisation=Named(id=office, name=row.liaison_name) if office else None,
        started_on=one.started_on,
        visit_due=visit_due(one.started_on, last) if is_open and office else None,
        problems=[_problem(side, problem) for problem in problems],
        visits=[_visit(visit) for visit in visits],
        allowed_actions=await _actions(session, actor, row),
    )


@read_case
async def read(session: AsyncSession, actor: Actor, engagement_id: UUID) -> FollowRead:
    """Problems and visits of a service. Raises 404 for others than the three parties."""
    return await follow_detail(session, actor, engagement_id)


@use_case
async def add_visit(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: VisitIn
) -> FollowRead:
    """Write down a visit. Raises 404 for another zone's service, 409 VIS-01 for other days."""
    one = (await visible(session, actor, engagement_id))[0]
    enforce(visits_in_time(body.day, one.started_on, clock.today()))
    if not ENGAGEMENT.allows(one.state, "terminate"):
        raise conflict("服务已经结束，不再登记走访。", kind="state")
    visit = ServiceVisit(
        id=new_id(),
        engagement_id=one.id,
        account_id=actor.account_id,
        visitor_name=actor.name,
        **body.model_dump(),
    )
    session.add(visit)
    await audit.record(session, visit, "visit", actor, day=str(body.day))
    return await follow_detail(session, actor, engagement_id)


@use_case
async def nudge(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: NudgeIn
) -> FollowRead:
    """Remind a side that is late.

    Raises 409 NUDGE-01 where nothing is late, NUDGE-02 within three days of the last reminder.
    """
    await engagements.locked(session, actor, engagement_id)
    row = await visible(session, actor, engagement_id)
    party = Side(body.party)
    enforce(*await _nudge_verdicts(session, row, party))
    sent = ServiceNudge(
        id=new_id(),
        engagement_id=engagement_id,
        account_id=actor.account_id,
        party=party,
        day=clock.today(),
    )
    session.add(sent)
    await audit.record(session, sent, "nudge", actor, party=party)
    event, link = f"nudge:{sent.id}", f"/engagements/{engagement_id}"
    await tell_sides(session, row[0].match_id, event, NUDGES[party], link, only=Party(party))
    return await follow_detail(session, actor, engagement_id)
