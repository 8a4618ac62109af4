"""Rules of demands (clauses 5.1.1 to 5.1.3, 6.3), what a demand must say, and hints for reviewers.

Pure.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.demands.states import TAKES_CANDIDATES, DemandState
from backend.platform.rules import Verdict, failed, passed, rule

REVIEW_WORKING_DAYS = 5
"""Within this many working days a demand's review is due (clause 6.3: in time)."""
OPEN_DAYS = 180
"""A published demand takes candidates this long, unless its enterprise says otherwise."""

CHECKLIST = {
    "lawful": "内容合法",
    "compliant": "符合产业政策和申报要求",
    "not_secret": "不涉及国家秘密",
    "no_contact_data": "正文没有联系方式和个人信息",
}


@rule(id="DEM-01", title="需求内容合法合规性审查", clause="5.1.3")
def content_is_checked(checklist: Mapping[str, bool], approved: bool) -> Verdict:
    """Every item of the checklist is answered, and an approval answers yes to each."""
    open_items = [name for key, name in CHECKLIST.items() if key not in checklist]
    if open_items:
        return failed(f"请逐项填写审查清单，还缺：{'、'.join(open_items)}。")
    refused = [name for key, name in CHECKLIST.items() if not checklist[key]]
    if approved and refused:
        return failed(f"审查清单中有不符合的项目，不能通过：{'、'.join(refused)}。")
    return passed()


@rule(id="DEM-02", title="代为填报的需求须经企业确认", clause="6.3")
def confirmed_by_enterprise(confirmed: bool) -> Verdict:
    """What zone or county staff drafted goes on only once the enterprise confirms it."""
    if confirmed:
        return passed()
    return failed("这项需求由推荐部门代为填报，请企业核对并确认后再提交。")


@rule(id="DEM-03", title="只为辖区内企业代为填报", clause="6.3")
def drafted_within_area(is_own: bool, is_competent: bool) -> Verdict:
    """Staff draft for enterprises whose demands their own organisation reviews."""
    if is_own or is_competent:
        return passed()
    return failed("这家企业不在本单位审核范围内，不能代为填报需求。")


@rule(id="MATCH-OPEN", title="需求已发布且未办结", clause="5.1.2")
def open_to_candidates(state: DemandState) -> Verdict:
    """Only a published demand takes candidates; whether it is matched already, MATCH-ONE says."""
    if state in TAKES_CANDIDATES:
        return passed()
    return failed("这项需求现在不接受匹配：它尚未发布，或已撤回、过期、办结。")


# What has to be there at submission; a draft may lack anything.
REQUIRED = {
    "title": "请填写需求名称。",
    "kind": "请选择需求类别。",
    "chain_code": "请选择所属产业链。",
    "industry_code": "请选择所属行业。",
    "disciplines": "请至少选择一个相关学科。",
    "present_state": "请写明现状和存在的问题。",
    "tried": "请写明已尝试的办法；没有的请填“无”。",
    "indicators": "请至少填写一项量化指标（名称、现值、目标值、单位）。",
    "deadline_months": "请填写希望完成的时限（月）。",
    "conditions": "请写明企业现有条件。",
    "budget_wan": "请填写拟投入资金（万元），没有的填 0。",
    "pay_code": "请选择报酬方式。",
    "ip_code": "请选择知识产权归属。",
    "expert_wanted": "请写明对特派员的要求。",
    "mode": "请选择服务方式。",
}
INDICATOR = {"name": "指标名称", "current": "现值", "target": "目标值", "unit": "单位"}


def faults(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything that keeps this content from being submitted, as (pointer, message), at once."""
    found = [
        (f"/{field}", message)
        for field, message in REQUIRED.items()
        if content.get(field) in (None, "", [])
    ]
    for row, indicator in enumerate(content.get("indicators") or []):
        found += [
            (f"/indicators/{row}/{part}", f"请填写{name}。")
            for part, name in INDICATOR.items()
            if not str(indicator.get(part) or "").strip()
        ]
    if content.get("not_secret") is not True:
        found.append(("/not_secret", "平台不受理涉密需求，请确认并勾选“本需求不涉密”。"))
    return found


@dataclass(frozen=True)
class Hint:
    """A piece of text a reviewer should look at; `start` and `end` count characters."""

    pointer: str
    start: int
    end: int
    text: str
    kind: str


HINT_NAMES = {
    "phone": "疑似电话号码",
    "email": "疑似邮箱",
    "id_number": "疑似身份证号",
    "account": "疑似网络账号",
    "secret": "疑似涉密表述",
    "advertising": "疑似广告用语",
}
_PATTERNS = {
    "id_number": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "phone": re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "account": re.compile(r"(?:微信号?|QQ|加微|钉钉)\s*[:：]?\s*[\w-]{5,}", re.IGNORECASE),
    "secret": re.compile(r"绝密|机密|秘密级|涉密|军工|国防|武器|内部文件"),
    "advertising": re.compile(
        r"全国第一|全球第一|国家级最|世界领先|国际领先|最先进|最优质|第一品牌|独家|垄断|顶级|百分之百|驰名商标"
    ),
}


def _texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(part, f"{pointer}/{key}")
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from _texts(part, f"{pointer}/{place}")


def hints(content: Mapping[str, Any]) -> list[Hint]:
    """What in the text looks like contact data, secrets or advertising, in reading order."""
    found = [
        Hint(pointer, match.start(), match.end(), match.group(), kind)
        for pointer, words in _texts(content)
        for kind, pattern in _PATTERNS.items()
        for match in pattern.finditer(words)
    ]
    order = {pointer: place for place, (pointer, _) in enumerate(_texts(content))}
    return sorted(found, key=lambda hint: (order[hint.pointer], hint.start))
