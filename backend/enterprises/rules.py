"""Which enterprises may apply (clauses 2.2.1 to 2.2.4). None of these can be waived."""

from dataclasses import dataclass
from datetime import date

from backend.codelists.checks.numbers import BODY_KIND_NAMES, BodyKind, CreditCode
from backend.platform.rules import Verdict, failed, passed, rule

JIANGXI = "36"
CENTRAL = "10"
"""Codes registered with the central offices begin so: central units in Jiangxi."""
ADMITTED = frozenset({BodyKind.ENTERPRISE, BodyKind.PUBLIC_INSTITUTION})


@dataclass(frozen=True)
class EnterpriseFacts:
    """What the rules need of a registration. Unknown facts count as not given yet."""

    code: CreditCode
    city_code: str = ""
    is_legal_person: bool = False
    is_branch: bool = False
    is_central_unit: bool = False
    rd_spend: float | None = None
    declares_innovation: bool = False
    declares_conditions: bool = False
    declares_taxes_paid: bool = False
    declares_no_safety_accident: bool = False
    declares_no_quality_accident: bool = False
    declares_no_environmental_offence: bool = False
    declares_rules_accepted: bool = False


def for_reviewer(reason: str) -> Verdict:
    """It passes for now; the reviewer decides it and gives a reason."""
    return passed(reason, needs_reason=True)


def incident_window(on: date, years: int) -> tuple[date, date]:
    """The days in which incidents count, for an application on a day (decision A25)."""
    leap_day = (on.month, on.day) == (2, 29)
    first = on.replace(year=on.year - years, day=28 if leap_day else on.day)
    return first, on


@rule(
    id="ENT-PLACE",
    title="在江西省注册的独立法人企事业单位",
    clause="2.2.1",
    unmet="不是在江西省注册的独立法人企事业单位",
)
def place_and_status(facts: EnterpriseFacts) -> Verdict:
    """A valid code, a division of Jiangxi, an independent legal person, 企事业单位."""
    refusal = _status_fault(facts)
    if refusal:
        return failed(refusal)
    if not facts.city_code.startswith(JIANGXI):
        return failed("请选择注册地所在的江西省设区市；注册地在省外的单位不能申请。")
    return _registration_hint(facts)


def _status_fault(facts: EnterpriseFacts) -> str:
    code = facts.code
    if not code.ok:
        return code.fault
    if not code.may_be_legal_person:
        return (
            "个体工商户不具有独立法人资格，不能申请。办理“个转企”登记并取得营业执照后，可用新的统一"
            "社会信用代码申请。"
        )
    if code.kind is BodyKind.GOVERNMENT:
        return "机关单位不属于企事业单位，不能申请；所属事业单位可以用自己的统一社会信用代码申请。"
    if facts.is_branch:
        return "分支机构不具有独立法人资格，请由所属的法人单位（总公司）用其统一社会信用代码申请。"
    return "" if facts.is_legal_person else "请确认本单位为独立法人；非独立法人单位不能申请。"


def _registration_hint(facts: EnterpriseFacts) -> Verdict:
    code = facts.code
    if code.kind not in ADMITTED:
        return for_reviewer(
            f"统一社会信用代码表明该单位为{BODY_KIND_NAMES[code.kind]}，由审核人员认定是否属于企事业单位。"
        )
    central = facts.is_central_unit or code.region_hint.startswith(CENTRAL)
    if code.registered_in_jiangxi or central:
        return passed()
    return for_reviewer("统一社会信用代码的登记机关不在江西，由审核人员核对营业执照上的注册地。")


@rule(
    id="ENT-DECLARED",
    title="无偷漏税，三年内无重大事故和严重环境违法",
    clause="2.2.2",
    unmet="四项声明没有全部作出",
)
def declared(facts: EnterpriseFacts, window: tuple[date, date]) -> Verdict:
    """Each of the four declarations is required, for the days of the window."""
    asked = {
        "无偷税漏税行为": facts.declares_taxes_paid,
        "无重大安全事故": facts.declares_no_safety_accident,
        "无重大质量事故": facts.declares_no_quality_accident,
        "无严重环境违法行为": facts.declares_no_environmental_offence,
    }
    lacking = [name for name, given in asked.items() if not given]
    first, last = window
    days = f"{first:%Y年%-m月%-d日}至{last:%Y年%-m月%-d日}"
    if lacking:
        return failed(f"请逐项声明（{days}）：{'、'.join(lacking)}。存在上述情形的不能申请。")
    return passed(f"声明期间：{days}", first=first.isoformat(), last=last.isoformat())


@rule(
    id="ENT-RD",
    title="有研发投入和创新意愿，提供必要条件",
    clause="2.2.3",
    unmet="研发投入、创新意愿或工作条件有所欠缺",
)
def research(facts: EnterpriseFacts) -> Verdict:
    """R&D spend is filled in; willingness and working conditions are declared."""
    if not facts.rd_spend:
        return failed("请填写上年度研发投入（万元）；没有研发投入的单位暂不能申请。")
    if not facts.declares_innovation:
        return failed("请声明有技术创新的意愿。")
    if not facts.declares_conditions:
        return failed("请声明能为科技特派员提供必要的工作条件，并填写具体条件。")
    return passed()


@rule(
    id="ENT-RULES",
    title="接受管理并遵守诚信承诺",
    clause="2.2.4",
    unmet="还没有声明接受管理和遵守承诺",
)
def rules_accepted(facts: EnterpriseFacts) -> Verdict:
    """The enterprise accepts the rules; its commitment is signed with the submission."""
    if facts.declares_rules_accepted:
        return passed()
    return failed("请声明接受科技特派员工作管理并遵守诚信承诺。")


@rule(id="ENT-REASON", title="特殊情况的认定须说明理由", clause="3.2.2")
def special_reason(points: list[str], note: str) -> Verdict:
    """An approval says why where the applicant's case was left to the reviewer."""
    if not points or note.strip():
        return passed()
    return failed(f"请在审核意见中写明认定理由：{'；'.join(points)}")


@rule(id="ENT-SERVED", title="服务未结束不能退出", clause="5.6.2")
def not_served(open_places: int) -> Verdict:
    """Leaving needs every service at the enterprise ended or terminated first."""
    if open_places:
        return failed(f"还有{open_places}位科技特派员的服务未结束，请先办理结束或终止。")
    return passed()


@rule(id="ENT-APPROVED", title="审核通过的企业才能发布需求和匹配", clause="5.1.1")
def approved(state_name: str, is_approved: bool) -> Verdict:
    """Only an approved enterprise publishes demands and is matched."""
    return (
        passed() if is_approved else failed(f"企业当前状态为“{state_name}”，审核通过后才能办理。")
    )


def judge(facts: EnterpriseFacts, window: tuple[date, date]) -> list[Verdict]:
    """Every rule of clause 2.2 on one enterprise, in the notice's order."""
    return [
        place_and_status(facts),
        declared(facts, window),
        research(facts),
        rules_accepted(facts),
    ]
