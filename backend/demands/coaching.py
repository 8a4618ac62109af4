"""The writing coach: what a demand still lacks to be a good one (clauses 5.1.1 and 6.3).

Advice alone: what has to be there at submission, `rules.faults` says. Pure.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parent / "data" / "examples.csv"
NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万]{2,}")
VAGUE = re.compile(r"^(?:技术|科技)?(?:服务)?(?:需求|难题|问题|求助|攻关|合作)+$")
NOTHING = frozenset({"无", "没有", "暂无", "none", "no"})
ON_SITE = frozenset({"ONSITE_STAY", "ONSITE_PERIODIC"})
SHORT_TITLE, SHORT_STATE, SHORT_TRIED, SHORT_WANTED = 8, 60, 12, 12
LONG_MONTHS = 24
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Advice:
    """One thing to improve, and the field it is about."""

    field: str
    text: str


def _text(content: Content, field: str) -> str:
    return str(content.get(field) or "").strip()


def title(content: Content) -> str | None:
    """A title says what is to be reached, of what."""
    said = _text(content, "title")
    if VAGUE.match(said):
        return "名称太笼统。写出“对什么做到什么”，特派员才知道是否对口。"
    if len(said) < SHORT_TITLE:
        return "名称再具体一些：写出产品或工序，以及要改善的指标。"
    return None


def present_state(content: Content) -> str | None:
    """The present state has figures and is told at some length."""
    said = _text(content, "present_state")
    if not said:
        return "写明现在是什么情况、哪里不满意、影响有多大。"
    if not NUMBER.search(said):
        return "现状里还没有数字。写上产量、合格率、能耗、停机时间等实际数值。"
    if len(said) < SHORT_STATE:
        return "现状再写细一些：产品、工序、设备、问题何时出现、造成多大损失。"
    return None


def tried(content: Content) -> str | None:
    """What was tried, and how it went: experts need not begin there again."""
    said = _text(content, "tried")
    if not said:
        return "写明已经试过什么、结果如何，特派员就不必重走弯路。"
    if said.lower() in NOTHING:
        return "如果确实没有试过，请写一句为什么企业自己解决不了。"
    if len(said) < SHORT_TRIED:
        return "再写一句结果：试过之后改善了多少，为什么还不够。"
    return None


def indicators(content: Content) -> str | None:
    """A quantified indicator with a present value, a target and a unit."""
    rows = content.get("indicators") or []
    if not rows:
        return "还没有可检验的指标。至少写一项：现在是多少，要做到多少，单位是什么。"
    for row in rows:
        name = str(row.get("name") or "").strip() or "这项指标"
        current, target = (str(row.get(part) or "").strip() for part in ("current", "target"))
        if not NUMBER.search(target):
            return f"“{name}”的目标值不是数字，验收时会有争议。请写成能测量的数值。"
        if not NUMBER.search(current):
            return f"“{name}”的现值不是数字。写上现在测得的数值，改善多少才看得出来。"
        if not str(row.get("unit") or "").strip():
            return f"“{name}”还没有单位。"
        if current == target:
            return f"“{name}”的现值和目标值相同，请核对。"
    return None


def deadline(content: Content) -> str | None:
    """A deadline, and one that can be planned for."""
    months = content.get("deadline_months")
    if months is None:
        return "写明希望几个月内完成，特派员据此判断能否安排时间。"
    if isinstance(months, int) and months > LONG_MONTHS:
        return "时限超过两年。可以先把第一阶段作为一项需求，更容易找到人。"
    return None


def ownership(content: Content) -> str | None:
    """Whose the results are; shared ones need words."""
    if not content.get("ip_code"):
        return "说明成果归谁，免得签协议时再谈。"
    if content["ip_code"] == "SHARED" and not _text(content, "ip_text"):
        return "双方共有的，请说明怎样使用、怎样署名、收益怎样分。"
    return None


def payment(content: Content) -> str | None:
    """How much, and how it is paid."""
    budget, way = content.get("budget_wan"), content.get("pay_code")
    if budget is None or not way:
        return "写明拟投入多少、怎样支付；没有报酬的也请如实写。"
    if budget and way == "NONE":
        return "填了拟投入资金，又选了不付报酬。请说明资金用在哪里。"
    if not budget and way != "NONE":
        return "选了付报酬，拟投入资金却是 0，请核对。"
    if way in {"STAGED", "RESULT", "ROYALTY"} and not _text(content, "pay_text"):
        return "写明分几期或按什么成效支付，每次付多少。"
    return None


def expert_wanted(content: Content) -> str | None:
    """Whom the enterprise looks for, and for how long."""
    said = _text(content, "expert_wanted")
    if not said:
        return "写明需要哪方面的特派员：研究方向、做过什么。"
    if len(said) < SHORT_WANTED:
        return "要求再具体一些：做过哪类产品或工序，需要带来什么方法。"
    if content.get("mode") in ON_SITE and not content.get("days"):
        return "需要到企业服务的，请写明大约多少天。"
    return None


COACH: Mapping[str, Callable[[Content], str | None]] = {
    "title": title,
    "present_state": present_state,
    "tried": tried,
    "indicators": indicators,
    "deadline_months": deadline,
    "expert_wanted": expert_wanted,
    "pay_code": payment,
    "ip_code": ownership,
}
"""Each element of a good demand by the field it belongs to, in the order of the form."""


def advice(content: Content) -> list[Advice]:
    """What this draft still lacks, one piece of advice for each element."""
    said = ((field, judge(content)) for field, judge in COACH.items())
    return [Advice(field, text) for field, text in said if text]


@cache
def _examples() -> dict[str, dict[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return {row["chain"]: row for row in csv.DictReader(file)}


def example(chain: str | None, field: str) -> str | None:
    """An invented example of the same industry chain; a general one when none is chosen."""
    known = _examples()
    return known.get(chain or "", known[""]).get(field)
