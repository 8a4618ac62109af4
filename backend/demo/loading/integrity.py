"""Reports, findings and what follows: who is disqualified, who appeals, who is cleared."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.demo.identifiers import uscc
from backend.demo.loading.fates import ExpertFate, expert_fates
from backend.demo.loading.history import Life
from backend.demo.loading.incidents import firm_in
from backend.demo.loading.stage import Affair, Party, Stage
from backend.demo.loading.stories import Fate, home_expert, home_firm
from backend.integrity.schemas import (
    AppealDecisionIn,
    AppealIn,
    CheckIn,
    FindingIn,
    HoldDecisionIn,
    HoldQuery,
    ReportIn,
    ReportQuery,
)
from backend.integrity.service import appealing, checking, finding, holding, reading, reporting

_DOCUMENT = "演示科信〔{year}〕{number}号"
_BODY = "演示科研诚信联席办公室"
_GROUNDS = "原始记录和合同原件齐全，当时因系统录入有误造成不一致，现附原件和单位证明，请予复核。"
_HELD = 4
"""So many services whose expert is disqualified while it runs."""


def _expert(stage: Stage, fate: ExpertFate, number: int = 0) -> Party:
    found = [index for index, one in enumerate(expert_fates()) if one is fate]
    return stage.experts[found[number]]


async def _propose(stage: Stage, about: dict[str, Any], number: int, **more: Any) -> UUID:
    today = stage.rounds.now.date()
    body = {
        "behaviour_class": "FALSE_MATERIAL",
        "decision_document": _DOCUMENT.format(year=today.year, number=number),
        "deciding_body": _BODY,
        "valid_from": today - timedelta(days=20),
        "valid_to": today + timedelta(days=700),
    }
    form = FindingIn.model_validate(body | about | more)
    return (await finding.propose(stage.db, stage.officers[0], form)).id


def _about(kind: str, party: Party, behaviour: str) -> dict[str, Any]:
    return {"subject_type": kind, "subject_id": party.id, "behaviour": behaviour}


async def _report(stage: Stage, witness: Party, kind: str, party: Party, facts: str) -> None:
    body = {
        "subject_type": kind,
        "subject_id": party.id,
        "subject_name": "演示对象",
        "behaviour_class": "FALSE_MATERIAL",
        "facts": facts,
    }
    await reporting.report(stage.db, witness.actor, ReportIn.model_validate(body))


async def _newest_report(stage: Stage) -> UUID:
    page = await reporting.listing(stage.db, stage.officers[0], ReportQuery(limit=100))
    return max(page.items, key=lambda one: one.number).id


async def findings(stage: Stage) -> Life:
    """An expert by a report, and an enterprise; one more finding waits for a second officer."""
    yield stage.ago(24)
    witness = stage.experts[home_expert()]
    expert = _expert(stage, ExpertFate.DISQUALIFIED)
    facts = "其申报材料中的两项成果署名与公开发表的不一致，原作者称不知情。"
    await _report(stage, witness, "experts", expert, facts)
    report = await _newest_report(stage)
    yield stage.ago(20)
    await reporting.look_into(stage.db, stage.officers[0], report)
    note = "已向期刊和原作者核实，两项成果署名与申报不符，所在单位出具书面说明。"
    await reporting.note(stage.db, stage.officers[0], report, note)
    yield stage.ago(13)
    about = _about("experts", expert, "申报材料中的两项成果系冒用他人署名，经查属实。")
    more = {"behaviour_class": "FALSE_IDENTITY", "is_public": True, "report_id": report}
    first = await _propose(stage, about, 17, **more)
    firm = stage.enterprises[firm_in(Fate.OPEN)]
    about = _about("enterprises", firm, "提供虚假的研发投入审计报告，经查属实。")
    second = await _propose(stage, about, 18, is_public=True)
    yield stage.ago(10)
    for record in (first, second):
        await finding.confirm(stage.db, stage.officers[1], record)
    yield stage.ago(6)
    body = AppealIn(grounds=_GROUNDS)
    await appealing.appeal(stage.db, expert.actor, first, body)
    yield stage.ago(2)
    await _waits_for_a_second(stage, witness)


async def _waits_for_a_second(stage: Stage, witness: Party) -> None:
    paused = _expert(stage, ExpertFate.PAUSED)
    facts = "同一成果在两份不同年度的材料中重复申报，时间和单位前后不一致。"
    await _report(stage, witness, "experts", paused, facts)
    report = await _newest_report(stage)
    await reporting.look_into(stage.db, stage.officers[0], report)
    about = _about("experts", paused, "被反映同一成果在两份材料中重复申报，正在核实。")
    await _propose(stage, about, 21, report_id=report)


async def reports(stage: Stage) -> Life:
    """One dismissed, one looked into, one just in; and a look into an outside list."""
    yield stage.ago(30)
    witness = stage.experts[home_expert()]
    firm = stage.enterprises[home_firm()]
    party = _expert(stage, ExpertFate.PAUSED, 1)
    await _report(
        stage, witness, "experts", party, "职称证书的发证日期早于任职年限的要求，请核实。"
    )
    dismissed = await _newest_report(stage)
    yield stage.ago(26)
    because = "经核对人事档案和证书原件，发证日期与任职年限相符。"
    await reporting.dismiss(stage.db, stage.officers[1], dismissed, because)
    yield stage.ago(5)
    other = _expert(stage, ExpertFate.PAUSED, 2)
    await _report(stage, witness, "experts", other, "服务记录中有两天本人在省外参加会议，请核实。")
    await reporting.look_into(stage.db, stage.officers[1], await _newest_report(stage))
    yield stage.ago(1.2)
    facts = "需求中写明的检测设备现场并不存在，与填报的工作条件不符，请核实。"
    await _report(stage, witness, "enterprises", firm, facts)
    today = stage.rounds.now.date()
    for result, note in (("clean", "按统一社会信用代码查询"), ("unclear", "网站维护，改日再查")):
        check = CheckIn.model_validate(
            {"source": "信用中国", "result": result, "note": note}
            | {"checked_on": today - timedelta(days=2)}
        )
        await checking.record_check(stage.db, stage.officers[1], "enterprises", firm.id, check)


async def appeals(stage: Stage) -> Life:
    """Three who had left, were found out and appealed: upheld, changed, revoked."""
    behaviour = "业绩材料中的合同金额与备案不符，经查属实。"
    made: list[tuple[Party, UUID]] = []
    yield stage.ago(39)
    for number in range(3):
        party = _expert(stage, ExpertFate.LEFT, number)
        about = _about("experts", party, behaviour)
        made.append((party, await _propose(stage, about, 5 + number)))
    yield stage.ago(37)
    for _, record in made:
        await finding.confirm(stage.db, stage.officers[1], record)
    yield stage.ago(33)
    filed = []
    for party, record in made:
        (mine,) = await appealing.appeal(stage.db, party.actor, record, AppealIn(grounds=_GROUNDS))
        assert mine.appeal is not None
        filed.append(mine.appeal.id)
    yield stage.ago(21)
    sooner = stage.rounds.now.date() + timedelta(days=180)
    decisions: list[dict[str, Any]] = [
        {"action": "uphold", "note": "补充材料不足以推翻原认定，维持。"},
        {"action": "change", "note": "情节较轻且主动说明，缩短期限。", "valid_to": sooner},
        {"action": "revoke", "note": "原认定事实不清，予以撤销。"},
    ]
    for appeal, decision in zip(filed, decisions, strict=True):
        body = AppealDecisionIn.model_validate(decision)
        await appealing.decide(stage.db, stage.officers[3], appeal, body)


async def records(stage: Stage) -> Life:
    """Records of firms that never registered: dismissed, lifted, and run out."""
    yield stage.ago(60)
    today = stage.rounds.now.date()
    dismissed = await _old_record(stage, 1, "被举报提供虚假检测报告。", today)
    lifted = await _old_record(stage, 2, "科技项目结题材料造假。", today)
    over = today - timedelta(days=5)
    expired = await _old_record(stage, 3, "环保设施停运，经生态环境部门认定。", over)
    yield stage.ago(52)
    second = stage.officers[1]
    await finding.dismiss(stage.db, second, dismissed, "检测报告经核实真实有效。")
    for record in (lifted, expired):
        await finding.confirm(stage.db, second, record)
    yield stage.ago(18)
    await finding.lift(stage.db, second, lifted, "经复核，原认定主体有误，予以解除。")
    yield stage.ago(4)
    await finding.expire_due(stage.db)


async def _old_record(stage: Stage, number: int, behaviour: str, until: date) -> UUID:
    day = stage.rounds.now.date() - timedelta(days=360)
    about = {
        "subject_type": "enterprises",
        "subject_number": uscc("91", "360100", 9000 + number),
        "subject_name": f"演示·旧案{number}号有限公司",
        "behaviour": behaviour,
        "behaviour_class": "ENVIRONMENT" if number == 3 else "FALSE_MATERIAL",
    }
    until = until if until < stage.rounds.now.date() else until + timedelta(days=365)
    return await _propose(stage, about, number, valid_from=day, valid_to=until)


async def holds(stage: Stage) -> Life:
    """Experts found out while they serve: the department lets one go on and ends another."""
    yield stage.ago(0.9)
    cases = []
    for number, affair in enumerate(_serving(stage)):
        party = stage.experts[affair.chosen]
        about = _about("experts", party, "服务绩效与企业记录不符，经查属实。")
        more = {"behaviour_class": "FALSE_SERVICE"}
        cases.append(await _propose(stage, about, 31 + number, **more))
    yield stage.ago(0.7)
    for record in cases:
        await finding.confirm(stage.db, stage.officers[1], record)
    yield stage.ago(0.3)
    _, goes_on, ends, cleared = cases
    for record, action, note in (
        (goes_on, "continue", "企业请求继续，已安排单位派人同行。"),
        (ends, "end", "企业要求另选特派员，终止本次服务。"),
    ):
        await _decide(stage, record, action, note)
    await finding.lift(stage.db, stage.officers[1], cleared, "企业补充证明后查清，予以解除。")


async def _decide(stage: Stage, record: UUID, action: str, note: str) -> None:
    page = await _open_holds(stage)
    body = HoldDecisionIn.model_validate({"action": action, "note": note})
    for hold in (one for one in page if one.record_id == record):
        await holding.decide(stage.db, stage.officers[3], hold.id, body)


async def _open_holds(stage: Stage) -> list[Any]:
    """The services that wait for the department."""
    return (await reading.holds(stage.db, stage.officers[0], HoldQuery(limit=100))).items


def _serving(stage: Stage) -> list[Affair]:
    """Services under way of four experts who are in no other story."""
    seen: set[int] = {home_expert()}
    found = []
    for index in sorted(stage.affairs):
        affair = stage.affairs[index]
        alone = affair.engagement_id is not None and not affair.story.is_team
        if affair.story.fate is Fate.SERVING and alone and affair.chosen not in seen:
            seen.add(affair.chosen)
            found.append(affair)
    plain = [one for one in found if one.content.enterprise != home_firm()]
    return plain[-_HELD:]
