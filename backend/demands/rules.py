"""Rules of demands (clauses 5.1.1 to 5.1.3, 6.3), and what a demand must say. Pure."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

from backend.demands.states import TAKES_CANDIDATES, DemandState
from backend.demands.wording import CONTACT, HINT_NAMES, Hint, hints
from backend.platform.rules import Verdict, failed, passed, rule

REVIEW_WORKING_DAYS = 5
"""Within this many working days a demand's review is due (clause 6.3: in time)."""
OPEN_DAYS = 180
"""A published demand takes candidates this long, unless its enterprise says otherwise."""

LONGEST_OPEN_DAYS = 365
CLOSING_DAYS = 7
"""So long before its last day an enterprise is told that a demand is about to expire."""

CHECKLIST = {
    "lawful": "内容合法",
    "compliant": "符合产业政策和申报要求",
    "not_secret": "不涉及国家秘密",
    "no_contact_data": "正文没有联系方式和个人信息",
    "no_advertising": "没有广告和夸大用语",
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


def _none_of(content: Mapping[str, Any], *kinds: str) -> Verdict:
    found: list[Hint] = [hint for hint in hints(content) if hint.kind in kinds]
    if not found:
        return passed()
    quoted = "、".join(dict.fromkeys(f"“{hint.text}”" for hint in found))
    names = "、".join(dict.fromkeys(HINT_NAMES[hint.kind] for hint in found))
    return failed(f"发现{names}：{quoted}", hints=len(found))


@rule(id="DEM-BANNED", title="不含违法违规内容", clause="5.1.3")
def no_banned_content(content: Mapping[str, Any]) -> Verdict:
    """Nothing that the platform must not publish, such as papers written for others."""
    return _none_of(content, "banned")


@rule(id="DEM-SECRET", title="不含国家秘密", clause="5.1.3")
def no_secrets(content: Mapping[str, Any]) -> Verdict:
    """No marks of a classification, nothing of the military: the platform takes no such demand."""
    return _none_of(content, "secret")


@rule(id="DEM-CONTACT", title="正文不含联系方式和个人信息", clause="5.1.3")
def no_contact_data(content: Mapping[str, Any]) -> Verdict:
    """Contact data has a place of its own, which only the matched side reads."""
    return _none_of(content, *CONTACT)


@rule(id="DEM-ADVERT", title="不含广告和夸大用语", clause="5.1.3")
def no_advertising(content: Mapping[str, Any]) -> Verdict:
    """A demand is no advertisement."""
    return _none_of(content, "advertising")


HINTED_BY: Mapping[str, Callable[[Mapping[str, Any]], Verdict]] = {
    "lawful": no_banned_content,
    "not_secret": no_secrets,
    "no_contact_data": no_contact_data,
    "no_advertising": no_advertising,
}
"""What the platform itself looks for, by the point of the checklist; people decide (5.1.3)."""


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


MATERIAL = {
    "title": "需求名称",
    "kind": "类别",
    "disciplines": "相关学科",
    "present_state": "现状和问题",
    "indicators": "量化指标",
    "deadline_months": "完成时限",
    "conditions": "现有条件",
    "expert_wanted": "对特派员的要求",
    "mode": "服务方式",
    "days": "到企业的天数",
    "team_wanted": "个人或团队",
    "budget_wan": "拟投入资金",
    "pay_code": "报酬方式",
    "pay_text": "报酬说明",
    "ip_code": "知识产权归属",
    "ip_text": "知识产权说明",
}
"""What a candidate decides by: it does not change under him without a word (decision A11)."""


def material_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the fields a candidate decides by that differ."""
    return [name for field, name in MATERIAL.items() if before.get(field) != after.get(field)]


@rule(id="DEM-04", title="有人申请后修改实质内容须说明理由", clause="5.4.1")
def change_is_explained(changed: Collection[str], candidates: int, reason: str) -> Verdict:
    """From the first candidate on material fields change only with a reason they are told (A11)."""
    if not changed or not candidates or reason.strip():
        return passed()
    return failed(
        f"已有 {candidates} 名候选特派员。您修改了{'、'.join(changed)}，请写明修改理由，"
        "审核通过后候选人会收到并重新确认。"
    )


@rule(id="DEM-05", title="征集期限不超过一年", clause="5.1.1")
def open_term(today: date, until: date) -> Verdict:
    """A demand takes candidates until a day to come, at most a year ahead; then it is renewed."""
    if today < until <= today + timedelta(days=LONGEST_OPEN_DAYS):
        return passed()
    return failed("征集截止日应晚于今天，且不超过一年；到期后可以再延期。")


@rule(id="DEM-06", title="查看保密内容须说明用途", clause="A2.4")
def reading_has_a_purpose(is_party: bool, reason: str) -> Verdict:
    """Both sides of a match read it for their work; whoever else may says what for."""
    if is_party or reason.strip():
        return passed()
    return failed("请写明查看保密内容的用途，它会和查看时间一起记录。")


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
