"""The writing coach: advice for each element of a good demand, never a refusal."""

import csv

import pytest

from backend.demands import coaching, rules
from tests.factories.demands import CONTENT

GOOD = CONTENT | {
    "present_state": "铜箔毛面粗糙度在 1.6 到 2.4 微米之间起伏，六微米铜箔每月退货约 40 吨，"
    "换过添加剂后仍不稳定，高频基板客户要求 1.2 微米以下，每班抽检三次都有超差。",
    "expert_wanted": "熟悉电解铜箔添加剂和表面处理",
    "pay_text": "签约付三成，中期付三成，验收付四成",
    "ip_text": "专利双方共同署名，企业免费使用",
}
ROW = {"name": "粗糙度", "current": "2.0", "target": "1.2", "unit": "微米"}


def said(**changes: object) -> dict[str, str]:
    return {one.field: one.text for one in coaching.advice(GOOD | changes)}


@pytest.mark.clause("5.1.1")
def test_a_good_demand_needs_no_advice() -> None:
    assert said() == {}


@pytest.mark.clause("5.1.1", "6.3")
def test_an_empty_draft_is_told_each_element_once() -> None:
    found = [one.field for one in coaching.advice({})]
    assert found == list(coaching.COACH)


@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("title", {"title": "技术难题求助"}, "笼统"),
        ("title", {"title": "铜箔粗糙"}, "具体"),
        ("present_state", {"present_state": "质量不好"}, "没有数字"),
        ("present_state", {"present_state": "合格率 80%"}, "写细"),
        ("tried", {"tried": ""}, "试过什么"),
        ("tried", {"tried": "无"}, "解决不了"),
        ("tried", {"tried": "换过添加剂"}, "结果"),
        ("indicators", {"indicators": [ROW | {"target": "明显改善"}]}, "目标值不是数字"),
        ("indicators", {"indicators": [ROW | {"current": "较差"}]}, "现值不是数字"),
        ("indicators", {"indicators": [ROW | {"unit": " "}]}, "单位"),
        ("indicators", {"indicators": [ROW | {"current": "1.2"}]}, "相同"),
        ("deadline_months", {"deadline_months": None}, "几个月"),
        ("deadline_months", {"deadline_months": 36}, "第一阶段"),
        ("ip_code", {"ip_code": None}, "归谁"),
        ("ip_code", {"ip_text": ""}, "署名"),
        ("pay_code", {"budget_wan": None}, "拟投入"),
        ("pay_code", {"pay_code": "NONE"}, "不付报酬"),
        ("pay_code", {"budget_wan": 0}, "却是 0"),
        ("pay_code", {"pay_text": ""}, "分几期"),
        ("expert_wanted", {"expert_wanted": ""}, "研究方向"),
        ("expert_wanted", {"expert_wanted": "懂铜箔"}, "具体"),
        ("expert_wanted", {"days": None}, "多少天"),
    ],
)
def test_each_element_is_told_what_it_lacks(field, changes, words) -> None:
    found = said(**changes)
    assert list(found) == [field]
    assert words in found[field]


@pytest.mark.clause("5.1.1")
def test_advice_refuses_nothing() -> None:
    """What the notice asks for is there: the draft may be submitted, with all the advice open."""
    poor = CONTENT | {
        "title": "求助",
        "present_state": "不好",
        "tried": "无",
        "expert_wanted": "懂",
    }
    assert coaching.advice(poor)
    assert rules.faults(poor) == []


def test_every_chain_has_an_example_of_its_own_for_every_element() -> None:
    with (coaching.EXAMPLES.parents[2] / "codelists" / "data" / "chains.csv").open() as file:
        chains = [row["id"] for row in csv.DictReader(file) if "-C" in row["id"]]
    assert len(chains) == 12
    for field in coaching.COACH:
        if field != "title":
            shown = [coaching.example(chain, field) for chain in (*chains, None)]
            assert all(shown)
            assert len(set(shown)) == len(shown), field
    assert coaching.example("JX269N-08", "tried") == coaching.example(None, "tried")
