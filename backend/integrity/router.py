"""Reports, findings, appeals and imported lists over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Query
from fastapi.responses import Response

from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.integrity.schemas import (
    AppealCard,
    AppealDecisionIn,
    AppealIn,
    AppealQuery,
    BecauseIn,
    CheckIn,
    CreditStanding,
    FindingEffects,
    FindingIn,
    FindingRead,
    HoldDecisionIn,
    HoldQuery,
    HoldRead,
    ImportConfirmed,
    ImportForm,
    ImportRead,
    ImportResult,
    NoteIn,
    OwnRecord,
    PublicReportDone,
    PublicReportIn,
    ReportCard,
    ReporterRead,
    ReportIn,
    ReportQuery,
    ReportRead,
    ReportStatus,
    StatusQuery,
    SubjectType,
)
from backend.integrity.service import (
    appealing,
    checking,
    finding,
    holding,
    importing,
    public_report,
    reading,
    reporting,
)
from backend.platform.pagination import Page, PageQuery
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("integrity")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.post("/integrity/reports", permission=Permission.ACCOUNT_SELF, status_code=201)
async def report(body: ReportIn, db: Db, actor: Who) -> ReportStatus:
    """Report a false statement, signed in."""
    return await reporting.report(db, actor, body)


@router.post("/integrity/public-reports", public=True, status_code=201, upload=True)
async def public_report_(
    body: Annotated[PublicReportIn, Form(media_type="multipart/form-data")], db: Db
) -> PublicReportDone:
    """Report a false statement as a visitor, with a contact and files."""
    return await public_report.report(db, body)


@router.post("/integrity/public-reports/status", public=True, idempotent=False)
async def public_status(body: StatusQuery, db: Db) -> ReportStatus:
    """How a visitor's report stands, by its number and code."""
    return await public_report.status(db, body)


@router.get("/integrity/reports", permission=Permission.REPORT_HANDLE)
async def reports(asked: Annotated[ReportQuery, Query()], db: Db, actor: Who) -> Page[ReportCard]:
    """The reports on my desk."""
    return await reporting.listing(db, actor, asked)


@router.get("/integrity/reports/mine", permission=Permission.ACCOUNT_SELF)
async def my_reports(db: Db, actor: Who) -> list[ReportStatus]:
    """What I have reported, and how it stands."""
    return await reporting.mine(db, actor)


@router.get("/integrity/reports/{report_id}", permission=Permission.REPORT_HANDLE)
async def read_report(report_id: UUID, db: Db, actor: Who) -> ReportRead:
    """One report, without who reported."""
    return await reporting.read(db, actor, report_id)


@router.post("/integrity/reports/{report_id}/look-into", permission=Permission.REPORT_HANDLE)
async def look_into(report_id: UUID, db: Db, actor: Who) -> ReportRead:
    """Take a report up."""
    return await reporting.look_into(db, actor, report_id)


@router.post("/integrity/reports/{report_id}/note", permission=Permission.REPORT_HANDLE)
async def note(report_id: UUID, body: NoteIn, db: Db, actor: Who) -> ReportRead:
    """Write down what looking into it has come to."""
    return await reporting.note(db, actor, report_id, body.note)


@router.post("/integrity/reports/{report_id}/dismiss", permission=Permission.REPORT_HANDLE)
async def dismiss_report(report_id: UUID, body: BecauseIn, db: Db, actor: Who) -> ReportRead:
    """Say with a reason that there is nothing to find."""
    return await reporting.dismiss(db, actor, report_id, body.reason)


@router.post(
    "/integrity/reports/{report_id}/reveal", permission=Permission.CREDIT_MANAGE, idempotent=False
)
async def reveal(report_id: UUID, body: BecauseIn, db: Db, actor: Who) -> ReporterRead:
    """Who reported, for a stated purpose that is logged."""
    return await reporting.reveal(db, actor, report_id, body.reason)


@router.post("/integrity/findings", permission=Permission.CREDIT_MANAGE, status_code=201)
async def propose(body: FindingIn, db: Db, actor: Who) -> FindingRead:
    """Propose a finding against a registration, or against somebody by name and number."""
    return await finding.propose(db, actor, body)


@router.get("/integrity/findings/{record_id}", permission=Permission.CREDIT_READ)
async def read_finding(record_id: UUID, db: Db, actor: Who) -> FindingRead:
    """A finding with its papers, effects and appeal."""
    return await reading.read(db, actor, record_id)


@router.post("/integrity/findings/{record_id}/confirm", permission=Permission.CREDIT_MANAGE)
async def confirm(record_id: UUID, db: Db, actor: Who) -> FindingEffects:
    """Confirm a colleague's finding: disqualification with all its effects."""
    return await finding.confirm(db, actor, record_id)


@router.post("/integrity/findings/{record_id}/dismiss", permission=Permission.CREDIT_MANAGE)
async def dismiss(record_id: UUID, body: BecauseIn, db: Db, actor: Who) -> FindingRead:
    """Say that a proposed finding does not stand."""
    return await finding.dismiss(db, actor, record_id, body.reason)


@router.post("/integrity/findings/{record_id}/lift", permission=Permission.CREDIT_MANAGE)
async def lift(record_id: UUID, body: BecauseIn, db: Db, actor: Who) -> FindingRead:
    """Lift a finding with a reason: the block ends, what was ended stays ended."""
    return await finding.lift(db, actor, record_id, body.reason)


@router.get("/integrity/mine", permission=Permission.ACCOUNT_SELF)
async def mine(db: Db, actor: Who) -> list[OwnRecord]:
    """What is held against me or my enterprise, and how to appeal."""
    return await appealing.mine(db, actor)


@router.post(
    "/integrity/findings/{record_id}/appeal", permission=Permission.ACCOUNT_SELF, status_code=201
)
async def appeal(record_id: UUID, body: AppealIn, db: Db, actor: Who) -> list[OwnRecord]:
    """Appeal against a finding that is held against me."""
    return await appealing.appeal(db, actor, record_id, body)


@router.get("/integrity/appeals", permission=Permission.CREDIT_MANAGE)
async def appeals(asked: Annotated[AppealQuery, Query()], db: Db) -> Page[AppealCard]:
    """The appeals, what is open first."""
    return await reading.appeals(db, asked)


@router.post("/integrity/appeals/{appeal_id}/decide", permission=Permission.CREDIT_MANAGE)
async def decide_appeal(appeal_id: UUID, body: AppealDecisionIn, db: Db, actor: Who) -> FindingRead:
    """Uphold, change or revoke, by somebody who neither proposed nor confirmed."""
    return await appealing.decide(db, actor, appeal_id, body)


@router.get("/integrity/holds", permission=Permission.CREDIT_MANAGE)
async def holds(asked: Annotated[HoldQuery, Query()], db: Db, actor: Who) -> Page[HoldRead]:
    """Running services that the department decides about, what is due first."""
    return await reading.holds(db, actor, asked)


@router.post("/integrity/holds/{hold_id}/decide", permission=Permission.CREDIT_MANAGE)
async def decide_hold(hold_id: UUID, body: HoldDecisionIn, db: Db, actor: Who) -> HoldRead:
    """Let a service go on, or end it."""
    return await holding.decide(db, actor, hold_id, body)


@router.get("/integrity/standing/{subject_type}/{subject_id}", permission=Permission.CREDIT_READ)
async def standing(
    subject_type: SubjectType, subject_id: UUID, db: Db, actor: Who
) -> CreditStanding:
    """Whether bad credit blocks a registration, and who looked it up where."""
    return await checking.standing(db, actor, subject_type, subject_id)


@router.post(
    "/integrity/standing/{subject_type}/{subject_id}/checks",
    permission=Permission.CREDIT_READ,
    status_code=201,
)
async def check(
    subject_type: SubjectType, subject_id: UUID, body: CheckIn, db: Db, actor: Who
) -> CreditStanding:
    """Write down a look into an outside list."""
    return await checking.record_check(db, actor, subject_type, subject_id, body)


@router.get(
    "/integrity/imports/template",
    permission=Permission.CREDIT_MANAGE,
    response_class=Response,
    responses={200: {"content": {XLSX: {}}, "description": "导入模板"}},
)
async def import_template(db: Db) -> Response:
    """The empty table to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="credit-import.xlsx"'}
    return Response(await importing.read_template(db), media_type=XLSX, headers=headers)


@router.get("/integrity/imports", permission=Permission.CREDIT_MANAGE)
async def imports(asked: Annotated[PageQuery, Query()], db: Db, actor: Who) -> Page[ImportRead]:
    """The lists that were taken over."""
    return await importing.listing(db, actor, asked)


@router.post(
    "/integrity/imports", permission=Permission.CREDIT_MANAGE, status_code=201, upload=True
)
async def run_import(
    body: Annotated[ImportForm, Form(media_type="multipart/form-data")], db: Db, actor: Who
) -> ImportResult:
    """Read an outside list; a dry run changes nothing and tells all."""
    return await importing.run(db, actor, body)


@router.post("/integrity/imports/{import_id}/confirm", permission=Permission.CREDIT_MANAGE)
async def confirm_import(import_id: UUID, db: Db, actor: Who) -> ImportConfirmed:
    """Confirm every record of a list that waits, as a second officer."""
    return await importing.confirm(db, actor, import_id)
