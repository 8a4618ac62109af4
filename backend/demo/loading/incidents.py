"""What seldom happens: findings, credit records, a waiver of the cap, firms and accounts shut."""

from datetime import timedelta
from uuid import UUID

from backend.credit_records import service as credit_records
from backend.credit_records.schemas import CreditRecordIn
from backend.demo import people
from backend.demo.identifiers import uscc
from backend.demo.loading.fates import ExpertFate, expert_fates
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Stage
from backend.demo.loading.stories import Fate, home_expert, of_firm, stories
from backend.enterprises import service as enterprises
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.integrity import service as integrity
from backend.integrity.schemas import FindingIn
from backend.waivers import service as waivers
from backend.waivers.schemas import WaiverIn

_DOCUMENT = "演示科信〔{year}〕{number}号"
_BODY = "演示科研诚信联席办公室"
_QUIET = (Fate.WITHDRAWN, Fate.EXPIRED, Fate.REJECTED, Fate.RETURNED)
_SETTLED = 15
_LEAVER_OFFICE = 31


async def findings(stage: Stage) -> Life:
    """An expert and an enterprise lose their qualification; one more finding waits for a second."""
    yield stage.ago(13)
    expert = stage.experts[expert_fates().index(ExpertFate.DISQUALIFIED)]
    behaviour = "申报材料中的两项成果系冒用他人署名，经查属实。"
    first = await _propose(stage, "experts", expert.id, behaviour, 17)
    firm = stage.enterprises[_firm_in(Fate.OPEN)]
    behaviour = "提供虚假的研发投入审计报告，经查属实。"
    second = await _propose(stage, "enterprises", firm.id, behaviour, 18)
    yield stage.ago(10)
    for record in (first, second):
        await integrity.confirm(stage.db, stage.officers[1], record)
    yield stage.ago(2)
    paused = stage.experts[expert_fates().index(ExpertFate.PAUSED)]
    behaviour = "被反映同一成果在两份材料中重复申报，正在核实。"
    await _propose(stage, "experts", paused.id, behaviour, 21)


async def _propose(stage: Stage, kind: str, id: UUID, behaviour: str, number: int) -> UUID:
    today = stage.rounds.now.date()
    body = {
        "subject_type": kind,
        "subject_id": id,
        "behaviour": behaviour,
        "decision_document": _DOCUMENT.format(year=today.year, number=number),
        "deciding_body": _BODY,
        "valid_from": today - timedelta(days=20),
        "valid_to": today + timedelta(days=700),
    }
    found = await integrity.propose(stage.db, stage.officers[0], FindingIn.model_validate(body))
    return found.id


def _firm_in(*fates: Fate) -> int:
    """The first firm all of whose demands came to this some time ago."""
    for firm in range(people.ENTERPRISES):
        told = [stories()[index] for index in of_firm(firm)]
        if all(story.fate in fates and story.days > _SETTLED for story in told):
            return firm
    raise LookupError(fates)


async def records(stage: Stage) -> Life:
    """Records of firms that never registered: one dismissed, one lifted after an appeal."""
    yield stage.ago(60)
    dismissed = await _record(stage, 1, "被举报提供虚假检测报告。")
    lifted = await _record(stage, 2, "科技项目结题材料造假。")
    yield stage.ago(52)
    second = stage.officers[1]
    await credit_records.decide(stage.db, second, dismissed, "dismiss")
    await credit_records.decide(stage.db, second, lifted, "confirm")
    yield stage.ago(18)
    await credit_records.lift(stage.db, second, lifted, "经申诉复核，原认定事实不清，予以撤销。")


async def _record(stage: Stage, number: int, behaviour: str) -> UUID:
    day = stage.rounds.now.date() - timedelta(days=70)
    body = CreditRecordIn(
        subject_kind="enterprise",
        subject_number=uscc("91", "360100", 9000 + number),
        subject_name=f"演示·旧案{number}号有限公司",
        behaviour=behaviour,
        decision_document=_DOCUMENT.format(year=day.year, number=number),
        deciding_body=_BODY,
        valid_from=day,
        valid_to=day + timedelta(days=365),
    )
    return (await credit_records.propose(stage.db, stage.officers[0], body)).id


async def suspensions(stage: Stage) -> Life:
    """An office suspends a firm; the system's administrator closes the account of a leaver."""
    yield stage.ago(3)
    firm = _firm_in(*_QUIET)
    reviewer = stage.offices[people.enterprise(firm).reviewer].manager
    reason = "企业申请停产检修三个月，期间不接受服务。"
    await enterprises.move(stage.db, reviewer, stage.enterprises[firm].id, "suspend", reason)
    yield stage.ago(1.5)
    leaver = stage.offices[_LEAVER_OFFICE].reviewers[1]
    await _disable(stage, stage.officers[2], leaver)


async def _disable(stage: Stage, administrator: Actor, leaver: Actor) -> None:
    assert leaver.account_id is not None
    await identity.set_account_state(stage.db, administrator, leaver.account_id, "disable")


async def one_more_enterprise(stage: Stage) -> Life:
    """An expert with three enterprises asks for a fourth (clause 5.5.1, decision A1)."""
    yield stage.ago(0.4)
    expert = stage.experts[home_expert()]
    body = WaiverIn(
        rule_id="CAP-01",
        subject_type="experts",
        subject_id=expert.id,
        reason_code="urgent_need",
        reason="邀请企业与在服企业同链，可安排在同一行程，每月增加一天即可，不影响已有服务。",
    )
    await waivers.request(stage.db, expert.actor, body)
