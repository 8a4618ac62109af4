"""Showing findings, appeals and services put before the department."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import Parent
from backend.attachments.service import attachments_of
from backend.audit.service import timeline
from backend.credit_records import service as credit_records
from backend.credit_records.states import CONFIRMED
from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role
from backend.integrity.models import IntegrityAppeal
from backend.integrity.queries import papers
from backend.integrity.queries.papers import CreditRecord
from backend.integrity.rules import decided_by_another
from backend.integrity.schemas import (
    AppealCard,
    AppealQuery,
    AppealRead,
    FindingRead,
    HoldQuery,
    HoldRead,
)
from backend.integrity.states import APPEAL, HOLD
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow

APPEAL_LABELS = {"uphold": "维持认定", "change": "变更期限", "revoke": "撤销认定"}
HOLD_LABELS = {"continue": "继续服务", "end": "终止服务"}


def handlers(record: CreditRecord) -> set[str]:
    """Who proposed and who confirmed."""
    return {str(record.proposed_by), str(record.confirmed_by)}


def _appeal_actions(
    actor: Actor, appeal: IntegrityAppeal, record: CreditRecord
) -> list[AllowedAction]:
    if not actor.may(Permission.CREDIT_MANAGE):
        return []
    another = decided_by_another(str(actor.account_id), handlers(record))
    return [
        allowed(name, label, another)
        for name, label in APPEAL_LABELS.items()
        if APPEAL.allows(appeal.state, name)
    ]


def appeal_card(appeal: IntegrityAppeal, record: CreditRecord) -> AppealCard:
    """An appeal in a list."""
    return AppealCard(
        id=appeal.id,
        version=appeal.version,
        record_id=record.id,
        subject_name=record.subject_name,
        decision_document=record.decision_document,
        state=appeal.state,
        state_name=APPEAL.label(appeal.state),
        created_at=appeal.created_at,
        due_on=appeal.due_on,
    )


async def appeal_read(
    session: AsyncSession, actor: Actor, record: CreditRecord
) -> AppealRead | None:
    """Step: the appeal against a record, for its subject and its deciders."""
    appeal = await papers.appeal_of(session, record.id)
    if appeal is None:
        return None
    return AppealRead(
        **appeal_card(appeal, record).model_dump(),
        grounds=appeal.grounds,
        decision_note=appeal.decision_note,
        decided_at=appeal.decided_at,
        attachments=await attachments_of(session, Parent(APPEAL.subject, appeal.id)),
        allowed_actions=_appeal_actions(actor, appeal, record),
    )


def hold_read(actor: Actor, row: AnyRow) -> HoldRead:
    """A service put before the department."""
    hold = row.ServiceHold
    may = actor.may(Permission.CREDIT_MANAGE)
    actions = [
        allowed(name, label)
        for name, label in HOLD_LABELS.items()
        if may and HOLD.allows(hold.state, name)
    ]
    columns = ("id", "version", "record_id", "engagement_id", "due_on", "state", "note")
    return HoldRead(
        **{name: getattr(hold, name) for name in columns},
        demand_title=row.demand_title,
        enterprise_name=row.enterprise_name,
        expert_name=row.expert_name,
        state_name=HOLD.label(hold.state),
        decided_at=hold.decided_at,
        allowed_actions=actions,
    )


async def finding(session: AsyncSession, actor: Actor, record: CreditRecord) -> FindingRead:
    """Step: a record with its papers and everything that followed."""
    shown = await credit_records.read(session, actor, record)
    story = [("credit_records", record.id)]
    appeal = await appeal_read(session, actor, record)
    if appeal is not None:
        story.append((APPEAL.subject, appeal.id))
    return FindingRead(
        **shown.model_dump(),
        report_id=record.report_id,
        report_number=await papers.report_number(session, record.report_id),
        attachments=await attachments_of(session, Parent("credit_records", record.id)),
        holds=[hold_read(actor, row) for row in await papers.holds_of(session, record.id)],
        appeal=appeal,
        timeline=await timeline(session, story),
    )


def _may_know(actor: Actor, record: CreditRecord) -> bool:
    return actor.role is Role.DEPARTMENT or record.state in CONFIRMED


@read_case
async def read(session: AsyncSession, actor: Actor, record_id: UUID) -> FindingRead:
    """One finding. Raises 404 without one, and for organisations before it is confirmed."""
    record = await papers.record(session, record_id)
    if record is None or not _may_know(actor, record):
        raise not_found(credit_records.WHAT)
    return await finding(session, actor, record)


@read_case
async def appeals(session: AsyncSession, asked: AppealQuery) -> Page[AppealCard]:
    """The appeals, what is open first."""
    rows, frame = await page_rows(session, papers.appeal_list(asked), asked)
    items = [appeal_card(row.IntegrityAppeal, row.CreditRecord) for row in rows]
    return Page(items=items, **frame)


@read_case
async def holds(session: AsyncSession, actor: Actor, asked: HoldQuery) -> Page[HoldRead]:
    """The services put before the department, what is open first."""
    rows, frame = await page_rows(session, papers.hold_list(asked), asked)
    return Page(items=[hold_read(actor, row) for row in rows], **frame)
