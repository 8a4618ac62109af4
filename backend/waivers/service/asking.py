"""Asking for a waiver, for oneself or as the recommending organisation."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import service as attachments
from backend.attachments.schemas import Parent
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import conflict, enforce, not_found
from backend.waivers import queries
from backend.waivers.models import Waiver
from backend.waivers.queries import Subject
from backend.waivers.rules import (
    DECIDED_BY_DEPARTMENT,
    RULE_NAMES,
    SCOPE_NAMES,
    waivable,
)
from backend.waivers.schemas import AskedQuery, AskedRead, WaiverDetail, WaiverIn
from backend.waivers.service.reading import decider_role, detail, read
from backend.waivers.states import WAIVER, Stance

PENDING = "这项豁免已经申请，正在等待决定，无需重复申请。"
on_violation("uq_waivers_open", PENDING)

Office = Callable[[AsyncSession, UUID], Awaitable[UUID | None]]
_OFFICES: dict[str, Office] = {}


def register_office(subject_type: str, find: Office) -> None:
    """Let the subject's slice say who is competent before a submission settles it."""
    _OFFICES[subject_type] = find


async def _subject(session: AsyncSession, actor: Actor, asked: AskedQuery | WaiverIn) -> Subject:
    """The subject with its competent organisation. Raises 404 for a foreign one."""
    enforce(waivable(asked.rule_id, asked.subject_type))
    found = await queries.subject(session, asked.subject_type, asked.subject_id)
    if found is None:
        raise not_found("申请豁免的对象")
    office = found.organisation_id
    if office is None and asked.subject_type in _OFFICES:
        office = await _OFFICES[asked.subject_type](session, asked.subject_id)
    ours = actor.role is Role.REVIEWER and office == actor.organisation_id is not None
    if not (_speaks(actor, asked.subject_type, found) or ours):
        raise not_found("申请豁免的对象")
    return Subject(found.title, office, found.beneficiaries)


def _speaks(actor: Actor, subject_type: str, found: Subject) -> bool:
    """The expert, the team's leader, anybody of the enterprise."""
    if subject_type == "demands":
        return actor.role is Role.ENTERPRISE and actor.account_id in found.beneficiaries
    return actor.account_id == found.beneficiaries[0]


async def _enforce_new(session: AsyncSession, body: WaiverIn) -> None:
    if body.rule_id in await queries.granted(session, body.subject_id, clock.today()):
        raise conflict("这项豁免已经同意，无需重复申请。")
    if await queries.open_request(session, body.rule_id, body.subject_id):
        raise conflict(PENDING)


def _beneficiary(actor: Actor, subject: Subject) -> UUID | None:
    mine = actor.account_id in subject.beneficiaries
    return actor.account_id if mine else subject.beneficiaries[0]


@use_case
async def request(session: AsyncSession, actor: Actor, body: WaiverIn) -> WaiverDetail:
    """Ask for an exception, for oneself or as the organisation recommending the subject.

    An organisation that asks has given its opinion by asking. Raises 409 WAIVER-04 for a rule
    without waiver, 404 for a foreign subject, 409 when one is granted or asked for already.
    """
    subject = await _subject(session, actor, body)
    await _enforce_new(session, body)
    waiver = Waiver(
        id=new_id(),
        subject_title=subject.title,
        organisation_id=subject.organisation_id,
        requested_by=actor.account_id,
        beneficiary_account_id=_beneficiary(actor, subject),
        **body.model_dump(exclude={"attachments"}),
    )
    if actor.account_id not in subject.beneficiaries and body.rule_id in DECIDED_BY_DEPARTMENT:
        waiver.opinion, waiver.opinion_stance = body.reason, Stance.SUPPORT
        waiver.opinion_by, waiver.opinion_at = actor.account_id, clock.now()
    await audit.create(session, waiver, WAIVER, actor, rule=body.rule_id)
    await attachments.attach(session, actor, body.attachments, Parent(WAIVER.subject, waiver.id))
    await _tell_office(session, waiver)
    return await detail(session, actor, waiver.id)


async def _tell_office(session: AsyncSession, waiver: Waiver) -> None:
    wants = "提出意见" if waiver.rule_id in DECIDED_BY_DEPARTMENT else "决定"
    office = waiver.organisation_id if waiver.opinion is None else None
    if office is None:
        wants = "决定"
    for account_id in await queries.office_accounts(session, office):
        await send_message(
            session,
            f"waiver:{waiver.id}:asked",
            account_id,
            f"有豁免申请待{wants}",
            f"申请豁免“{RULE_NAMES[waiver.rule_id]}”，请查看理由和材料后{wants}。",
            f"/waivers/{waiver.id}",
        )


@read_case
async def before_asking(session: AsyncSession, actor: Actor, asked: AskedQuery) -> AskedRead:
    """What to know before asking: who decides, and what was decided before.

    Raises 409 WAIVER-04 for a rule without waiver, 404 for a foreign subject.
    """
    subject = await _subject(session, actor, asked)
    heard = None
    if asked.rule_id in DECIDED_BY_DEPARTMENT and subject.organisation_id is not None:
        heard = await queries.organisation_name(session, subject.organisation_id)
    former = await queries.earlier(session, actor, asked.rule_id, asked.subject_id)
    return AskedRead(
        rule_name=RULE_NAMES[asked.rule_id],
        subject_title=subject.title,
        scope=SCOPE_NAMES[asked.subject_type],
        decided_by_role=decider_role(asked.rule_id, subject.organisation_id),
        opinion_by=heard,
        former=[read(row) for row in former],
    )
