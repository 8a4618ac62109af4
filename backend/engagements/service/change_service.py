"""Replacement and early end: asked for online, in effect by consent alone (5.6.2)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.service import tell_sides
from backend.engagements import queries
from backend.engagements.models import ChangeRequest, Engagement
from backend.engagements.rules import no_open_change, speaks_for_a_side
from backend.engagements.schemas import ChangeDecisionIn, ChangeIn, EngagementRead
from backend.engagements.service.end_service import end, settle_open_change
from backend.engagements.service.hear_recommender import ask_recommenders, is_cross_city
from backend.engagements.service.mend_team import go_on_below
from backend.engagements.service.read_change import change_verdicts
from backend.engagements.service.read_engagement import (
    engagement_detail,
    locked,
    side_of,
)
from backend.engagements.states import (
    CHANGE_KIND_NAMES,
    CHANGE_REQUEST,
    ENGAGEMENT,
    ChangeKind,
    Side,
)
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, enforce, not_found
from backend.platform.quoting import quoted

on_violation("uq_change_requests_open", "已有一项变更申请正在等待决定。", rule="CHG-03")
on_violation("ck_change_requests_not_own", "您是申请人，须由他人决定。", rule="CHG-02")

WHAT = "这项变更申请"
EFFECT = {
    ChangeKind.REPLACEMENT: "replace",
    ChangeKind.TERMINATION: "terminate",
    ChangeKind.SHORTFALL: "terminate",
}
OUTCOME = {
    ChangeKind.SHORTFALL: ("特派团人数不足，服务终止", "特派团经豁免继续服务"),
}
"""How a decision is told where it is more than yes or no to a request."""


@dataclass(frozen=True)
class Ruling:
    """The department's word on one service: whose side it is about, who first asked for it."""

    engagement_id: UUID
    party: Side
    requested_by: UUID
    note: str


@use_case
async def request_change(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: ChangeIn
) -> EngagementRead:
    """Ask for another expert or an early end; nothing changes before the decision.

    Raises 403 SRV-01 for others than the two sides, 409 CHG-03 while one request is open.
    """
    engagement = await locked(session, actor, engagement_id)
    side = side_of(actor, engagement)
    enforce(speaks_for_a_side(side), status=403)
    enforce(no_open_change(await queries.open_change(session, engagement.id) is not None))
    if not ENGAGEMENT.allows(engagement.state, EFFECT[body.kind]):
        raise conflict("服务已经结束，不能再申请变更。", kind="state")
    change = ChangeRequest(
        id=new_id(),
        engagement_id=engagement.id,
        kind=body.kind,
        party=side,
        reason=body.reason,
        requested_by=actor.account_id,
        organisation_id=engagement.organisation_id,
        is_cross_city=await is_cross_city(session, engagement),
    )
    await audit.create(session, change, CHANGE_REQUEST, actor, reason=body.reason)
    await ask_recommenders(session, engagement, change)
    return await engagement_detail(session, actor, engagement.id)


async def _decide(
    session: AsyncSession, actor: Actor, change: ChangeRequest, body: ChangeDecisionIn
) -> None:
    change.decision = "approved" if body.decision == "approve" else "refused"
    change.decided_by, change.decided_at = actor.account_id, clock.now()
    change.decision_note = body.note
    await audit.transition(session, change, CHANGE_REQUEST, body.decision, actor, note=body.note)


async def decide_change(
    session: AsyncSession, actor: Actor, change_id: UUID, body: ChangeDecisionIn
) -> tuple[Engagement, bool]:
    """Step: decide on a request; approved, it ends the engagement. Whether it did.

    Raises 403 CHG-01 for another organisation, 409 CHG-02 for the one who asked, 409 CHG-04
    before the experts' recommenders were heard, 409 CHG-05 where the department decides.
    """
    engagement_id = await queries.engagement_of_change(session, change_id)
    if engagement_id is None or await queries.card(session, actor, engagement_id) is None:
        raise not_found(WHAT)
    engagement = await locked(session, actor, engagement_id)
    change = await lock(session, ChangeRequest, change_id, WHAT)
    heard = await queries.hearings(session, [change.id])
    competent, *others = change_verdicts(actor, change, heard, body.decision)
    enforce(competent, status=403)
    enforce(*others)
    await _decide(session, actor, change, body)
    kind = ChangeKind(change.kind)
    name = CHANGE_KIND_NAMES[kind]
    yes, no = OUTCOME.get(kind, (f"{name}的申请已同意", f"{name}的申请未同意"))
    words = yes if change.decision == "approved" else no
    await tell_sides(
        session,
        engagement.match_id,
        f"change:{change.id}",
        (words, f"{words}：{quoted(body.note)}"),
        f"/engagements/{engagement.id}",
    )
    if change.decision != "approved":
        if kind is ChangeKind.SHORTFALL:
            await go_on_below(session, actor, engagement, change)
        return engagement, False
    engagement.change_request_id = change.id
    await end(session, actor, engagement, EFFECT[kind])
    return engagement, True


async def terminate(session: AsyncSession, actor: Actor, ruled: Ruling) -> Engagement:
    """Step: the department ends the service of a disqualified side (6.1.2).

    It is a change like any other: on file with who asked for it and who consented. Where the
    expert's side is disqualified the enterprise's demand is open again.
    """
    replaced = ruled.party is Side.EXPERT
    kind = ChangeKind.REPLACEMENT if replaced else ChangeKind.TERMINATION
    engagement = await lock(session, Engagement, ruled.engagement_id, "这项服务")
    await settle_open_change(session, engagement, "省科技厅已决定终止服务。")
    change = ChangeRequest(
        id=new_id(),
        engagement_id=engagement.id,
        kind=kind,
        party=ruled.party,
        reason="一方被取消资格，由省科技厅决定。",
        requested_by=ruled.requested_by,
        organisation_id=engagement.organisation_id,
    )
    await audit.create(session, change, CHANGE_REQUEST, actor, reason=change.reason)
    await _decide(session, actor, change, ChangeDecisionIn(decision="approve", note=ruled.note))
    engagement.change_request_id = change.id
    await end(session, actor, engagement, EFFECT[kind])
    words = ("服务已终止", f"省科技厅决定终止这项服务：{quoted(ruled.note)}")
    link = f"/engagements/{engagement.id}"
    await tell_sides(session, engagement.match_id, f"change:{change.id}", words, link)
    return engagement
