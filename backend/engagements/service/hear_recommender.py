"""An expert's recommender is heard before a change is decided (decision A14)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists.service import calendar
from backend.engagements import queries
from backend.engagements.models import ChangeHearing, ChangeRequest, Engagement
from backend.engagements.rules import gives_opinion_in_time
from backend.engagements.schemas import EngagementRead, HearingIn
from backend.engagements.service.read_engagement import engagement_detail, locked
from backend.engagements.states import CHANGE_KIND_NAMES, CHANGE_REQUEST, ChangeKind, ChangeState
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import conflict, enforce, not_found
from backend.policies.service import current_policy

on_violation("CHG-04", "推荐单位的意见期未满，请收到意见或期满后再决定。", rule="CHG-04")

WHAT = "这项变更申请"


async def is_cross_city(session: AsyncSession, engagement: Engagement) -> bool:
    """Step: whether a recommender stands in another city than the enterprise's organisation.

    A body of the province has no city: only what is another city's counts.
    """
    home = await queries.city_of(session, engagement.organisation_id)
    cities = {city for _, city in await queries.recommenders(session, engagement)}
    return home is not None and bool(cities - {home, None})


async def ask_recommenders(
    session: AsyncSession, engagement: Engagement, change: ChangeRequest
) -> None:
    """Step: ask every recommender of those who serve; silence after the days is no objection."""
    policy = await current_policy(session, clock.today())
    days = await calendar(session)
    due = days.add_working_days(clock.today(), policy.change_hearing_working_days)
    kind = CHANGE_KIND_NAMES[ChangeKind(change.kind)]
    for organisation_id, _ in await queries.recommenders(session, engagement):
        session.add(
            ChangeHearing(
                id=new_id(), change_id=change.id, organisation_id=organisation_id, due=due
            )
        )
        words = f"{kind}的申请：如有意见，请在{due:%-m月%-d日}前提出，逾期视为没有异议。"
        for account_id in await queries.reviewers(session, organisation_id):
            event, link = f"change:{change.id}:heard", f"/engagements/{engagement.id}"
            await send_message(session, event, account_id, "服务变更征求贵单位意见", words, link)
    await session.flush()


@use_case
async def hear(
    session: AsyncSession, actor: Actor, change_id: UUID, body: HearingIn
) -> EngagementRead:
    """Say as a recommender what one holds of a request.

    Raises 404 for outsiders, 403 CHG-06 for organisations that are not asked, 409 CHG-06 after
    time and a second time.
    """
    engagement_id = await queries.engagement_of_change(session, change_id)
    if engagement_id is None or await queries.card(session, actor, engagement_id) is None:
        raise not_found(WHAT)
    engagement = await locked(session, actor, engagement_id)
    change = await lock(session, ChangeRequest, change_id, WHAT)
    own = await queries.own_hearing(session, actor, change.id)
    verdict = gives_opinion_in_time(
        own.due if own else None, clock.today(), own is not None and own.opinion is not None
    )
    enforce(verdict, status=409 if own else 403)
    if change.state != ChangeState.REQUESTED:
        state = CHANGE_REQUEST.label(change.state)
        raise conflict(f"这项变更申请{state}，不再需要意见。", kind="state")
    assert own is not None
    own.opinion, own.note = body.opinion, body.note
    own.heard_at, own.heard_by = clock.now(), actor.account_id
    await audit.record(session, change, "give_opinion", actor, note=body.note)
    title = "特派员推荐单位已提出意见"
    words = (
        f"对更换或终止服务的申请，推荐单位{'不同意' if body.opinion == 'object' else '没有异议'}。"
    )
    for account_id in await queries.reviewers(session, change.organisation_id):
        link = f"/engagements/{engagement.id}"
        await send_message(session, f"hearing:{own.id}", account_id, title, words, link)
    return await engagement_detail(session, actor, engagement.id)
