"""Showing enterprises: cards, and the whole registration for those in charge of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import Parent
from backend.attachments.service import attachments_of
from backend.audit.service import standing, timeline
from backend.codelists import service as codelists
from backend.codelists.schemas import CodeName
from backend.enterprises import queries
from backend.enterprises.models import Enterprise
from backend.enterprises.rules import incident_window, not_served
from backend.enterprises.schemas import (
    EnterpriseCard,
    EnterpriseDetail,
    EnterpriseDraft,
    EnterpriseForm,
    EnterpriseQuery,
    EnterpriseSubmissionRead,
    Window,
)
from backend.enterprises.service import checking
from backend.enterprises.service.showing_turns import is_office, turn_with
from backend.enterprises.states import EDITABLE, ENTERPRISE, EnterpriseState
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.organisations.schemas import DeskRead
from backend.organisations.service import competence_of
from backend.platform import clock
from backend.platform.actions import AllowedAction, VerdictRead, allowed, verdict_read
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.platform.versions import VersionDiff, changed_fields
from backend.policies.service import current_policy
from backend.reviews import service as reviews
from backend.reviews.schemas import VersionPair

OWN_ACTIONS = {"submit": "提交审核", "withdraw": "撤回"}
DESK_ACTIONS = {"suspend": "暂停", "resume": "恢复"}
LISTS = ("divisions", "zones", "industries", "chains", "enterprise_classes")


async def cards_of(
    session: AsyncSession, enterprises: Sequence[Enterprise]
) -> list[EnterpriseCard]:
    """Step: enterprises as lists show them."""
    codes: dict[str, set[str]] = {name: set() for name in LISTS}
    for one in enterprises:
        for name, values in _coded(one).items():
            codes[name] |= {value for value in values if value}
    names = {name: await codelists.names_of(session, name, codes[name]) for name in LISTS}
    return [_card(one, names) for one in enterprises]


def _coded(enterprise: Enterprise) -> dict[str, list[str | None]]:
    held = enterprise.profile.get("qualifications", [])
    return {
        "divisions": [enterprise.city_code, enterprise.county_code],
        "zones": [enterprise.zone_code],
        "industries": [enterprise.industry_code],
        "chains": [enterprise.chain_code],
        "enterprise_classes": [one["code"] for one in held],
    }


def _card(enterprise: Enterprise, names: dict[str, dict[str, str]]) -> EnterpriseCard:
    def named(name: str, code: str | None) -> CodeName | None:
        return CodeName(code=code, name=names[name][code]) if code else None

    held = _coded(enterprise)["enterprise_classes"]
    return EnterpriseCard(
        id=enterprise.id,
        name=enterprise.name,
        uscc=enterprise.uscc,
        city=named("divisions", enterprise.city_code),
        county=named("divisions", enterprise.county_code),
        zone=named("zones", enterprise.zone_code),
        industry=named("industries", enterprise.industry_code),
        chain=named("chains", enterprise.chain_code),
        business=enterprise.profile.get("business", ""),
        qualifications=[one for code in held if (one := named("enterprise_classes", code))],
        state=enterprise.state,
        state_name=ENTERPRISE.label(enterprise.state),
    )


@read_case
async def listing(
    session: AsyncSession, actor: Actor, asked: EnterpriseQuery
) -> Page[EnterpriseCard]:
    """The enterprises the actor may see."""
    rows, frame = await page_rows(session, queries.listing(actor, asked), asked)
    return Page(items=await cards_of(session, [row[0] for row in rows]), **frame)


async def detail(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> EnterpriseDetail:
    """Step: one enterprise as the actor may see it. Raises 404 when the actor may not."""
    row = await queries.visible(session, actor, enterprise_id)
    if row is None:
        raise not_found("这家企业")
    enterprise: Enterprise = row.Enterprise
    (card,) = await cards_of(session, [enterprise])
    shown = EnterpriseDetail(
        id=enterprise.id,
        version=enterprise.version,
        number=enterprise.number,
        state=enterprise.state,
        state_name=ENTERPRISE.label(enterprise.state),
        access="own" if row.is_own else "office" if is_office(actor, enterprise) else "card",
        allowed_actions=await _actions(session, actor, enterprise, is_own=row.is_own),
        card=card,
    )
    if shown.access != "card":
        await _add_registration(session, enterprise, shown)
        about = (ENTERPRISE.subject, enterprise.id)
        shown.standing = await standing(session, actor, about, turn_with(row))
    if row.is_own and enterprise.state in EDITABLE:
        await _add_draft(session, enterprise, shown)
    return shown


async def _add_registration(
    session: AsyncSession, enterprise: Enterprise, shown: EnterpriseDetail
) -> None:
    submitted = await queries.submissions(session, enterprise.id)
    if submitted:
        last = submitted[-1].EnterpriseSubmission
        shown.content = EnterpriseDraft.model_validate(last.content)
        shown.submission_number = last.number
        shown.verdicts = [VerdictRead.model_validate(one) for one in last.verdicts]
    where = await queries.organisation_and_due(session, enterprise)
    if where is not None:
        shown.organisation = DeskRead.model_validate(where, from_attributes=True)
        shown.due_on = where.due_on
    if submitted and shown.due_on:
        sent = submitted[-1].EnterpriseSubmission.created_at
        shown.round = await reviews.round_of(session, sent, shown.due_on)
    shown.attachments = await attachments_of(session, Parent("enterprises", enterprise.id))
    shown.reviews = await reviews.history(session, enterprise.id)
    shown.timeline = await timeline(session, [("enterprises", enterprise.id)])


async def _add_draft(
    session: AsyncSession, enterprise: Enterprise, shown: EnterpriseDetail
) -> None:
    values = enterprise.draft
    today = clock.today()
    policy = await current_policy(session)
    found = await checking.verdicts(session, values, policy, today)
    first, last = incident_window(today, policy.credit_window_years)
    shown.draft = EnterpriseDraft.model_validate(values)
    shown.missing = await checking.missing(session, values)
    shown.verdicts = [verdict_read(one) for one in found]
    shown.incident_window = Window(first=first, last=last)
    place = checking.place_of(shown.draft)
    if place.county_code:
        found_here = await competence_of(session, "enterprise", place)
        shown.competence, shown.competence_problem = found_here


async def _actions(
    session: AsyncSession, actor: Actor, enterprise: Enterprise, *, is_own: bool
) -> list[AllowedAction]:
    state = enterprise.state
    if is_own:
        leaving = not_served(await queries.open_places(session, enterprise.id))
        rules = [leaving] if state == EnterpriseState.APPROVED else []
        return [
            allowed(action, label, *(rules if action == "withdraw" else []))
            for action, label in OWN_ACTIONS.items()
            if ENTERPRISE.allows(state, action)
        ]
    if not is_office(actor, enterprise):
        return []
    decides = actor.may(Permission.REVIEW_DECIDE)
    if decides and state == EnterpriseState.SUBMITTED:
        return [allowed("decide", "审核")]
    return [
        allowed(action, label)
        for action, label in DESK_ACTIONS.items()
        if decides and ENTERPRISE.allows(state, action)
    ]


async def submitted_content(
    session: AsyncSession, enterprise_id: UUID, number: int
) -> Mapping[str, Any]:
    """Step: what a submission said, for comparing."""
    for row in await queries.submissions(session, enterprise_id):
        if row.EnterpriseSubmission.number == number:
            return dict(row.EnterpriseSubmission.content)
    return {}


@read_case
async def read(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> EnterpriseDetail:
    """One enterprise. Raises 404 when there is none or the actor may not see it."""
    return await detail(session, actor, enterprise_id)


@read_case
async def mine(session: AsyncSession, actor: Actor) -> EnterpriseDetail | None:
    """My enterprise: the one I act for, else my live or latest one, else nothing yet."""
    enterprise = await queries.present_of(session, actor)
    return await detail(session, actor, enterprise.id) if enterprise else None


async def _for_readers(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> AnyRow:
    row = await queries.visible(session, actor, enterprise_id)
    if row is None or not (row.is_own or is_office(actor, row.Enterprise)):
        raise not_found("这家企业的申请")
    return row


@read_case
async def read_submissions(
    session: AsyncSession, actor: Actor, enterprise_id: UUID
) -> list[EnterpriseSubmissionRead]:
    """Every submission as it was. Raises 404 for others than its members and its offices."""
    await _for_readers(session, actor, enterprise_id)
    shown: list[EnterpriseSubmissionRead] = []
    before: dict[str, Any] = {}
    for one in await queries.submissions(session, enterprise_id):
        submission = one.EnterpriseSubmission
        shown.append(
            EnterpriseSubmissionRead(
                content=EnterpriseDraft.model_validate(submission.content),
                changed=sorted(changed_fields(before, submission.content)),
                **reviews.submission_fields(submission, one),
            )
        )
        before = submission.content
    return shown


@read_case
async def compare_submissions(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, asked: VersionPair
) -> VersionDiff:
    """What changed between two submissions, or from one to our draft.

    Raises 404 for others than its members and its offices, and for a number that is none.
    """
    row = await _for_readers(session, actor, enterprise_id)
    contents: dict[int | None, Mapping[str, Any]] = {
        one.EnterpriseSubmission.number: one.EnterpriseSubmission.content
        for one in await queries.submissions(session, enterprise_id)
    }
    if row.is_own and row.Enterprise.state in EDITABLE:
        contents[None] = row.Enterprise.draft
    return reviews.version_diff(EnterpriseForm, contents, asked)
