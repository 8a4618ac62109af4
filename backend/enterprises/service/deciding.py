"""What happens to an enterprise after its registration was submitted."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.credit_records import service as credit_records
from backend.enterprises import queries
from backend.enterprises.models import Enterprise, EnterpriseSubmission
from backend.enterprises.rules import approved, not_served, special_reason
from backend.enterprises.schemas import EnterpriseDetail
from backend.enterprises.service.drafting import own_enterprise
from backend.enterprises.service.reading import detail, submitted_content
from backend.enterprises.states import ENTERPRISE, EnterpriseState
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.outbox import send_message
from backend.platform.problems import enforce, not_found
from backend.platform.quoting import quoted
from backend.reviews import service as reviews
from backend.reviews.schemas import DecisionIn
from backend.reviews.states import SUBJECT_NAMES, Decision, Subject

TOLD_OF_LOSS = "认定文书、期限和申诉办法请登录后在“我的诚信记录”中查看。"
TOLD = {
    Decision.APPROVE: ("企业申请已通过审核", "现在可以发布科技服务需求，并查看特派员库。"),
    Decision.RETURN: ("企业申请需要修改", "请登录查看需要修改的地方，改好后再次提交。"),
    Decision.REJECT: ("企业申请未通过审核", "理由请登录查看。"),
}


@use_case
async def decide(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, body: DecisionIn
) -> EnterpriseDetail:
    """The competent organisation's decision (clause 3.2.2).

    Raises 404 for other organisations, 409 with the rule that stands in the way.
    """
    await _decide(session, actor, enterprise_id, body)
    return await detail(session, actor, enterprise_id)


async def _decide(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, body: DecisionIn
) -> None:
    what = SUBJECT_NAMES[Subject.ENTERPRISE]
    enterprise = await lock(session, Enterprise, enterprise_id, what)
    if enterprise.organisation_id != actor.organisation_id:
        raise not_found(what)
    review = await reviews.decide(session, actor, Subject.ENTERPRISE, enterprise_id, body)
    if body.decision is Decision.APPROVE:
        submission = await session.get_one(EnterpriseSubmission, enterprise.submission_id)
        points = [one["reason"] for one in submission.verdicts if one["needs_reason"]]
        key, today = enterprise.uscc, clock.today()
        enforce(
            special_reason(points, body.note),
            await credit_records.check(session, "enterprise", key, today),
        )
    await audit.transition(
        session,
        enterprise,
        ENTERPRISE,
        body.decision,
        actor,
        review_id=str(review.id),
        note=body.note,
    )
    await _tell(session, enterprise, *TOLD[body.decision])


async def _take_back(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, review_id: UUID
) -> None:
    """The decision does not count; the registration waits again, as it was submitted."""
    enterprise = await lock(session, Enterprise, enterprise_id, SUBJECT_NAMES[Subject.ENTERPRISE])
    await reviews.require_untouched(session, enterprise, review_id)
    has_demands = await queries.has_demands(session, enterprise_id)
    reviews.require_nothing_rests("企业已经发起科技服务需求" if has_demands else "")
    await audit.transition(session, enterprise, ENTERPRISE, "undo", actor, undone=str(review_id))
    await _tell(session, enterprise, *reviews.CORRECTION)


async def _hand_over(
    session: AsyncSession, enterprise_id: UUID, organisation_id: UUID
) -> Enterprise:
    enterprise = await lock(session, Enterprise, enterprise_id, SUBJECT_NAMES[Subject.ENTERPRISE])
    enterprise.organisation_id = organisation_id
    return enterprise


reviews.register_subject(
    Subject.ENTERPRISE,
    reviews.Handler(
        decide=_decide,
        take_back=_take_back,
        content=submitted_content,
        hand_over=_hand_over,
    ),
)


async def _tell(
    session: AsyncSession,
    enterprise: Enterprise,
    title: str,
    text: str,
    link: str = "/enterprises/mine",
) -> None:
    event = f"enterprises:{enterprise.id}:{enterprise.version}"
    for account_id in await queries.member_accounts(session, enterprise.id):
        await send_message(session, event, account_id, title, text, link)


@use_case
async def withdraw(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, reason: str
) -> EnterpriseDetail:
    """Withdraw the application, or leave. Raises 409 ENT-SERVED while a service runs."""
    enterprise = await own_enterprise(session, actor, enterprise_id)
    enforce(not_served(await queries.open_places(session, enterprise.id)))
    await reviews.withdraw_task(session, Subject.ENTERPRISE, enterprise.id)
    await audit.transition(session, enterprise, ENTERPRISE, "withdraw", actor, reason=reason)
    return await detail(session, actor, enterprise.id)


@use_case
async def move(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, action: str, reason: str
) -> EnterpriseDetail:
    """Suspend or resume an enterprise of one's own organisation. Raises 404 for others."""
    enterprise = await lock(session, Enterprise, enterprise_id, "这家企业")
    if enterprise.organisation_id != actor.organisation_id:
        raise not_found("这家企业")
    await audit.transition(session, enterprise, ENTERPRISE, action, actor, reason=reason)
    state = ENTERPRISE.label(enterprise.state)
    words = quoted(reason) if reason else "详情请登录查看。"
    await _tell(session, enterprise, f"企业状态变为“{state}”", words)
    return await detail(session, actor, enterprise.id)


async def disqualify(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, reason: str
) -> Enterprise:
    """Step: take the qualification away (clause 6.1.2), off the desk too if it is there."""
    enterprise = await lock(session, Enterprise, enterprise_id, "这家企业")
    await reviews.withdraw_task(session, Subject.ENTERPRISE, enterprise_id)
    await audit.transition(session, enterprise, ENTERPRISE, "disqualify", actor, reason=reason)
    await _tell(session, enterprise, "企业资格已被取消", TOLD_OF_LOSS, "/integrity/mine")
    return enterprise


async def find_enterprise(session: AsyncSession, enterprise_id: UUID) -> Enterprise | None:
    """Step: an enterprise in whatever state, for a caller who then judges who may know of it."""
    return await session.get(Enterprise, enterprise_id)


async def approved_enterprise(
    session: AsyncSession, enterprise_id: UUID, *, lock_it: bool = False
) -> Enterprise:
    """Step: an approved enterprise. Raises 404 without one, 409 ENT-APPROVED in another state."""
    if lock_it:
        enterprise: Enterprise | None = await lock(session, Enterprise, enterprise_id, "这家企业")
    else:
        enterprise = await session.get(Enterprise, enterprise_id)
    if enterprise is None:
        raise not_found("这家企业")
    is_approved = enterprise.state == EnterpriseState.APPROVED
    enforce(approved(ENTERPRISE.label(enterprise.state), is_approved))
    return enterprise
