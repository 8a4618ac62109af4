"""The generated text of the agreement."""

from dataclasses import replace
from datetime import date

import pytest

from backend.agreements.schemas import TargetRead, TermsRead
from backend.agreements.text import (
    AgreementFacts,
    EnterpriseFacts,
    ExpertFacts,
    compose,
    text_hash,
)

TERMS = TermsRead(
    targets=[TargetRead(name="毛面粗糙度", current="2.0", target="1.2", unit="微米")],
    starts_on=date(2026, 11, 23),
    ends_on=date(2027, 5, 22),
    mode="ONSITE_PERIODIC",
    days=24,
    working_conditions="生箔机一台、表面分析室和宿舍",
    pay="分期支付：签约付三成",
    ip="双方共有",
)
FACTS = AgreementFacts(
    number="XY-2026-000001",
    revision=1,
    demand_number="XQ-2026-000007",
    demand_title="铜箔粗糙度控制",
    enterprise=EnterpriseFacts("演示铜箔公司", "91360100MD00000001", "演示法人"),
    experts=[ExpertFacts("演示专家", "演示大学", "教授")],
    team_name=None,
)
HEADINGS = [
    "服务任务与目标",
    "服务期限",
    "服务方式与时间",
    "工作条件",
    "报酬与费用",
    "知识产权",
    "保密",
    "回避与诚信",
    "服务记录与评价",
    "变更、更换与终止",
    "争议解决",
    "签署、备案与生效",
]


@pytest.mark.clause("5.4.1")
def test_the_text_names_parties_demand_and_every_clause():
    text = compose(FACTS, TERMS)
    assert text.startswith("科技特派员派驻服务协议书\n")
    for said in (
        "演示铜箔公司",
        "91360100MD00000001",
        "演示专家，演示大学，教授",
        "XQ-2026-000007",
    ):
        assert said in text
    found = [line.split("　", 1)[1] for line in text.split("\n") if line.startswith("第")]
    assert found == HEADINGS


@pytest.mark.clause("A3.3")
def test_the_text_lists_the_working_conditions_and_the_targets():
    text = compose(FACTS, TERMS)
    assert "甲方为乙方提供下列必要的工作条件：生箔机一台、表面分析室和宿舍" in text
    assert "毛面粗糙度：由 2.0 达到 1.2 微米。" in text


@pytest.mark.clause("5.6.2")
def test_the_text_says_that_changes_need_consent():
    text = compose(FACTS, TERMS)
    assert "更换科技特派员或者提前终止服务的，由一方在平台提出申请" in text
    assert "组织推荐部门同意后" in text


def test_a_team_is_one_party_with_its_members_named():
    member = ExpertFacts("演示成员", "演示研究院", "研究员")
    text = compose(replace(FACTS, experts=[*FACTS.experts, member], team_name="演示团"), TERMS)
    assert "乙方（科技特派团）：演示团" in text
    assert "成员：演示成员，演示研究院，研究员" in text
    assert "组长（代表科技特派团）签字）：演示专家" in text


def test_extra_terms_become_the_thirteenth_clause():
    text = compose(FACTS, TERMS.model_copy(update={"extra": "住宿由甲方安排。"}))
    assert "第十三条　其他约定\n13.1　住宿由甲方安排。" in text


@pytest.mark.clause("5.4.1")
def test_every_revision_is_another_text():
    first, second = compose(FACTS, TERMS), compose(replace(FACTS, revision=2), TERMS)
    assert text_hash(first) != text_hash(second)
    assert text_hash(first) == text_hash(compose(FACTS, TERMS))


@pytest.mark.clause("5.4.3", "5.5.1", "2.1.5")
def test_what_stands_on_a_waiver_is_said_in_the_text() -> None:
    elder = ExpertFacts("演示专家", "演示大学", "教授", waived=["年龄不超过60周岁"])
    facts = replace(FACTS, experts=[elder], waived=["同时服务企业不超过3家"])
    text = compose(facts, TERMS)
    assert "教授（经豁免：年龄不超过60周岁）" in text
    assert "经主管部门同意豁免：同时服务企业不超过3家。" in text
    assert "豁免" not in compose(FACTS, TERMS)
