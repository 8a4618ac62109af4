"""What the world knows of false statements: reports, findings, an appeal, a hold, a list."""

import io

import openpyxl
from fastapi import UploadFile
from sqlalchemy import text

from backend.identity.permissions import Role
from backend.integrity.schemas import (
    AppealIn,
    FindingIn,
    ImportForm,
    PublicReportIn,
    ReportIn,
)
from backend.integrity.service import appealing, finding, importing, public_report, reporting
from tests.authorization.builder import Builder
from tests.factories import agreements, experts
from tests.factories.integrity import DECISION, fraud

FACTS = "举密其申报的专利在公开数据中查不到，编号与他人专利相同。"
CONTACT = "13855550001"
SECRET = "信因伪造检测报告"


async def false_statements(made: Builder) -> None:
    """Everything of clause 6.1.2, against one expert, one firm and nobody in particular."""
    await _reports(made)
    await _proposed(made)
    await _disqualified(made)
    await _list(made)
    for label in ("filed expert", "filed unnamed"):
        thing = made.things.one("expert", label)
        made.add("standing", label, thing.id, thing.relations, subject_type="experts")


async def _reports(made: Builder) -> None:
    db, cast = made.db, made.cast
    body = ReportIn(
        subject_type="experts",
        subject_id=cast["expert"].expert_id,
        subject_name="演示名公开",
        behaviour_class="FALSE_MATERIAL",
        facts=FACTS,
    )
    await reporting.report(db, cast["person"], body)
    visitor = {**body.model_dump(exclude={"attachments", "subject_id"}), "facts": FACTS[2:] * 2}
    await public_report.report(db, PublicReportIn(**visitor, reporter_contact=CONTACT))
    async with db.reading() as session:
        query = "SELECT id, organisation_id FROM integrity_reports ORDER BY id"
        rows = (await session.execute(text(query))).all()
    for row in rows:
        office = frozenset({"city_here"} if row.organisation_id else ())
        relations = {"office": office, "department": made.to.department}
        label = "to an office" if row.organisation_id else "to the department"
        made.add("report", label, row.id, relations)


async def _proposed(made: Builder) -> None:
    body = DECISION | {
        "subject_type": "enterprises",
        "subject_number": experts.credit_code(99, "91360100"),
        "subject_name": "演示信用某公司",
        "behaviour": SECRET,
    }
    officer = made.cast["second_officer"]
    record = await finding.propose(made.db, officer, FindingIn.model_validate(body))
    made.add("record", "proposed", record.id, {"department": made.to.department})


async def _disqualified(made: Builder) -> None:
    """An expert in service whom two officers disqualify, and who appeals."""
    db, cast, department = made.db, made.cast, {"department": made.to.department}
    office = cast["city_there"].organisation_id
    cast.actors["disgraced"] = await fraud(db, organisation_id=office)
    demand = await made.published("失信需求甲")
    await agreements.filed_agreement(db, made.stage("disgraced", demand))
    about = {"subject_type": "experts", "subject_id": cast["disgraced"].expert_id}
    body = FindingIn.model_validate(DECISION | about)
    record = await finding.propose(db, cast["second_officer"], body)
    await finding.confirm(db, cast["department"], record.id)
    known = {"confirmed": cast.with_role(Role.REVIEWER), "owner": frozenset({"disgraced"})}
    made.add("record", "confirmed", record.id, department | known)
    grounds = AppealIn(grounds="证书原件真实有效，登记编号系录入错误，附登记部门的证明。")
    (own,) = await appealing.appeal(db, cast["disgraced"], record.id, grounds)
    assert own.appeal
    made.add("appeal", "filed", own.appeal.id, department)
    async with db.reading() as session:
        held = (await session.execute(text("SELECT id FROM service_holds"))).scalar_one()
    made.add("hold", "open", held, department)


async def _list(made: Builder) -> None:
    row = ["企业", "演示外单有限公司", experts.credit_code(98, "91360100"), "其他失信行为"]
    row += ["演示外单行为", "演示外〔2026〕1号", "演示外单机关", "2026-01-01", "", "否"]
    book = openpyxl.Workbook()
    for line in (list(importing.FIELDS), row):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    form = ImportForm(
        source="演示外单平台",
        dry_run=False,
        file=UploadFile(content, filename="list.xlsx"),
    )
    done = await importing.run(made.db, made.cast["second_officer"], form)
    made.add("import", "taken over", done.id, {"department": made.to.department})
