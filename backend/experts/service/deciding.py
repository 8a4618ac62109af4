"""What happens to a registration after it was submitted."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.credit_records import service as credit_records
from backend.experts import queries
from backend.experts.models import Expert, ExpertSubmission
from backend.experts.rules import not_serving, special_reason
from backend.experts.schemas import ContactRead, ExpertDetail, RevealIn
from backend.experts.service.drafting import own_expert
from backend.experts.service.reading import LEAVING, detail, is_office, is_own
from backend.experts.states import EXPERT, IN_LIBRARY, ExpertState
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
from backend.waivers import service as waivers

TOLD_OF_LOSS = "认定文书、期限和申诉办法请登录后在“我的诚信记录”中查看。"
TOLD = {
    Decision.APPROVE: (
        "您的申请已通过审核",
        "推荐单位已审核通过，将列入本月推荐批次报省科技厅备案。",
    ),
    Decision.RETURN: (
        "您的申请需要修改",
        "推荐单位已退回，请登录查看需要修改的地方，改好后再次提交。",
    ),
    Decision.REJECT: ("您的申请未通过审核", "推荐单位未予通过，理由请登录查看。"),
}


async def decide(
    session: AsyncSession, actor: Actor, expert_id: UUID, body: DecisionIn
) -> tuple[Expert, UUID]:
    """Step: the competent organisation's decision (clause 3.1.2); gives the review's id.

    Raises 404 for other organisations, 409 with the rule that stands in the way.
    """
    what = SUBJECT_NAMES[Subject.EXPERT]
    expert = await lock(session, Expert, expert_id, what)
    if expert.organisation_id != actor.organisation_id:
        raise not_found(what)
    review = await reviews.decide(session, actor, Subject.EXPERT, expert_id, body)
    if body.decision is Decision.APPROVE:
        submission = await session.get_one(ExpertSubmission, expert.submission_id)
        points = [one["reason"] for one in submission.verdicts if one["needs_reason"]]
        key = expert.id_fingerprint
        enforce(
            special_reason(points, body.note),
            await credit_records.check(session, "person", key, clock.today()),
        )
    await audit.transition(
        session, expert, EXPERT, body.decision, actor, review_id=str(review.id), note=body.note
    )
    await _tell(session, expert, *TOLD[body.decision])
    return expert, review.id


async def take_back(
    session: AsyncSession, actor: Actor, expert_id: UUID, review_id: UUID
) -> Expert:
    """Step: the decision does not count; the registration waits again, as it was submitted.

    Raises 409 REV-06 when anything happened since.
    """
    expert = await lock(session, Expert, expert_id, SUBJECT_NAMES[Subject.EXPERT])
    await reviews.require_untouched(session, expert, review_id)
    await audit.transition(session, expert, EXPERT, "undo", actor, undone=str(review_id))
    await _tell(session, expert, *reviews.CORRECTION)
    return expert


async def hand_over(session: AsyncSession, expert_id: UUID, organisation_id: UUID) -> Expert:
    """Step: another organisation decides on the present submission."""
    expert = await lock(session, Expert, expert_id, SUBJECT_NAMES[Subject.EXPERT])
    expert.organisation_id = organisation_id
    return expert


async def _tell(
    session: AsyncSession, expert: Expert, title: str, text: str, link: str = "/experts/mine"
) -> None:
    event = f"experts:{expert.id}:{expert.version}"
    await send_message(session, event, expert.account_id, title, text, link)


async def waived_rules(session: AsyncSession, expert: Expert) -> list[str]:
    """Step: the rules the last submission passed by a waiver; every list shows them."""
    submission = await session.get_one(ExpertSubmission, expert.submission_id)
    return [one["id"] for one in submission.verdicts if one["waived"]]


async def waived_names(session: AsyncSession, expert: Expert) -> list[str]:
    """Step: the same in words, for papers that name the expert."""
    if expert.submission_id is None:
        return []
    return [mark.rule_name for mark in waivers.marks(await waived_rules(session, expert))]


async def file_expert(session: AsyncSession, actor: Actor, expert_id: UUID, number: str) -> Expert:
    """Step: the department files a recommended expert, who is in the library now (3.1.3)."""
    expert = await lock(session, Expert, expert_id, "这位特派员")
    expert.filed_at = clock.now()
    await audit.transition(session, expert, EXPERT, "file", actor, batch=number)
    await _tell(
        session,
        expert,
        "您已入选江西省科技特派员库",
        f"备案批次 {number}。现在可以查看需求并申请服务。",
    )
    return expert


async def send_back(session: AsyncSession, actor: Actor, expert_id: UUID, reason: str) -> Expert:
    """Step: the department returns a recommended expert out of a batch."""
    expert = await lock(session, Expert, expert_id, "这位特派员")
    await audit.transition(session, expert, EXPERT, "return", actor, reason=reason)
    await _tell(session, expert, "您的申请被退回修改", f"省科技厅备案时退回：{quoted(reason)}")
    return expert


async def disqualify(session: AsyncSession, actor: Actor, expert_id: UUID, reason: str) -> Expert:
    """Step: take the qualification away (clause 6.1.2), off the desk too if it is there."""
    expert = await lock(session, Expert, expert_id, "这位特派员")
    await reviews.withdraw_task(session, Subject.EXPERT, expert_id)
    await audit.transition(session, expert, EXPERT, "disqualify", actor, reason=reason)
    await _tell(session, expert, "您的科技特派员资格已被取消", TOLD_OF_LOSS, "/integrity/mine")
    return expert


@use_case
async def move(
    session: AsyncSession, actor: Actor, expert_id: UUID, action: str, reason: str = ""
) -> ExpertDetail:
    """Withdraw, pause or resume my own. Raises 409 EXP-SERVING while a service runs."""
    expert = await own_expert(session, actor, expert_id)
    if action == "withdraw" and expert.state in LEAVING:
        enforce(not_serving(await queries.open_places(session, expert.id)))
    if action == "withdraw":
        await reviews.withdraw_task(session, Subject.EXPERT, expert.id)
    await audit.transition(session, expert, EXPERT, action, actor, reason=reason)
    return await detail(session, actor, expert.id)


@use_case
async def reveal(
    session: AsyncSession, actor: Actor, expert_id: UUID, body: RevealIn
) -> ContactRead:
    """Contact data in full, for a stated purpose that is logged (clause A3.4, decision A22).

    For the expert, the offices in charge, and an enterprise once both sides have consented;
    404 for everybody else.
    """
    row = await queries.visible(session, actor, expert_id)
    expert: Expert | None = row.Expert if row else None
    if row is None or expert is None:
        raise not_found("这位特派员")
    trusted = is_own(actor, expert) or is_office(actor, expert)
    if not trusted and not row.is_matched:
        raise not_found("这位特派员的联系方式")
    await audit.record(
        session, expert, "reveal", actor, reason=body.reason, id_number=trusted, contact=True
    )
    return ContactRead(
        name=expert.name,
        phone=expert.phone,
        email=expert.email,
        id_number=expert.id_number if trusted else None,
        achievements=expert.profile.get("achievements", []),
    )


async def library_expert(
    session: AsyncSession, expert_id: UUID, *, lock_it: bool = False
) -> Expert:
    """Step: an expert in the library. Raises 404 for anybody not filed (clause 3.1.3)."""
    if lock_it:
        expert: Expert | None = await lock(session, Expert, expert_id, "这位特派员")
    else:
        expert = await session.get(Expert, expert_id)
    if expert is None or ExpertState(expert.state) not in IN_LIBRARY:
        raise not_found("这位特派员")
    return expert


async def experts_by_id(session: AsyncSession, ids: list[UUID]) -> dict[UUID, Expert]:
    """Step: these experts, whatever their state."""
    return {expert.id: expert for expert in await queries.by_id(session, ids)}
