"""Filling in a registration: saved as far as it goes, submitted when whole."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists.checks.numbers import check_credit_code
from backend.commitments import service as commitments
from backend.commitments.schemas import SignatureIn
from backend.commitments.service import Signed
from backend.conflicts import service as conflicts
from backend.experts import queries
from backend.experts.models import Expert, ExpertSubmission
from backend.experts.schemas import ExpertDetail, ExpertDraft, ExpertForm
from backend.experts.service import checking, evidencing, sealing
from backend.experts.service.reading import detail, is_own
from backend.experts.states import EDITABLE, EXPERT
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations.service import Competence, competent
from backend.platform import audit, clock, search
from backend.platform.actions import verdict_read
from backend.platform.constraints import on_violation
from backend.platform.content import content_hash
from backend.platform.crypto import fingerprint
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
from backend.waivers import service as waivers

ALREADY = "您已有一份特派员申请，请在“我的申请”中继续填写或查看进度。"
on_violation("uq_experts_account", ALREADY)
on_violation(
    "uq_experts_identity",
    "这个证件号码已用另一个账号申请。请用原账号登录；若不是您本人申请，请联系推荐单位或省科技厅核实。",
)
on_violation("uq_expert_submissions_expert_id_number", "这份申请刚刚已经提交，请勿重复提交。")
SERIES = "TP"
"""特派: the numbers of experts' registrations."""
DECLARED_ANEW = frozenset({"declares_voluntary", "declares_health", "declares_willing"})
POINTERS = {
    "ELIG-VOLUNTARY": "/declares_voluntary",
    "ELIG-SKILL": "/summary",
    "ELIG-DEGREE": "/degree_code",
    "ELIG-HEALTH": "/declares_health",
    "ELIG-AGE": "/birth_date",
    "ELIG-WILLING": "/declares_willing",
    "ELIG-FIELD": "/main_discipline",
    "CREDIT-01": "/id_number",
}


async def own_expert(session: AsyncSession, actor: Actor, expert_id: UUID) -> Expert:
    """Step: the actor's own registration, locked. Raises 404 for anybody else's."""
    expert = await lock(session, Expert, expert_id, "您的特派员申请")
    if not is_own(actor, expert):
        raise not_found("您的特派员申请")
    return expert


async def begin_registration(session: AsyncSession, actor: Actor, body: ExpertDraft) -> Expert:
    """Step: a registration of the actor's, who is an applicant now. Raises 409 for a second one.

    What an earlier registration or the account says is filled in; declarations are made anew.
    """
    present = await queries.present_of(session, actor.account_id)
    if present is not None and queries.is_live(present):
        raise conflict(ALREADY)
    if present is not None:
        await identity.end_hats(session, expert_id=present.id)
    assert actor.account_id is not None
    known = await _known(session, actor.account_id, present)
    expert = Expert(
        id=new_id(), account_id=actor.account_id, name=actor.name, draft=sealing.sealed(known)
    )
    await _write(session, actor, expert, body)
    await audit.create(session, expert, EXPERT, actor)
    await identity.give_hat(session, actor.account_id, Role.EXPERT, expert_id=expert.id)
    return expert


@use_case
async def start(session: AsyncSession, actor: Actor, body: ExpertDraft) -> ExpertDetail:
    """Begin my registration, which makes me an applicant. Raises 409 when I have one already."""
    expert = await begin_registration(session, actor, body)
    return await detail(session, actor, expert.id)


async def _known(session: AsyncSession, account_id: UUID, earlier: Expert | None) -> dict[str, Any]:
    contact = await identity.contact_of(session, account_id)
    values = with_changes({}, contact)
    if earlier is None:
        return values
    submitted = await queries.submissions(session, earlier.id)
    stored = submitted[-1].ExpertSubmission.content if submitted else earlier.draft
    values |= sealing.opened(stored) | {"is_continuing": earlier.filed_at is not None}
    return {field: value for field, value in values.items() if field not in DECLARED_ANEW}


@use_case
async def save_draft(
    session: AsyncSession, actor: Actor, expert_id: UUID, version: int, body: ExpertDraft
) -> DraftSaved:
    """Save any part of my registration. Raises 412 when another window saved meanwhile."""
    expert = await own_expert(session, actor, expert_id)
    expect_version(expert, version)
    expect_editable(expert, EXPERT, EDITABLE)
    values = await _write(session, actor, expert, body)
    await session.flush()
    missing = await checking.missing(session, values)
    return DraftSaved(version=expert.version, saved_at=expert.updated_at, missing=missing)


async def _write(
    session: AsyncSession, actor: Actor, expert: Expert, body: ExpertDraft
) -> dict[str, Any]:
    """Take over what was sent; gives the whole draft in clear."""
    if body.evidence is not None:
        body.evidence = await evidencing.bound(session, actor, expert.id, body.evidence)
    present = sealing.opened(expert.draft)
    values = with_changes(present, sealing.without_echoes(changes_in(body), present))
    expert.draft = sealing.sealed(values)
    return values


@use_case
async def submit(
    session: AsyncSession, actor: Actor, expert_id: UUID, version: int | None, body: SignatureIn
) -> ExpertDetail:
    """Submit my registration under the signed commitment (clauses 3.1.1, 6.1.1).

    Raises 422 with every fault of the form, 409 with the rule of clause 2.1 that is not met or
    with JUR-01 when nobody is competent.
    """
    expert = await own_expert(session, actor, expert_id)
    expect_version(expert, version)
    expect_editable(expert, EXPERT, EDITABLE)
    form = await _finished(session, expert)
    if body.signer_name != form.name:
        raise invalid(("/signer_name", f"署名应为您本人的姓名“{form.name}”。"))
    policy = await current_policy(session)
    verdicts = await _judged(session, expert, form, policy)
    place = checking.place_of(ExpertDraft.model_validate(form.model_dump()))
    competence = await competent(session, "expert", place, clock.today())
    submission = await _record(session, actor, expert, form, body)
    submission.policy_name = policy.version
    submission.verdicts = verdicts
    session.add(submission)
    await session.flush()
    await _take_over(session, expert, form)
    expert.submission_id = submission.id
    expert.number = expert.number or await next_number(session, SERIES)
    expert.organisation_id = competence.organisation_id
    await audit.transition(session, expert, EXPERT, "submit", actor, number=submission.number)
    await _put_on_desk(session, expert, submission, competence)
    return await detail(session, actor, expert.id)


async def _finished(session: AsyncSession, expert: Expert) -> ExpertForm:
    values = sealing.opened(expert.draft)
    found = await checking.missing(session, values)
    if found:
        raise invalid(*((one.pointer, one.message) for one in found))
    return ExpertForm.model_validate(values)


async def _judged(
    session: AsyncSession, expert: Expert, form: ExpertForm, policy: Policy
) -> list[dict[str, Any]]:
    """The verdicts to keep with the submission. Raises 409 with all that stand in the way."""
    today = clock.today()
    granted = frozenset(await waivers.granted(session, expert.id, today))
    found = await checking.verdicts(session, form.model_dump(mode="json"), policy, today)
    enforce_all([one.waived_by(granted) for one in found], POINTERS)
    return [verdict_read(one, granted).model_dump() for one in found]


async def _record(
    session: AsyncSession, actor: Actor, expert: Expert, form: ExpertForm, body: SignatureIn
) -> ExpertSubmission:
    content = form.model_dump(mode="json", exclude_none=True)
    hashed = content_hash(content)
    signed = Signed("experts", expert.id, hashed)
    signature = await commitments.sign(session, actor, "expert", body, signed)
    earlier = await queries.submissions(session, expert.id)
    return ExpertSubmission(
        id=new_id(),
        expert_id=expert.id,
        number=len(earlier) + 1,
        content=sealing.sealed(content),
        content_hash=hashed,
        commitment_signature_id=signature,
    )


COPIED = (
    *("name", "sex", "birth_date", "id_kind", "phone", "email", "degree_code"),
    *("employer_name", "city_code", "county_code", "main_discipline", "chains", "keywords"),
    *("summary", "max_enterprises", "is_designable"),
)


async def _take_over(session: AsyncSession, expert: Expert, form: ExpertForm) -> None:
    """Copy the submission into the columns that lists, rules and matching read."""
    for field in COPIED:
        setattr(expert, field, getattr(form, field))
    expert.id_number = form.id_number
    expert.id_fingerprint = fingerprint(form.id_number)
    expert.employer_uscc = check_credit_code(form.employer_uscc).code
    expert.title_name = form.title_name or None
    draft = ExpertDraft.model_validate(form.model_dump())
    expert.title_level = await checking.title_level(session, draft)
    codes = [form.main_discipline, *form.other_disciplines]
    expert.disciplines = list(dict.fromkeys(code[:3] for code in codes))
    personal = {*COPIED, "id_number", "employer_uscc", "title_name", "evidence"}
    expert.profile = form.model_dump(mode="json", exclude=personal, exclude_none=True)
    expert.search = search_vector(form)
    await conflicts.replace_declarations(session, expert.id, form.conflicts)


def search_vector(form: ExpertForm | ExpertDraft) -> str:
    """What the library finds an expert by."""
    # A name that is not shown must not be found either.
    named = f"{form.name}　{form.employer_name}" if form.is_designable else ""
    achievements = "　".join(one.title for one in form.achievements or [])
    return search.vector(
        ("A", named),
        ("A", "　".join(form.keywords or [])),
        ("B", form.summary or ""),
        ("C", f"{form.service_content or ''}　{form.experience or ''}"),
        ("D", achievements if form.is_designable else ""),
    )


async def find_again(session: AsyncSession, expert: Expert) -> None:
    """Step: the library finds a filed expert by what changed since the submission, too."""
    submitted = (await queries.submissions(session, expert.id))[-1].ExpertSubmission
    changed = {"employer_name": expert.employer_name, "keywords": expert.keywords}
    values = sealing.opened(submitted.content) | changed
    expert.search = search_vector(ExpertDraft.model_validate(values))


async def _flags(session: AsyncSession, expert: Expert, submission: ExpertSubmission) -> list[Flag]:
    """What the reviewer should look at twice."""
    verdicts = submission.verdicts
    found = {
        Flag.WAIVER: any(one["waived"] for one in verdicts),
        Flag.JUDGEMENT: any(one["needs_reason"] for one in verdicts),
        Flag.CONFLICT: bool(await conflicts.declarations_of(session, expert.id)),
        Flag.DUPLICATE: await queries.has_double(session, expert),
    }
    return [flag for flag, is_so in found.items() if is_so]


async def _put_on_desk(
    session: AsyncSession,
    expert: Expert,
    submission: ExpertSubmission,
    competence: Competence,
) -> None:
    waived = tuple(one["id"] for one in submission.verdicts if one["waived"])
    summary = f"{expert.employer_name}　{expert.title_name or ''}"
    submitted = Submitted(
        Subject.EXPERT,
        expert.id,
        submission.number,
        expert.account_id,
        expert.name,
        summary,
        waived=waived,
        party=Party(fingerprint=expert.id_fingerprint, names=(expert.name,)),
        place=checking.place_of(ExpertDraft.model_validate(sealing.opened(submission.content))),
        flags=tuple(await _flags(session, expert, submission)),
    )
    await reviews.put_on_desk(session, submitted, competence)
