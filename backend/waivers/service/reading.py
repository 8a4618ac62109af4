"""Showing waivers: the list, one of them, and what is counted."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import Parent
from backend.attachments.service import attachments_of, register_reader
from backend.audit.service import timeline
from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role
from backend.identity.schemas import PlaceRead
from backend.platform import clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict
from backend.waivers import queries
from backend.waivers.models import Waiver
from backend.waivers.rules import (
    DECIDED_BY_DEPARTMENT,
    RULE_NAMES,
    SCOPE_NAMES,
    not_the_beneficiary,
    opinion_first,
    right_adviser,
    right_decider,
)
from backend.waivers.schemas import (
    PeriodQuery,
    WaiverCount,
    WaiverDetail,
    WaiverFact,
    WaiverQuery,
    WaiverRead,
    WaiverStatistics,
)
from backend.waivers.states import STANCE_NAMES, WAIVER, Stance, WaiverState

LABELS = {"grant": "同意豁免", "refuse": "不同意", "revoke": "撤销豁免"}
WHAT = "这项豁免申请"
Facts = Callable[[AsyncSession, UUID], Awaitable[list[WaiverFact]]]
_FACTS: dict[str, Facts] = {}


def register_facts(subject_type: str, tell: Facts) -> None:
    """Let the subject's slice tell what the deciders weigh."""
    _FACTS[subject_type] = tell


def decider_role(rule_id: str, organisation_id: UUID | None) -> str:
    """Who decides, in words."""
    by_department = rule_id in DECIDED_BY_DEPARTMENT or organisation_id is None
    return "省科技厅" if by_department else "主管的推荐部门"


@dataclass(frozen=True)
class Standing:
    """Where an actor stands towards a waiver: what the rules on deciding need."""

    account_id: str
    is_department: bool
    is_competent: bool
    beneficiaries: frozenset[str]


def is_competent(actor: Actor, waiver: Waiver) -> bool:
    """Whether the actor reviews for the organisation the subject belongs to."""
    return actor.role is Role.REVIEWER and waiver.organisation_id == actor.organisation_id


async def standing(session: AsyncSession, actor: Actor, waiver: Waiver) -> Standing:
    """Step: the actor's standing; everybody who gains by it now is a beneficiary."""
    found = await queries.subject(session, waiver.subject_type, waiver.subject_id)
    return _standing(actor, waiver, found)


def _standing(actor: Actor, waiver: Waiver, found: queries.Subject | None) -> Standing:
    accounts = found.beneficiaries if found else ()
    return Standing(
        account_id=str(actor.account_id),
        is_department=actor.role is Role.DEPARTMENT,
        is_competent=is_competent(actor, waiver),
        beneficiaries=frozenset({str(waiver.beneficiary_account_id), *map(str, accounts)}),
    )


def verdicts(who: Standing, waiver: Waiver, action: str) -> list[Verdict]:
    """What the rules say of this actor deciding."""
    has_office = waiver.organisation_id is not None
    found = [
        right_decider(
            waiver.rule_id,
            action,
            is_department=who.is_department,
            is_competent=who.is_competent,
            has_office=has_office,
        ),
        not_the_beneficiary(who.account_id, who.beneficiaries, str(waiver.requested_by)),
    ]
    if action == "revoke":
        return found
    heard = waiver.opinion is not None
    return [*found, opinion_first(waiver.rule_id, has_office=has_office, has_opinion=heard)]


def adviser(who: Standing, waiver: Waiver) -> Verdict:
    """Whether this actor gives the organisation's opinion."""
    gains = who.account_id in who.beneficiaries
    return right_adviser(waiver.rule_id, is_competent=who.is_competent, is_beneficiary=gains)


def _is_open(waiver: Waiver) -> bool:
    return any(WAIVER.allows(waiver.state, name) for name in LABELS)


def _actions(actor: Actor, waiver: Waiver, found: queries.Subject | None) -> list[AllowedAction]:
    open_to = [name for name in LABELS if WAIVER.allows(waiver.state, name)]
    if not open_to or not actor.may(Permission.WAIVER_DECIDE):
        return []
    who = _standing(actor, waiver, found)
    offered = [allowed(name, LABELS[name], *verdicts(who, waiver, name)) for name in open_to]
    waits = waiver.state == WaiverState.REQUESTED
    if waits and who.is_competent and waiver.rule_id in DECIDED_BY_DEPARTMENT:
        # Deciding is the department's alone: the organisation sees its own part.
        return [allowed("give_opinion", "提出意见", adviser(who, waiver))]
    return offered


def has_expired(waiver: Waiver, on: date) -> bool:
    """Whether a grant's last day is past."""
    ended = waiver.valid_until is not None and waiver.valid_until < on
    return waiver.state == WaiverState.GRANTED and ended


def read(row: AnyRow) -> WaiverRead:
    """A row of the query as its parties see it."""
    waiver: Waiver = row.Waiver
    expired = has_expired(waiver, clock.today())
    stance = waiver.opinion_stance
    office = waiver.organisation_id
    derived = {
        "rule_name": RULE_NAMES[waiver.rule_id],
        "scope": SCOPE_NAMES[waiver.subject_type],
        "organisation": PlaceRead(id=office, name=row.organisation_name) if office else None,
        "state_name": "已到期" if expired else WAIVER.label(waiver.state),
        "opinion_name": STANCE_NAMES[Stance(stance)] if stance else None,
        "decided_by_role": decider_role(waiver.rule_id, office),
        "is_expired": expired,
        "allowed_actions": [],
    }
    shown = {n: getattr(waiver, n) for n in WaiverRead.model_fields if n not in derived}
    return WaiverRead(**shown, **derived)


async def with_actions(
    session: AsyncSession, actor: Actor, rows: Sequence[AnyRow]
) -> list[WaiverRead]:
    """Step: rows with the actor's buttons."""
    papers: list[Waiver] = [row.Waiver for row in rows]
    asked = [(one.subject_type, one.subject_id) for one in papers if _is_open(one)]
    about = await queries.subjects(session, asked) if actor.may(Permission.WAIVER_DECIDE) else {}
    shown = [read(row) for row in rows]
    for one, waiver in zip(shown, papers, strict=True):
        one.allowed_actions = _actions(actor, waiver, about.get(waiver.subject_id))
    return shown


async def detail(session: AsyncSession, actor: Actor, waiver_id: UUID) -> WaiverDetail:
    """Step: one waiver in full. Raises 404 when the actor may not see it."""
    row = await queries.visible(session, actor, waiver_id)
    if row is None:
        raise not_found(WHAT)
    waiver: Waiver = row.Waiver
    (shown,) = await with_actions(session, actor, [row])
    before = await queries.earlier(session, actor, waiver.rule_id, waiver.subject_id, waiver.id)
    tell = _FACTS.get(waiver.subject_type) if shown.allowed_actions else None
    return WaiverDetail(
        **shown.model_dump(),
        facts=await tell(session, waiver.subject_id) if tell else [],
        attachments=await attachments_of(session, Parent(WAIVER.subject, waiver.id)),
        former=[read(one) for one in before],
        timeline=await timeline(session, [(WAIVER.subject, waiver.id)]),
    )


@read_case
async def read_one(session: AsyncSession, actor: Actor, waiver_id: UUID) -> WaiverDetail:
    """One waiver. Raises 404 when the actor may not see it."""
    return await detail(session, actor, waiver_id)


@read_case
async def listing(session: AsyncSession, actor: Actor, asked: WaiverQuery) -> Page[WaiverRead]:
    """The waivers one may see: what waits first, then the newest."""
    rows, frame = await page_rows(session, queries.listing(actor, asked), asked)
    return Page(items=await with_actions(session, actor, rows), **frame)


@read_case
async def statistics(session: AsyncSession, actor: Actor, asked: PeriodQuery) -> WaiverStatistics:
    """Requested, granted, refused and revoked, per organisation and rule in a period."""
    rows = await session.execute(queries.statistics(actor, asked))
    return WaiverStatistics(
        since=asked.since,
        until=asked.until,
        rows=[
            WaiverCount(
                organisation=PlaceRead(id=row.organisation_id, name=row.name)
                if row.organisation_id
                else None,
                rule_name=RULE_NAMES[row.rule_id],
                **{n: getattr(row, n) for n in ("rule_id", "requested", "granted")},
                **{n: getattr(row, n) for n in ("refused", "revoked")},
            )
            for row in rows
        ],
    )


async def _may_read_files(session: AsyncSession, actor: Actor, waiver_id: UUID) -> bool:
    return await queries.visible(session, actor, waiver_id) is not None


register_reader(WAIVER.subject, _may_read_files)
