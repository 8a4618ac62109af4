"""The competent organisation's decision on a demand (clauses 5.1.2 and 5.1.3)."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import queries, rules
from backend.demands.models import Demand
from backend.demands.schemas import DemandRead
from backend.demands.service.move_demand import tell_enterprise
from backend.demands.service.read_demand import show
from backend.demands.states import DEMAND
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.problems import enforce
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


async def _publish(session: AsyncSession, demand: Demand, review_id: UUID, number: int) -> None:
    """Point at the approval of this very version; the database holds the four values together."""
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
    demand = await lock(session, Demand, demand_id, "这项需求")
    review = await reviews.decide(session, actor, Subject.DEMAND, demand_id, body)
    approved = body.decision is Decision.APPROVE
    enforce(rules.content_is_checked(body.checklist, approved))
    if approved:
        await _publish(session, demand, review.id, review.subject_version)
    await audit.transition(session, demand, DEMAND, body.decision, actor, review=str(review.id))
    title, words = OUTCOMES[body.decision]
    event = f"decided:{review.id}"
    await tell_enterprise(session, demand, event, title, f"“{demand.title}”{words}")
    return await show(session, actor, demand.id)
