"""My commitment: signing a new version, and the paper of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments import service as commitments
from backend.commitments.schemas import Paper, PledgeIn, PledgeRead, Signatory
from backend.commitments.service import Signed
from backend.experts import queries
from backend.experts.models import ExpertSubmission
from backend.experts.service.drafting import own_expert
from backend.experts.service.reading import is_office, is_own
from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.database import read_case, use_case
from backend.platform.problems import conflict, invalid, not_found

SUBJECT = "experts"


@read_case
async def read_pledge(session: AsyncSession, actor: Actor, expert_id: UUID) -> PledgeRead:
    """Where I stand with the commitment. Raises 404 for others than the owner."""
    row = await queries.visible(session, actor, expert_id)
    if row is None or not is_own(actor, row.Expert):
        raise not_found("您的承诺书")
    return await commitments.pledge_of(session, "expert", SUBJECT, expert_id)


@use_case
async def sign_anew(
    session: AsyncSession, actor: Actor, expert_id: UUID, body: PledgeIn
) -> PledgeRead:
    """Sign the version in force for what I submitted last (clauses 6.1.1, A2).

    Raises 409 COM-01 for another version, 422 for another's name.
    """
    expert = await own_expert(session, actor, expert_id)
    if expert.submission_id is None:
        raise conflict("您的申请还没有提交，请在提交时签署承诺书。")
    if body.signer_name != expert.name:
        raise invalid(("/signer_name", f"署名应为您本人的姓名“{expert.name}”。"))
    submission = await session.get_one(ExpertSubmission, expert.submission_id)
    signed = Signed(SUBJECT, expert.id, submission.content_hash)
    await commitments.sign(session, actor, "expert", body, signed)
    await audit.record(session, expert, "pledge", actor)
    return await commitments.pledge_of(session, "expert", SUBJECT, expert_id)


@read_case
async def paper(session: AsyncSession, actor: Actor, expert_id: UUID, *, blank: bool) -> Paper:
    """The commitment as a PDF, for its signer and the offices in charge. Raises 404 for others."""
    row = await queries.visible(session, actor, expert_id)
    if row is None or not (is_own(actor, row.Expert) or is_office(actor, row.Expert)):
        raise not_found("这份承诺书")
    expert = row.Expert
    facts = (("姓名", expert.name), ("工作单位", expert.employer_name or "（尚未填写）"))
    who = Signatory("expert", SUBJECT, expert.id, facts, expert.name)
    return await commitments.paper_of(session, who, blank=blank)
