"""Bad grades: on the competent organisation's desk until it says what was done (clause 5.7.1)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.engagements import service as engagements
from backend.evaluations import queries
from backend.evaluations.models import Rating, RatingFollowUp
from backend.evaluations.rules import followed_up_by_competent
from backend.evaluations.schemas import FollowUpCard, FollowUpDone, FollowUpNote, FollowUpQuery
from backend.evaluations.states import (
    BAD_GRADES,
    FOLLOW_UP,
    GRADE_NAMES,
    RATER_NAMES,
    FollowUpState,
    Grade,
    Rater,
)
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.platform import audit, clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import enforce, not_found
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict
from backend.policies.service import current_policy

WHAT = "这项差评跟进"


async def open_follow_ups(
    session: AsyncSession, engagement_id: UUID, ratings: Sequence[Rating], actor: Actor
) -> None:
    """Step: put the bad grades of opened results on the competent organisation's desk."""
    bad = [rating for rating in ratings if rating.grade in BAD_GRADES]
    if not bad:
        return
    engagement = await engagements.engagement_of(session, engagement_id)
    policy = await current_policy(session, clock.today())
    days = await codelists.calendar(session)
    due = days.add_working_days(clock.today(), policy.rating_follow_up_working_days)
    for rating in bad:
        opened = RatingFollowUp(
            id=new_id(),
            rating_id=rating.id,
            engagement_id=engagement_id,
            organisation_id=engagement.organisation_id,
            due_on=due,
        )
        await audit.create(session, opened, FOLLOW_UP, actor)
    title, link = "有差评需要跟进", f"/engagements/{engagement_id}/rate"
    body = f"一项已结束的服务收到不满意评价，请了解情况，并在{due:%-m月%-d日}前写明处理结果。"
    for account_id in await queries.office_accounts(session, engagement.organisation_id):
        key = f"follow_up:{engagement_id}"
        await send_message(session, key, account_id, title, body, link)


def is_overdue(one: RatingFollowUp) -> bool:
    """Whether its last day has passed."""
    return one.state == FollowUpState.OPEN and one.due_on < clock.today()


def follow_up_note(row: AnyRow) -> FollowUpNote:
    """A follow-up as it stands beside its rating."""
    one: RatingFollowUp = row.RatingFollowUp
    return FollowUpNote(
        id=one.id,
        version=one.version,
        state=one.state,
        state_name=FOLLOW_UP.label(one.state),
        organisation_name=row.organisation_name,
        due_on=one.due_on,
        is_overdue=is_overdue(one),
        done=one.done,
        closed_at=one.closed_at,
    )


def _verdict(actor: Actor, one: RatingFollowUp, rating: Rating) -> Verdict:
    is_competent = actor.organisation_id == one.organisation_id
    return followed_up_by_competent(is_competent, actor.account_id == rating.account_id)


def close_action(actor: Actor, row: AnyRow) -> list[AllowedAction]:
    """The button, for those who may see the desk."""
    one: RatingFollowUp = row.RatingFollowUp
    if one.state != FollowUpState.OPEN or not actor.may(Permission.RATING_FOLLOW_UP):
        return []
    return [allowed("close_follow_up", "填写处理结果并办结", _verdict(actor, one, row.Rating))]


def card(actor: Actor, row: AnyRow) -> FollowUpCard:
    """A row of the list."""
    one, rating = row.RatingFollowUp, row.Rating
    return FollowUpCard(
        **follow_up_note(row).model_dump(),
        engagement_id=one.engagement_id,
        demand_number=row.demand_number,
        demand_title=row.demand_title,
        enterprise_name=row.enterprise_name,
        expert_name=row.expert_name,
        from_name=RATER_NAMES[Rater(rating.from_party)],
        to_name=RATER_NAMES[Rater(rating.to_party)],
        grade=rating.grade,
        grade_name=GRADE_NAMES[Grade(rating.grade)],
        comment=rating.comment,
        opened_at=one.created_at,
        allowed_actions=close_action(actor, row),
    )


@read_case
async def follow_ups(
    session: AsyncSession, actor: Actor, asked: FollowUpQuery
) -> Page[FollowUpCard]:
    """The bad grades on the actor's desk, what is due first; all of them for the department."""
    rows, frame = await page_rows(session, queries.follow_ups(actor, asked), asked)
    return Page(items=[card(actor, row) for row in rows], **frame)


@use_case
async def close_follow_up(
    session: AsyncSession, actor: Actor, follow_up_id: UUID, body: FollowUpDone
) -> FollowUpCard:
    """Say what was done about a bad grade, which closes it.

    Raises 404 for another office's, 403 RATE-08 for anybody but the competent organisation, 409
    when it is closed.
    """
    row = await queries.follow_up(session, actor, follow_up_id)
    if row is None:
        raise not_found(WHAT)
    held = await lock(session, RatingFollowUp, follow_up_id, WHAT)
    enforce(_verdict(actor, held, row.Rating), status=403)
    if held.state == FollowUpState.OPEN:
        held.done, held.closed_by, held.closed_at = body.done, actor.account_id, clock.now()
    await audit.transition(session, held, FOLLOW_UP, "close", actor, note=body.done)
    title, link = "评价意见已有处理结果", f"/engagements/{held.engagement_id}/rate"
    words = "您给出的不满意评价，组织推荐部门已跟进并写明处理结果，请登录查看。"
    key = f"follow_up:{held.id}:closed"
    await send_message(session, key, row.Rating.account_id, title, words, link)
    return card(actor, row)
