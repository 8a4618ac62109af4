"""The text of the agreement: parties and terms in, Chinese legal prose out. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.agreements.schemas import MODE_NAMES, TargetRead, TermsRead

TITLE = "科技特派员派驻服务协议书"


@dataclass(frozen=True)
class EnterpriseFacts:
    """Party A."""

    name: str
    uscc: str
    legal_representative: str


@dataclass(frozen=True)
class ExpertFacts:
    """Party B, or one member of the team that is Party B."""

    name: str
    employer: str
    title: str
    waived: Sequence[str] = ()
    """The in-principle rules he or she entered the library by a waiver of."""


@dataclass(frozen=True)
class AgreementFacts:
    """What an agreement says besides its terms. The first expert leads the team."""

    number: str
    revision: int
    demand_number: str
    demand_title: str
    enterprise: EnterpriseFacts
    experts: Sequence[ExpertFacts]
    team_name: str | None
    waived: Sequence[str] = ()
    """The in-principle rules this match stands on a waiver of (decision A1)."""


def text_hash(text: str) -> str:
    """What a signature is bound to."""
    return hashlib.sha256(text.encode()).hexdigest()


def clause_words(terms: TermsRead) -> dict[str, str]:
    """What both sides settle, clause by clause, in words that can be compared."""
    return {
        "period": f"{_day(terms.starts_on)}至{_day(terms.ends_on)}",
        "way": f"{MODE_NAMES[terms.mode]}，不少于 {terms.days} 天",
        "working_conditions": terms.working_conditions,
        "pay": terms.pay,
        "ip": terms.ip,
        "confidentiality": terms.confidentiality,
        "extra": terms.extra,
    }


def compose(facts: AgreementFacts, terms: TermsRead) -> str:
    """The whole text. The revision is part of it, so that no two revisions are the same text."""
    clauses = [
        ("服务任务与目标", _targets(facts, terms.targets)),
        ("服务期限", _period(terms)),
        ("服务方式与时间", _way(terms)),
        ("工作条件", _conditions(terms)),
        (
            "报酬与费用",
            [terms.pay, "差旅、试验等费用由谁承担未写明的，由双方另行书面确定。"],
        ),
        ("知识产权", [terms.ip, "乙方在服务前已有的技术和成果仍归原权利人所有。"]),
        ("保密", _confidentiality(terms)),
        ("回避与诚信", _integrity()),
        ("服务记录与评价", _records()),
        ("变更、更换与终止", _changes()),
        ("争议解决", _disputes()),
        ("签署、备案与生效", _effect(facts.waived)),
    ]
    if terms.extra:
        clauses.append(("其他约定", [terms.extra]))
    body = [_clause(number, *clause) for number, clause in enumerate(clauses, 1)]
    return "\n\n".join([_head(facts), *body, _foot(facts)]) + "\n"


def _clause(number: int, heading: str, items: Sequence[str]) -> str:
    lines = [f"{number}.{position}　{item}" for position, item in enumerate(items, 1)]
    return "\n".join([f"第{_chinese(number)}条　{heading}", *lines])


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("十" if tens else "") + (digits[ones] if ones else "")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _person(expert: ExpertFacts) -> str:
    waived = f"（经豁免：{'、'.join(expert.waived)}）" if expert.waived else ""
    return "，".join(part for part in (expert.name, expert.employer, expert.title) if part) + waived


def _party_b(facts: AgreementFacts) -> list[str]:
    leader = facts.experts[0]
    if facts.team_name is None:
        return [f"乙方（科技特派员）：{_person(leader)}"]
    members = "；".join(_person(expert) for expert in facts.experts[1:])
    return [
        f"乙方（科技特派团）：{facts.team_name}",
        f"组长：{_person(leader)}",
        f"成员：{members}",
        "组长经全体成员同意，代表乙方签署本协议；各成员均受本协议约束。",
    ]


def _head(facts: AgreementFacts) -> str:
    firm = facts.enterprise
    return "\n".join(
        [
            TITLE,
            f"协议编号：{facts.number}（第 {facts.revision} 稿）",
            "",
            f"甲方（企业）：{firm.name}",
            f"统一社会信用代码：{firm.uscc}",
            f"法定代表人：{firm.legal_representative}",
            *_party_b(facts),
            "",
            (
                f"甲方通过江西省科技特派员服务平台发布了科技服务需求“{facts.demand_title}”"
                f"（编号 {facts.demand_number}），甲乙双方经双向选择达成一致。为明确派驻服务期间的"
                "权利义务，双方在平等、自愿、诚实信用的基础上订立本协议，共同遵守。"
            ),
        ]
    )


def _targets(facts: AgreementFacts, targets: Sequence[TargetRead]) -> list[str]:
    task = f"乙方围绕需求“{facts.demand_title}”开展技术服务，按需求发布时载明的内容完成任务。"
    if not targets:
        return [task, "本需求未设量化指标，服务成效由双方在结束时共同说明。"]
    lines = [task, "双方以下列指标衡量服务成效，指标取自需求发布时的版本："]
    for target in targets:
        before = f"由 {target.current} " if target.current else ""
        lines.append(f"{target.name}：{before}达到 {target.target} {target.unit}".rstrip() + "。")
    return lines


def _period(terms: TermsRead) -> list[str]:
    return [
        (
            f"服务期限自{_day(terms.starts_on)}起至{_day(terms.ends_on)}止；本协议备案晚于起始日的，"
            "自备案之日起开始服务。"
        ),
        "期满需要继续服务的，双方应在期满前协商并重新签订协议。",
    ]


def _way(terms: TermsRead) -> list[str]:
    return [
        f"乙方以“{MODE_NAMES[terms.mode]}”的方式提供服务，服务期内累计服务不少于 {terms.days} 天。",
        "具体到岗日期由双方提前商定；乙方因本职工作不能按约到岗的，应提前告知甲方并另行安排。",
    ]


def _conditions(terms: TermsRead) -> list[str]:
    return [
        f"甲方为乙方提供下列必要的工作条件：{terms.working_conditions}",
        "甲方指定专人与乙方联络，提供与任务有关的真实资料，并落实现场安全教育和防护。",
    ]


def _confidentiality(terms: TermsRead) -> list[str]:
    lines = [
        (
            "乙方对在服务中知悉的甲方技术秘密、经营信息负有保密义务，未经甲方书面同意不得披露、使用"
            "或者许可他人使用。"
        ),
        "甲方对乙方的个人信息、研究成果和研究方向负有保密义务，未经乙方书面同意不得对外提供。",
        "保密义务不因本协议的终止而解除。",
    ]
    return [*lines, terms.confidentiality] if terms.confidentiality else lines


def _integrity() -> list[str]:
    return [
        (
            "乙方声明：除已在平台申报的事项外，本人未在甲方任职、持股，与甲方法定代表人没有近亲属"
            "关系；情况发生变化的，应在五个工作日内申报。"
        ),
        "双方保证所提供的材料真实、合法、有效。弄虚作假的，按规定取消资格并记入不良信用记录。",
    ]


def _records() -> list[str]:
    return [
        "乙方在平台填写服务记录，写明日期、时长、方式和工作内容；甲方逐条确认。",
        "服务结束后，甲方、乙方和联络员应客观、真实地互相评价。",
    ]


def _changes() -> list[str]:
    return [
        "本协议条款在备案前由双方协商修改；备案后确需变更主要内容的，双方应另行签订协议。",
        (
            "更换科技特派员或者提前终止服务的，由一方在平台提出申请，经甲方所在地的组织推荐部门同意后"
            "生效；未经同意，双方应继续履行。"
        ),
        (
            "任务完成或者期满时，由一方在平台提出结束服务，另一方在规定期限内确认或者提出异议；"
            "逾期不答复的，视为确认。"
        ),
    ]


def _disputes() -> list[str]:
    return [
        "双方发生争议，应先协商；协商不成的，可请组织推荐部门调解。",
        "调解不成的，任何一方可向甲方住所地有管辖权的人民法院提起诉讼。",
    ]


def _effect(waived: Sequence[str]) -> list[str]:
    said = f"本次匹配中下列“原则上”的条件经主管部门同意豁免：{'、'.join(waived)}。"
    return [
        *([said] if waived else []),
        (
            "双方在平台以实名账号签署本协议。平台记录的账号、时间和文本校验码是签署的证据；需要纸质"
            "文本的，由双方打印后签字盖章，内容以平台文本为准。"
        ),
        "双方签署后，由甲方所在地的组织推荐部门备案。备案是接收登记，不代替双方对协议内容的责任。",
        "本协议自备案之日起生效，服务同时开始。",
    ]


def _foot(facts: AgreementFacts) -> str:
    role = "组长（代表科技特派团）" if facts.team_name else "科技特派员"
    return "\n".join(
        [
            f"甲方（盖章）：{facts.enterprise.name}",
            "代表（签字）：　　　　　　　　　　日期：",
            "",
            f"乙方（{role}签字）：{facts.experts[0].name}",
            "日期：",
        ]
    )
