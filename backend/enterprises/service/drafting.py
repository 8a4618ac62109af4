"""Filling in a registration: saved as far as it goes, submitted when whole."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments import service as commitments
from backend.commitments.schemas import SignatureIn
from backend.commitments.service import Signed
from backend.enterprises import queries
from backend.enterprises.models import Enterprise, EnterpriseSubmission
from backend.enterprises.schemas import EnterpriseDetail, EnterpriseDraft, EnterpriseForm
from backend.enterprises.service import checking, evidencing
from backend.enterprises.service.reading import detail
from backend.enterprises.states import EDITABLE, ENTERPRISE, EnterpriseState
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations.service import Competence, Place, competent
from backend.platform import audit, clock
from backend.platform.actions import verdict_read
from backend.platform.constraints import on_violation
from backend.platform.content import content_hash
from backend.platform.database import use_case
from backend.platform.edits import expect_editable, expect_version, lock
from backend.platform.forms import DraftSaved, changes_in, with_changes
from backend.platform.identifiers import new_id
from backend.platform.numbers import next_number
from backend.platform.problems import conflict, enforce_all, invalid, not_found
from backend.policies.policy import Policy
from backend.policies.service import current_policy
from backend.reviews import service as reviews
from backend.reviews.service import Party, Submitted
from backend.reviews.states import Flag, Subject

on_violation(
    "uq_enterprises_uscc",
    "这个统一社会信用代码的单位已经申请或已在平台上。请联系本单位已注册的管理员把您加为成员；"
    "不知道是谁时，请联系所在开发区或县（市、区）科技管理部门。",
)
on_violation(
    "uq_enterprise_submissions_enterprise_id_number", "这份申请刚刚已经提交，请勿重复提交。"
)
SERIES = "QY"
"""企业: the numbers of enterprises' registrations."""
SEALED = "SEALED"
"""The kind of file that is the commitment on paper, signed and sealed (annex 3)."""
POINTERS = {
    "ENT-PLACE": "/uscc",
    "ENT-DECLARED": "/declares_taxes_paid",
    "ENT-RD": "/rd_spend",
    "ENT-RULES": "/declares_rules_accepted",
    "CREDIT-01": "/uscc",
}


async def own_enterprise(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """Step: an enterprise the actor belongs to, locked. Raises 404 for any other."""
    enterprise = await lock(session, Enterprise, enterprise_id, "您的企业")
    if actor.account_id not in await queries.member_accounts(session, enterprise_id):
        raise not_found("您的企业")
    return enterprise


@use_case
async def start(session: AsyncSession, actor: Actor, body: EnterpriseDraft) -> EnterpriseDetail:
    """Begin an enterprise's registration, whose manager I become.

    What an earlier registration or the account says is filled in; declarations are made anew.
    Raises 409 while another registration of mine is still being filled in.
    """
    present = await queries.present_of(session, actor)
    if present is not None and present.state in EDITABLE | {EnterpriseState.SUBMITTED}:
        raise conflict("您已有一份企业申请，请在“我的企业”中继续填写或查看进度。")
    assert actor.account_id is not None
    known = await _known(session, actor.account_id, present)
    enterprise = Enterprise(id=new_id(), name="", draft=known)
    await _write(session, actor, enterprise, body)
    await audit.create(session, enterprise, ENTERPRISE, actor)
    await identity.give_hat(
        session, actor.account_id, Role.ENTERPRISE, is_manager=True, enterprise_id=enterprise.id
    )
    return await detail(session, actor, enterprise.id)


async def _known(
    session: AsyncSession, account_id: UUID, earlier: Enterprise | None
) -> dict[str, Any]:
    contact = await identity.contact_of(session, account_id)
    values = with_changes({}, {f"contact_{field}": value for field, value in contact.items()})
    # An approved one is no earlier try: the next registration is another enterprise's.
    if earlier is None or earlier.state not in queries.ENDED:
        return values
    submitted = await queries.submissions(session, earlier.id)
    values |= submitted[-1].EnterpriseSubmission.content if submitted else earlier.draft
    return {field: value for field, value in values.items() if not field.startswith("declares_")}


@use_case
async def save_draft(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, version: int, body: EnterpriseDraft
) -> DraftSaved:
    """Save any part of the registration. Raises 412 when somebody else saved meanwhile."""
    enterprise = await own_enterprise(session, actor, enterprise_id)
    expect_version(enterprise, version)
    expect_editable(enterprise, ENTERPRISE, EDITABLE)
    await _write(session, actor, enterprise, body)
    await session.flush()
    missing = await checking.missing(session, enterprise.draft)
    return DraftSaved(version=enterprise.version, saved_at=enterprise.updated_at, missing=missing)


async def _write(
    session: AsyncSession, actor: Actor, enterprise: Enterprise, body: EnterpriseDraft
) -> None:
    if body.evidence is not None:
        body.evidence = await evidencing.bound(session, actor, enterprise.id, body.evidence)
    enterprise.draft = with_changes(enterprise.draft, changes_in(body))
    if enterprise.state is None or enterprise.submission_id is None:
        # Until the first submission lists call it what its draft calls it.
        enterprise.name = enterprise.draft.get("name") or "（未填写名称的企业）"


@use_case
async def submit(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, version: int | None, body: SignatureIn
) -> EnterpriseDetail:
    """Submit the registration under the signed commitment (clauses 3.2.1, 2.2.4, 6.1.1).

    Raises 422 with every fault of the form, 409 with the rule of clause 2.2 that is not met or
    with JUR-01 when nobody is competent.
    """
    enterprise = await own_enterprise(session, actor, enterprise_id)
    expect_version(enterprise, version)
    expect_editable(enterprise, ENTERPRISE, EDITABLE)
    form = await _finished(session, enterprise)
    if body.signer_name != form.legal_representative:
        message = f"署名应为法定代表人的姓名“{form.legal_representative}”。"
        raise invalid(("/signer_name", message))
    policy = await current_policy(session)
    verdicts = await _judged(session, form, policy)
    place = checking.place_of(EnterpriseDraft.model_validate(enterprise.draft))
    competence = await competent(session, "enterprise", place, clock.today())
    submission = await _record(session, actor, enterprise, form, body)
    submission.policy_name = policy.version
    submission.verdicts = verdicts
    session.add(submission)
    await session.flush()
    _take_over(enterprise, form)
    enterprise.submission_id = submission.id
    enterprise.number = enterprise.number or await next_number(session, SERIES)
    enterprise.organisation_id = competence.organisation_id
    number = submission.number
    await audit.transition(session, enterprise, ENTERPRISE, "submit", actor, number=number)
    await _put_on_desk(session, actor, enterprise, submission, competence)
    return await detail(session, actor, enterprise.id)


async def _finished(session: AsyncSession, enterprise: Enterprise) -> EnterpriseForm:
    found = await checking.missing(session, enterprise.draft)
    if found:
        raise invalid(*((one.pointer, one.message) for one in found))
    return EnterpriseForm.model_validate(enterprise.draft)


async def _judged(
    session: AsyncSession, form: EnterpriseForm, policy: Policy
) -> list[dict[str, Any]]:
    found = await checking.verdicts(session, form.model_dump(mode="json"), policy, clock.today())
    enforce_all(found, POINTERS)
    return [verdict_read(one).model_dump() for one in found]


async def _record(
    session: AsyncSession,
    actor: Actor,
    enterprise: Enterprise,
    form: EnterpriseForm,
    body: SignatureIn,
) -> EnterpriseSubmission:
    content = form.model_dump(mode="json", exclude_none=True)
    hashed = content_hash(content)
    sealed = next((one.attachment_id for one in form.evidence if one.kind == SEALED), None)
    signed = Signed("enterprises", enterprise.id, hashed, sealed)
    signature = await commitments.sign(session, actor, "enterprise", body, signed)
    earlier = await queries.submissions(session, enterprise.id)
    return EnterpriseSubmission(
        id=new_id(),
        enterprise_id=enterprise.id,
        number=len(earlier) + 1,
        content=content,
        content_hash=hashed,
        commitment_signature_id=signature,
    )


COPIED = (
    *("name", "uscc", "city_code", "county_code", "zone_code", "industry_code", "chain_code"),
    *("legal_representative", "contact_name", "contact_phone"),
)


def _take_over(enterprise: Enterprise, form: EnterpriseForm) -> None:
    """Copy the submission into the columns that lists, rules and matching read."""
    for field in COPIED:
        setattr(enterprise, field, getattr(form, field))
    enterprise.profile = form.model_dump(
        mode="json", exclude={*COPIED, "evidence"}, exclude_none=True
    )


def party_of(enterprise: Enterprise) -> Party:
    """Whose matter an enterprise's is: reviewers with an interest in it stay away."""
    representative = enterprise.legal_representative
    return Party(
        enterprise_id=enterprise.id,
        uscc=enterprise.uscc,
        names=(representative,) if representative else (),
    )


async def _flags(
    session: AsyncSession, enterprise: Enterprise, submission: EnterpriseSubmission
) -> list[Flag]:
    """What the reviewer should look at twice."""
    found = {
        Flag.JUDGEMENT: any(one["needs_reason"] for one in submission.verdicts),
        Flag.DUPLICATE: await queries.has_double(session, enterprise),
    }
    return [flag for flag, is_so in found.items() if is_so]


async def _put_on_desk(
    session: AsyncSession,
    actor: Actor,
    enterprise: Enterprise,
    submission: EnterpriseSubmission,
    competence: Competence,
) -> None:
    summary = str(enterprise.profile.get("business", ""))[:100]
    submitted = Submitted(
        Subject.ENTERPRISE,
        enterprise.id,
        submission.number,
        actor.account_id,
        enterprise.name,
        summary,
        party=party_of(enterprise),
        place=Place(enterprise.city_code, enterprise.county_code, enterprise.zone_code),
        flags=tuple(await _flags(session, enterprise, submission)),
    )
    await reviews.put_on_desk(session, submitted, competence)
