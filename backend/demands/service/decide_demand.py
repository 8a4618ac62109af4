"""The competent organisation's decision on a demand (clauses 5.1.2 and 5.1.3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import queries, rules
from backend.demands.models import Demand, DemandVersion
from backend.demands.schemas import DemandContent, DemandRead
from backend.demands.service.move_demand import tell_enterprise
from backend.demands.service.read_demand import show
from backend.demands.service.submit_demand import take_over
from backend.demands.states import DEMAND
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.outbox import send_message
from backend.platform.problems import enforce, not_found
from backend.reviews import service as reviews
from backend.reviews.schemas import DecisionIn
from backend.reviews.states import Decision, Subject

OUTCOMES = {
    Decision.APPROVE: ("需求已发布", "已通过审核并发布，特派员可以申请了。"),
    Decision.RETURN: ("需求被退回修改", "需要修改，请查看审核意见，改好后重新提交。"),
    Decision.REJECT: ("需求未通过审核", "未通过审核，请查看审核意见。"),
}


async def last_day(session: AsyncSession, demand: Demand, today: date) -> date:
    """Step: until when a demand published today takes candidates."""
    version = await queries.version(session, demand.id, demand.current_number)
    chosen = version.content.get("open_until") if version else None
    wanted = date.fromisoformat(chosen) if chosen else today
    return wanted if wanted > today else today + timedelta(days=rules.OPEN_DAYS)


async def _tell_candidates(
    session: AsyncSession, demand: Demand, before: DemandVersion, after: DemandVersion
) -> None:
    """Whoever consented to the earlier text reads what is new and confirms again (A11)."""
    changed = rules.material_changes(before.content, after.content)
    what = "、".join(changed) or "内容"
    words = f"“{demand.number}”的{what}有变化，请查看后重新确认。"
    key, link = f"demand:{demand.id}:changed:{after.number}", f"/demands/{demand.id}"
    for account_id in await queries.candidate_accounts(session, demand.id):
        await send_message(session, key, account_id, "需求已更新，请重新确认", words, link)


async def _publish(session: AsyncSession, demand: Demand, review_id: UUID, number: int) -> None:
    """Point at the approval of this very version; the database holds the four values together."""
    version = await queries.version(session, demand.id, number)
    assert version is not None
    before = demand.published_number and await queries.version(
        session, demand.id, demand.published_number
    )
    if before:
        await _tell_candidates(session, demand, before, version)
    await take_over(session, demand, DemandContent.model_validate(version.content))
    demand.published_review_id = review_id
    demand.published_number = number
    demand.published_decision = Decision.APPROVE
    demand.published_at = clock.now()
    demand.closes_on = await last_day(session, demand, clock.today())


@use_case
async def decide(
    session: AsyncSession, actor: Actor, demand_id: UUID, body: DecisionIn
) -> DemandRead:
    """Approve and so publish, return, or reject.

    Raises 404 for another organisation's demand, 409 DEM-01 for an unanswered checklist.
    """
    await _decide(session, actor, demand_id, body)
    return await show(session, actor, demand_id)


async def _decide(session: AsyncSession, actor: Actor, demand_id: UUID, body: DecisionIn) -> None:
    demand = await lock(session, Demand, demand_id, "这项需求")
    if demand.organisation_id != actor.organisation_id:
        raise not_found("这项需求")
    review = await reviews.decide(session, actor, Subject.DEMAND, demand_id, body)
    approved = body.decision is Decision.APPROVE
    enforce(rules.content_is_checked(body.checklist, approved))
    if approved:
        await _publish(session, demand, review.id, review.subject_version)
    await audit.transition(session, demand, DEMAND, body.decision, actor, review_id=str(review.id))
    title, words = OUTCOMES[body.decision]
    event = f"decided:{review.id}"
    await tell_enterprise(session, demand, event, title, f"“{demand.number}”{words}")


async def _unpublish(session: AsyncSession, demand: Demand, review_id: UUID) -> None:
    """What was published before counts again; before the first time, nothing was."""
    earlier = await reviews.earlier_approval(session, demand.id, review_id)
    demand.published_review_id = earlier.id if earlier else None
    demand.published_number = earlier.subject_version if earlier else None
    demand.published_decision = Decision.APPROVE if earlier else None
    demand.published_at = earlier.decided_at if earlier else None
    demand.closes_on = demand.closes_on if earlier else None


async def _take_back(session: AsyncSession, actor: Actor, demand_id: UUID, review_id: UUID) -> None:
    """The decision does not count. Raises 409 REV-06 once somebody applied or was invited."""
    demand = await lock(session, Demand, demand_id, "这项需求")
    await reviews.require_untouched(session, demand, review_id)
    if demand.published_review_id == review_id:
        has_candidates = await queries.has_candidates_since(session, demand)
        reviews.require_nothing_rests("已有特派员申请或受邀" if has_candidates else "")
        await _unpublish(session, demand, review_id)
    await audit.transition(session, demand, DEMAND, "undo", actor, undone=str(review_id))
    title, words = reviews.CORRECTION
    await tell_enterprise(session, demand, f"undone:{review_id}", title, words)


async def _content(session: AsyncSession, demand_id: UUID, number: int) -> Mapping[str, Any]:
    version = await queries.version(session, demand_id, number)
    return version.content | {"confidential": version.confidential} if version else {}


async def _hand_over(session: AsyncSession, demand_id: UUID, organisation_id: UUID) -> Demand:
    demand = await lock(session, Demand, demand_id, "这项需求")
    demand.organisation_id = organisation_id
    return demand


reviews.register_subject(
    Subject.DEMAND,
    reviews.Handler(
        decide=_decide,
        take_back=_take_back,
        content=_content,
        hand_over=_hand_over,
        points=tuple(rules.CHECKLIST),
    ),
)
