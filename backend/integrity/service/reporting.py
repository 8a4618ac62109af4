"""Reports of false statements: received, looked into, and a finding or a reasoned no.

Who reported is protected: sealed at rest, never shown to the subject, to the competent
organisation not at all, to the department for a stated purpose that is logged.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import service as attachments
from backend.attachments.schemas import Parent
from backend.attachments.service import attachments_of, register_reader
from backend.audit.schemas import TimelineEntry
from backend.audit.service import timeline
from backend.codelists import service as codelists
from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role
from backend.identity.schemas import PlaceRead
from backend.integrity.models import IntegrityReport
from backend.integrity.queries import papers, subjects
from backend.integrity.queries.papers import CreditRecord
from backend.integrity.rules import handled_by_another
from backend.integrity.schemas import (
    ReportCard,
    ReporterRead,
    ReportIn,
    ReportQuery,
    ReportRead,
    ReportStatus,
)
from backend.integrity.service.naming import class_name, enforce_class, registration
from backend.integrity.states import REPORT, ReportState
from backend.platform import audit, clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.numbers import next_number
from backend.platform.outbox import send_message
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import enforce, forbidden, not_found
from backend.platform.rows import AnyRow
from backend.policies.service import current_policy

WHAT = "这件举报"
SERIES = "JB"
LABELS = {"look_into": "开始核查", "note": "记录核查情况", "dismiss": "不予认定"}
on_violation("ck_integrity_reports_not_own", "您与这件举报有关，请由同事办理。", rule="REPORT-01")


async def add_report(session: AsyncSession, actor: Actor, **columns: Any) -> IntegrityReport:
    """Step: a report comes in, goes to the competent office, and its clock begins."""
    await enforce_class(session, columns["behaviour_class"], columns["subject_type"])
    office = None
    if columns.get("subject_id"):
        name, office, _ = await registration(
            session, columns["subject_type"], columns["subject_id"]
        )
        columns["subject_name"] = name
    policy = await current_policy(session)
    days = await codelists.calendar(session)
    report = IntegrityReport(
        id=new_id(),
        number=await next_number(session, SERIES),
        organisation_id=office,
        due_on=days.add_working_days(clock.today(), policy.report_working_days),
        **columns,
    )
    await audit.create(session, report, REPORT, actor)
    await _tell_offices(session, report)
    return report


async def _tell_offices(session: AsyncSession, report: IntegrityReport) -> None:
    concerned = set(
        await subjects.subject_accounts(session, report.subject_type, report.subject_id)
    )
    offices = await subjects.office_accounts(session, None)
    if report.organisation_id is not None:
        offices += await subjects.office_accounts(session, report.organisation_id)
    for account_id in set(offices) - concerned - {report.reporter_account_id}:
        await send_message(
            session,
            f"report:{report.id}:received",
            account_id,
            "收到一件诚信举报",
            f"编号 {report.number}，请在{report.due_on:%-m月%-d日}前办结。",
            f"/integrity/reports/{report.id}",
        )


@use_case
async def report(session: AsyncSession, actor: Actor, body: ReportIn) -> ReportStatus:
    """Report a false statement, signed in. Raises 404 for an unknown registration."""
    columns = body.model_dump(exclude={"attachments"})
    made = await add_report(session, actor, reporter_account_id=actor.account_id, **columns)
    await attachments.attach(session, actor, body.attachments, Parent(REPORT.subject, made.id))
    return await status_of(session, made)


async def status_of(session: AsyncSession, report: IntegrityReport) -> ReportStatus:
    """Step: how a report stands, for who reported."""
    return ReportStatus(
        number=report.number,
        subject_name=report.subject_name,
        behaviour_class_name=await class_name(session, report.behaviour_class),
        state=report.state,
        state_name=REPORT.label(report.state),
        created_at=report.created_at,
        due_on=report.due_on,
        settled_because=report.settled_because,
    )


@read_case
async def mine(session: AsyncSession, actor: Actor) -> list[ReportStatus]:
    """What I have reported, and how it stands."""
    found = await papers.reported_by(session, actor.account_id)
    return [await status_of(session, one) for one in found]


async def _card(session: AsyncSession, row: AnyRow) -> ReportCard:
    report: IntegrityReport = row.IntegrityReport
    office = report.organisation_id
    derived = {
        "behaviour_class_name": await class_name(session, report.behaviour_class),
        "organisation": PlaceRead(id=office, name=row.organisation_name) if office else None,
        "state_name": REPORT.label(report.state),
    }
    shown = {n: getattr(report, n) for n in ReportCard.model_fields if n not in derived}
    return ReportCard(**shown, **derived)


def _actions(actor: Actor, report: IntegrityReport) -> list[AllowedAction]:
    may = actor.may(Permission.REPORT_HANDLE) and report.state != ReportState.FINDING_PROPOSED
    offered = [
        allowed(name, label)
        for name, label in LABELS.items()
        if may and REPORT.allows(report.state, name)
    ]
    if actor.may(Permission.CREDIT_MANAGE):
        if REPORT.allows(report.state, "propose"):
            offered.append(allowed("propose", "提出认定"))
        offered.append(allowed("reveal", "查看举报人"))
    return offered


async def _story(session: AsyncSession, report: IntegrityReport) -> list[TimelineEntry]:
    """What was done with it; its beginning would name the reporter."""
    found = await timeline(session, [(REPORT.subject, report.id)])
    return [entry for entry in found if entry.action != "create"]


async def _detail(session: AsyncSession, actor: Actor, report_id: UUID) -> ReportRead:
    row = await papers.report(session, actor, report_id)
    if row is None:
        raise not_found(WHAT)
    report: IntegrityReport = row.IntegrityReport
    return ReportRead(
        **(await _card(session, row)).model_dump(),
        facts=report.facts,
        from_account=report.reporter_account_id is not None,
        findings_note=report.findings_note,
        settled_because=report.settled_because,
        record_id=await papers.record_of_report(session, report.id),
        attachments=await attachments_of(session, Parent(REPORT.subject, report.id)),
        allowed_actions=_actions(actor, report),
        timeline=await _story(session, report),
    )


@read_case
async def listing(session: AsyncSession, actor: Actor, asked: ReportQuery) -> Page[ReportCard]:
    """The reports on my desk."""
    rows, frame = await page_rows(session, papers.report_list(actor, asked), asked)
    return Page(items=[await _card(session, row) for row in rows], **frame)


@read_case
async def read(session: AsyncSession, actor: Actor, report_id: UUID) -> ReportRead:
    """One report. Raises 404 for others, for its subject and for its reporter."""
    return await _detail(session, actor, report_id)


async def _held(session: AsyncSession, actor: Actor, report_id: UUID) -> IntegrityReport:
    """The report, locked, for who may handle it. Raises 404, or 409 REPORT-01."""
    if await papers.report(session, actor, report_id) is None:
        raise not_found(WHAT)
    report = await lock(session, IntegrityReport, report_id, WHAT)
    about = await subjects.subject_accounts(session, report.subject_type, report.subject_id)
    concerned = {str(one) for one in (*about, report.reporter_account_id)}
    enforce(handled_by_another(str(actor.account_id), concerned))
    return report


@use_case
async def look_into(session: AsyncSession, actor: Actor, report_id: UUID) -> ReportRead:
    """Take a report up, also one that was dismissed."""
    report = await _held(session, actor, report_id)
    report.handled_by, report.settled_because = actor.account_id, None
    await audit.transition(session, report, REPORT, "look_into", actor)
    await _tell_reporter(session, report, "您的举报已开始核查。")
    return await _detail(session, actor, report_id)


@use_case
async def note(session: AsyncSession, actor: Actor, report_id: UUID, text: str) -> ReportRead:
    """Write down what looking into it has come to."""
    report = await _held(session, actor, report_id)
    report.findings_note = text
    await audit.transition(session, report, REPORT, "note", actor, note=text)
    return await _detail(session, actor, report_id)


@use_case
async def dismiss(session: AsyncSession, actor: Actor, report_id: UUID, reason: str) -> ReportRead:
    """Say with a reason that there is nothing to find."""
    report = await _held(session, actor, report_id)
    if report.state == ReportState.FINDING_PROPOSED:
        raise forbidden("已提出认定，请在认定页面处理。")
    report.settled_because, report.handled_by = reason, actor.account_id
    await audit.transition(session, report, REPORT, "dismiss", actor, reason=reason)
    await _tell_reporter(session, report, "您的举报经核查不予认定，理由请登录查看。")
    return await _detail(session, actor, report_id)


@use_case
async def reveal(session: AsyncSession, actor: Actor, report_id: UUID, reason: str) -> ReporterRead:
    """Who reported, for the department alone and a purpose that is logged. Raises 403."""
    report = await _held(session, actor, report_id)
    if actor.role is not Role.DEPARTMENT:
        raise forbidden("举报人信息只有省科技厅在说明用途后可以查看。")
    await audit.record(session, report, "reveal", actor, reason=reason)
    if report.reporter_account_id is None:
        return ReporterRead(name=report.reporter_name, contact=report.reporter_contact)
    name, phone = await subjects.account_contact(session, report.reporter_account_id)
    return ReporterRead(name=name, contact=phone)


async def report_for_finding(session: AsyncSession, actor: Actor, report_id: UUID) -> None:
    """Step: a report leads to a proposed finding."""
    report = await _held(session, actor, report_id)
    await audit.transition(session, report, REPORT, "propose", actor)
    await _tell_reporter(session, report, "您的举报经核查已提出认定，等待复核。")


async def conclude(
    session: AsyncSession, actor: Actor, record: CreditRecord, action: str, reason: str
) -> None:
    """Step: what became of the finding becomes of its report."""
    if record.report_id is None:
        return
    report = await lock(session, IntegrityReport, record.report_id, WHAT)
    if REPORT.allows(report.state, action):
        report.settled_because = reason
        await audit.transition(session, report, REPORT, action, actor, reason=reason)
        await _tell_reporter(session, report, f"您的举报已办结：{REPORT.label(report.state)}。")


async def _tell_reporter(session: AsyncSession, report: IntegrityReport, words: str) -> None:
    if report.reporter_account_id is not None:
        key = f"report:{report.id}:{report.version}"
        title = f"举报 {report.number} 有新进展"
        link = "/integrity/reports/mine"
        await send_message(session, key, report.reporter_account_id, title, words, link)


async def _may_read_files(session: AsyncSession, actor: Actor, report_id: UUID) -> bool:
    return await papers.report(session, actor, report_id) is not None


register_reader(REPORT.subject, _may_read_files, strict=True)
