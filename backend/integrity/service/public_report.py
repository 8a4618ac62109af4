"""Reports by visitors: without an account, with a way to be reached, and a code to ask with."""

import hmac
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import service as attachments
from backend.attachments.schemas import Parent, Upload
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.integrity.models import IntegrityReport
from backend.integrity.queries import papers
from backend.integrity.schemas import PublicReportDone, PublicReportIn, ReportStatus, StatusQuery
from backend.integrity.service.reporting import add_report, status_of
from backend.integrity.states import REPORT
from backend.platform import request_scope, throttle
from backend.platform.crypto import fingerprint, normal_number
from backend.platform.database import Database, read_case, use_case
from backend.platform.problems import not_found

VISITOR = Actor(None, None, "群众举报", Role.PERSON)
MOST_REPORTS, MOST_QUESTIONS, WINDOW = 5, 20, timedelta(hours=1)
CODE_LENGTH = 10


def code_of(report: IntegrityReport) -> str:
    """The code only who reported was told; it is made of the platform's key, not stored."""
    return fingerprint(f"report {report.id}")[:CODE_LENGTH].upper()


async def _throttled(db: Database, what: str, burst: int) -> None:
    """Raises 429 when an address asks too often."""
    scope = request_scope.current()
    key = f"{what}-from:{scope.client_address if scope else ''}"
    async with db.transaction() as session:
        await throttle.take(session, key, burst=burst, per=WINDOW)


@use_case
async def _report(session: AsyncSession, body: PublicReportIn) -> PublicReportDone:
    columns = body.model_dump(exclude={"files", "reporter_name"})
    report = await add_report(
        session, VISITOR, reporter_name=body.reporter_name or None, subject_id=None, **columns
    )
    for file in body.files:
        arrived = Upload(file.file, file.filename or "")
        await attachments.receive(session, VISITOR, arrived, Parent(REPORT.subject, report.id))
    return PublicReportDone(number=report.number, code=code_of(report), due_on=report.due_on)


async def report(db: Database, body: PublicReportIn) -> PublicReportDone:
    """Report a false statement without an account. Raises 422 for a file we do not take."""
    await _throttled(db, "report", MOST_REPORTS)
    return await _report(db, body)


@read_case
async def _status(session: AsyncSession, asked: StatusQuery) -> ReportStatus:
    report = await papers.numbered(session, asked.number.upper())
    given = normal_number(asked.code)
    # Compared in constant time; a report from an account is asked for by signing in.
    if report is None or report.reporter_contact is None:
        raise not_found("这件举报，请核对编号和查询码")
    if not hmac.compare_digest(code_of(report).encode(), given.encode()):
        raise not_found("这件举报，请核对编号和查询码")
    return await status_of(session, report)


async def status(db: Database, asked: StatusQuery) -> ReportStatus:
    """How a visitor's report stands. Raises 404 for a wrong number or code."""
    await _throttled(db, "report-status", MOST_QUESTIONS)
    return await _status(db, asked)
