"""The enterprise's commitment: signing a new version with its seal, and the paper of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import Parent
from backend.attachments.service import attach
from backend.commitments import service as commitments
from backend.commitments.schemas import Paper, PledgeIn, PledgeRead, Signatory
from backend.commitments.service import Signed
from backend.enterprises import queries
from backend.enterprises.models import EnterpriseSubmission
from backend.enterprises.service.drafting import own_enterprise
from backend.enterprises.service.showing_turns import is_office
from backend.enterprises.states import EDITABLE
from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.database import read_case, use_case
from backend.platform.problems import conflict, invalid, not_found

SUBJECT = "enterprises"


@read_case
async def read_pledge(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> PledgeRead:
    """Where we stand with the commitment. Raises 404 for others than the members."""
    row = await queries.visible(session, actor, enterprise_id)
    if row is None or not row.is_own:
        raise not_found("贵单位的承诺书")
    return await commitments.pledge_of(session, "enterprise", SUBJECT, enterprise_id)


@use_case
async def sign_anew(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, body: PledgeIn
) -> PledgeRead:
    """Sign the version in force for what was submitted last, with the sealed paper (A3).

    Raises 409 COM-01 for another version, COM-05 without the sealed copy, 422 for another name.
    """
    enterprise = await own_enterprise(session, actor, enterprise_id)
    if enterprise.submission_id is None:
        raise conflict("企业申请还没有提交，请在提交时签署承诺书。")
    if body.signer_name != enterprise.legal_representative:
        raise invalid(
            ("/signer_name", f"署名应为法定代表人的姓名“{enterprise.legal_representative}”。")
        )
    submission = await session.get_one(EnterpriseSubmission, enterprise.submission_id)
    if body.sealed_copy_id is not None:
        parent = Parent(SUBJECT, enterprise.id)
        await attach(session, actor, [body.sealed_copy_id], parent, "/sealed_copy_id")
    signed = Signed(SUBJECT, enterprise.id, submission.content_hash, body.sealed_copy_id)
    await commitments.sign(session, actor, "enterprise", body, signed)
    await audit.record(session, enterprise, "pledge", actor)
    return await commitments.pledge_of(session, "enterprise", SUBJECT, enterprise_id)


@read_case
async def paper(session: AsyncSession, actor: Actor, enterprise_id: UUID, *, blank: bool) -> Paper:
    """The commitment as a PDF, for its signer and the offices in charge. Raises 404 for others."""
    row = await queries.visible(session, actor, enterprise_id)
    if row is None or not (row.is_own or is_office(actor, row.Enterprise)):
        raise not_found("这份承诺书")
    enterprise = row.Enterprise
    # While it is filled in, the draft names who signs: this is the paper that gets sealed.
    values = enterprise.draft if enterprise.state in EDITABLE else {}
    signer = values.get("legal_representative") or enterprise.legal_representative or ""
    code = values.get("uscc") or enterprise.uscc or "（尚未填写）"
    facts = (("单位名称", values.get("name") or enterprise.name), ("统一社会信用代码", code))
    who = Signatory("enterprise", SUBJECT, enterprise.id, facts, signer)
    return await commitments.paper_of(session, who, blank=blank)
