"""Showing experts: cards for the library, the whole registration for those in charge of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import Parent
from backend.attachments.service import attachments_of
from backend.audit.service import standing, timeline
from backend.codelists import service as codelists
from backend.codelists.checks.numbers import BODY_KIND_NAMES, check_credit_code
from backend.codelists.schemas import CodeName
from backend.experts import queries
from backend.experts.models import Expert
from backend.experts.rules import employer_may_change, not_serving
from backend.experts.schemas import (
    ExpertCard,
    ExpertDetail,
    ExpertDraft,
    ExpertForm,
    ExpertQuery,
    ExpertSubmissionRead,
)
from backend.experts.service import checking, sealing
from backend.experts.service.naming import is_named, is_office, is_own
from backend.experts.service.showing_employer import change_read
from backend.experts.service.showing_keywords import keywords_of
from backend.experts.service.showing_turns import turn_with
from backend.experts.states import EDITABLE, EXPERT, ExpertState
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
from backend.waivers import service as waivers

OWN_ACTIONS = {
    "submit": "提交审核",
    "withdraw": "撤回",
    "pause": "暂停接受服务",
    "resume": "恢复接受服务",
}
REPORT_EMPLOYER = "报告工作单位变更"
CONFIRM_KEYWORDS = "确认研究关键词"
OTHERS_ACTIONS = {"decide": "审核", "reveal": "查看联系方式"}
LEAVING = frozenset({ExpertState.FILED, ExpertState.PAUSED})


async def cards_of(session: AsyncSession, actor: Actor, rows: Sequence[AnyRow]) -> list[ExpertCard]:
    """Step: rows of the query as the actor may see them (decision A22)."""
    experts = [row.Expert for row in rows]
    names = {
        "disciplines": await codelists.names_of(
            session, "disciplines", {code for e in experts for code in _codes(e)}
        ),
        "chains": await codelists.names_of(
            session, "chains", {code for e in experts for code in e.chains}
        ),
        "divisions": await codelists.names_of(
            session, "divisions", {e.city_code for e in experts if e.city_code}
        ),
        "degrees": await codelists.names_of(
            session, "degrees", {e.degree_code for e in experts if e.degree_code}
        ),
    }
    return [_card(actor, row, names) for row in rows]


def _codes(expert: Expert) -> list[str]:
    main = [expert.main_discipline] if expert.main_discipline else []
    return [*main, *expert.disciplines]


def _card(actor: Actor, row: AnyRow, names: dict[str, dict[str, str]]) -> ExpertCard:
    expert: Expert = row.Expert
    named = is_named(actor, row)

    def listed(name: str, codes: Iterable[str]) -> list[CodeName]:
        return [CodeName(code=code, name=names[name][code]) for code in codes]

    return ExpertCard(
        id=expert.id,
        name=expert.name if named else None,
        employer_name=expert.employer_name if named else None,
        employer_kind=BODY_KIND_NAMES[check_credit_code(expert.employer_uscc or "").kind],
        is_named=named,
        is_designable=expert.is_designable,
        degree_name=names["degrees"].get(expert.degree_code or ""),
        title_name=expert.title_name,
        title_level=expert.title_level,
        city_code=expert.city_code,
        city_name=names["divisions"].get(expert.city_code or ""),
        main_discipline=next(iter(listed("disciplines", _codes(expert)[:1])), None),
        disciplines=listed("disciplines", expert.disciplines),
        chains=listed("chains", expert.chains),
        keywords=expert.keywords,
        summary=expert.summary,
        max_enterprises=expert.max_enterprises,
        free_places=max(expert.max_enterprises - row.places_used, 0),
        state=expert.state,
        state_name=EXPERT.label(expert.state),
        waived=waivers.marks(row.waived_rules or []),
    )


async def cards(session: AsyncSession, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, ExpertCard]:
    """Step: these experts' cards as the actor may see them."""
    rows = await queries.with_facts(session, actor, ids)
    return {card.id: card for card in await cards_of(session, actor, rows)}


@read_case
async def library(session: AsyncSession, actor: Actor, asked: ExpertQuery) -> Page[ExpertCard]:
    """Search the experts the actor may see: the library, and for staff their own people."""
    rows, frame = await page_rows(session, queries.library(actor, asked), asked)
    return Page(items=await cards_of(session, actor, rows), **frame)


async def seen(session: AsyncSession, actor: Actor, expert_id: UUID) -> AnyRow:
    """Step: an expert the actor may see, with its card's facts. Raises 404 otherwise."""
    row = await queries.visible(session, actor, expert_id)
    if row is None:
        raise not_found("这位特派员")
    return row


async def detail(session: AsyncSession, actor: Actor, expert_id: UUID) -> ExpertDetail:
    """Step: one expert as the actor may see it. Raises 404 when the actor may not."""
    row = await seen(session, actor, expert_id)
    expert: Expert = row.Expert
    (card,) = await cards_of(session, actor, [row])
    own = is_own(actor, expert)
    shown = ExpertDetail(
        id=expert.id,
        version=expert.version,
        number=expert.number,
        state=expert.state,
        state_name=EXPERT.label(expert.state),
        access="own" if own else "office" if is_office(actor, expert) else "card",
        allowed_actions=await _actions(session, actor, row),
        card=card,
        filed_at=expert.filed_at,
    )
    if shown.access != "card":
        await _add_registration(session, expert, shown)
        about = (EXPERT.subject, expert.id)
        shown.standing = await standing(session, actor, about, turn_with(actor, expert))
    if shown.access != "card" or row.is_asked:
        changes = await queries.employer_changes(session, expert.id)
        shown.employer_changes = [change_read(actor, expert, one) for one in changes]
        more = [("employer_changes", one.EmployerChange.id) for one in changes]
        shown.timeline = await timeline(session, [("experts", expert.id), *more])
    if own and expert.state in LEAVING:
        shown.keywords = keywords_of(expert, clock.today())
    if own and expert.state in EDITABLE:
        await _add_draft(session, expert, shown)
    return shown


async def _add_registration(session: AsyncSession, expert: Expert, shown: ExpertDetail) -> None:
    submitted = await queries.submissions(session, expert.id)
    if submitted:
        last = submitted[-1].ExpertSubmission
        content = sealing.masked(sealing.opened(last.content))
        shown.content = ExpertDraft.model_validate(content)
        shown.submission_number = last.number
        shown.verdicts = [VerdictRead.model_validate(one) for one in last.verdicts]
    where = await queries.organisation_and_due(session, expert)
    if where is not None:
        shown.organisation = DeskRead.model_validate(where, from_attributes=True)
        shown.due_on = where.due_on
    if submitted and shown.due_on:
        sent = submitted[-1].ExpertSubmission.created_at
        shown.round = await reviews.round_of(session, sent, shown.due_on)
    shown.attachments = await attachments_of(session, Parent("experts", expert.id))
    shown.reviews = await reviews.history(session, expert.id)


async def _add_draft(session: AsyncSession, expert: Expert, shown: ExpertDetail) -> None:
    values = sealing.opened(expert.draft)
    today = clock.today()
    granted = await waivers.granted(session, expert.id, today)
    policy = await current_policy(session)
    found = await checking.verdicts(session, values, policy, today)
    shown.draft = ExpertDraft.model_validate(sealing.masked(values))
    shown.missing = await checking.missing(session, values)
    shown.verdicts = [verdict_read(one, frozenset(granted)) for one in found]
    place = checking.place_of(ExpertDraft.model_validate(values))
    if place.city_code or place.employer_uscc:
        shown.competence, shown.competence_problem = await competence_of(session, "expert", place)


async def _actions(session: AsyncSession, actor: Actor, row: Row[Any]) -> list[AllowedAction]:
    expert: Expert = row.Expert
    if is_own(actor, expert):
        leaving = not_serving(await queries.open_places(session, expert.id))
        rules = {"withdraw": [leaving] if expert.state in LEAVING else []}
        found = [
            allowed(action, label, *rules.get(action, []))
            for action, label in OWN_ACTIONS.items()
            if EXPERT.allows(expert.state, action)
        ]
        if expert.state in LEAVING:
            waits = await queries.waiting_change(session, expert.id) is not None
            verdict = employer_may_change(is_filed=True, is_waiting=waits, is_same=False)
            found.append(allowed("change_employer", REPORT_EMPLOYER, verdict))
            found.append(allowed("confirm_keywords", CONFIRM_KEYWORDS))
        return found
    office = is_office(actor, expert)
    decides = actor.may(Permission.REVIEW_DECIDE) and office
    open_to = {
        "decide": decides and expert.state == ExpertState.SUBMITTED,
        "reveal": office or row.is_matched,
    }
    return [allowed(action, label) for action, label in OTHERS_ACTIONS.items() if open_to[action]]


async def submitted_content(
    session: AsyncSession, expert_id: UUID, number: int
) -> Mapping[str, Any]:
    """Step: what a submission said, in clear, for comparing."""
    for row in await queries.submissions(session, expert_id):
        if row.ExpertSubmission.number == number:
            return sealing.opened(row.ExpertSubmission.content)
    return {}


@read_case
async def read(session: AsyncSession, actor: Actor, expert_id: UUID) -> ExpertDetail:
    """One expert. Raises 404 when there is none or the actor may not see it."""
    return await detail(session, actor, expert_id)


@read_case
async def mine(session: AsyncSession, actor: Actor) -> ExpertDetail | None:
    """My registration: the live one, else the latest ended one, else nothing yet."""
    expert = await queries.present_of(session, actor.account_id)
    return await detail(session, actor, expert.id) if expert else None


async def _for_readers(session: AsyncSession, actor: Actor, expert_id: UUID) -> Expert:
    row = await queries.visible(session, actor, expert_id)
    if row is None or not (is_own(actor, row.Expert) or is_office(actor, row.Expert)):
        raise not_found("这位特派员的申请")
    return row.Expert


@read_case
async def read_submissions(
    session: AsyncSession, actor: Actor, expert_id: UUID
) -> list[ExpertSubmissionRead]:
    """Every submission as it was. Raises 404 for others than its owner and its offices."""
    await _for_readers(session, actor, expert_id)
    shown: list[ExpertSubmissionRead] = []
    before: dict[str, Any] = {}
    for one in await queries.submissions(session, expert_id):
        content = sealing.opened(one.ExpertSubmission.content)
        shown.append(
            ExpertSubmissionRead(
                content=ExpertDraft.model_validate(sealing.masked(content)),
                changed=sorted(changed_fields(before, content)),
                **reviews.submission_fields(one.ExpertSubmission, one),
            )
        )
        before = content
    return shown


@read_case
async def compare_submissions(
    session: AsyncSession, actor: Actor, expert_id: UUID, asked: VersionPair
) -> VersionDiff:
    """What changed between two submissions, or from one to my draft; personal numbers masked.

    Raises 404 for others than its owner and its offices, and for a number that is none.
    """
    expert = await _for_readers(session, actor, expert_id)
    contents: dict[int | None, Mapping[str, Any]] = {
        one.ExpertSubmission.number: sealing.opened(one.ExpertSubmission.content)
        for one in await queries.submissions(session, expert_id)
    }
    if is_own(actor, expert) and expert.state in EDITABLE:
        contents[None] = sealing.opened(expert.draft)
    return reviews.version_diff(ExpertForm, contents, asked, sealing.masked_change)
