"""Scores are nothing but the sum of their shares, told in words a person would use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.recommendations import scoring, words
from backend.recommendations.scoring import Facts, Said

SETTINGS = {
    "text": 70,
    "field": 12,
    "group": 3,
    "chain": 6,
    "place": 5,
    "load": 2,
    "freshness": 2,
    "exposure": 1.5,
    "exposure_most": 4,
    "half": 0.48,
    "knee": 2,
    "newcomer_every": 10,
    "newcomer_shown": 3,
    "newcomer_near": 0.85,
}
part = st.floats(0, 1)
facts = st.builds(
    Facts,
    id=st.uuids().map(str),
    closeness=st.floats(0, 9),
    field=part,
    field_group=part,
    chain=st.sampled_from([0.0, 1.0]),
    place=st.sampled_from([0.0, 0.6, 1.0]),
    places_limit=st.integers(0, 3),
    places_used=st.integers(0, 3),
    freshness=part,
    shown=st.integers(0, 500),
)
said = st.builds(
    Said,
    words=st.lists(st.text(min_size=2, max_size=6), max_size=12),
    results=st.lists(st.text(min_size=2, max_size=9), max_size=3),
    result_part=part,
    main_field=st.sampled_from(["", "材料科学"]),
    own_city=st.sampled_from(["", "南昌市"]),
    is_mine=st.booleans(),
)


@pytest.mark.clause("5.3.1")
@given(facts, said)
def test_the_reasons_add_up_to_a_score_of_at_most_a_hundred(one: Facts, told: Said) -> None:
    reasons = scoring.reasons(one, told, SETTINGS)
    score = scoring.score(one, SETTINGS)
    assert sum(reason.share for reason in reasons) == pytest.approx(score, abs=1e-6)
    assert -4 <= score <= 100
    assert all(reason.text for reason in reasons)
    assert [r.share for r in reasons] == sorted((r.share for r in reasons), reverse=True)


@pytest.mark.clause("5.3.1")
def test_my_results_are_named_with_what_they_share() -> None:
    one = Facts("x", 0.48, 1, 1, 1, 1, 3, 1, 1.0)
    told = Said(
        words=["铜箔"],
        results=["铜箔电解添加剂及其应用", "低粗糙度铜箔"],
        result_words=["电解添加剂", "粗糙度"],
        result_part=0.5,
        main_field="材料科学",
        chain="有色金属",
        own_city="九江市",
        is_mine=True,
    )
    parts = {reason.kind: reason for reason in scoring.reasons(one, told, SETTINGS)}
    assert parts["achievements"].share == parts["text"].share == pytest.approx(17.5)
    assert parts["achievements"].text == (
        "您在“电解添加剂、粗糙度”方面的两项成果与需求相符：“铜箔电解添加剂及其应用”、“低粗糙度铜箔”"
    )
    assert parts["text"].text == "您登记的研究方向与需求内容相近：铜箔"
    assert parts["discipline"].text == "主学科相同：材料科学"
    assert parts["chain"].text == "同一产业链：有色金属"
    assert parts["place"].text == "同在九江市"
    assert parts["load"].text == "还可服务两家企业"


def pool(*shown: int) -> list[Facts]:
    """The first best, each a little worse than the one before."""
    return [Facts(f"{n:02}", 1 - n / 500, 1, 1, 0, 0, shown=times) for n, times in enumerate(shown)]


def test_each_tenth_place_goes_to_one_rarely_shown_who_comes_near() -> None:
    often, rare = 400, 0
    listed = scoring.arranged(pool(*[often] * 20, often, rare), SETTINGS, 20)
    # A penalty alone would not have done it: the rare one is last by text.
    assert len(listed) == 20
    before = scoring.arranged(pool(*[often] * 20), SETTINGS, 20)
    assert [place.facts.id for place in before] == [f"{n:02}" for n in range(20)]
    flat = SETTINGS | {"exposure_most": 0}
    listed = scoring.arranged(pool(*[often] * 20, often, rare), flat, 20)
    new = [n for n, place in enumerate(listed, 1) if place.is_newcomer]
    assert new == [10]
    assert listed[9].facts.id == "21"
    far = [*pool(*[often] * 20), Facts("99", 0.05, 0, 0, 0, 0)]
    assert not any(place.is_newcomer for place in scoring.arranged(far, flat, 20))


def test_who_was_shown_often_stands_a_little_further_back() -> None:
    fresh, often = Facts("b", 0.5, 1, 1, 0, 0), Facts("a", 0.5, 1, 1, 0, 0, shown=100)
    listed = scoring.arranged([often, fresh], SETTINGS, 2)
    assert [place.facts.id for place in listed] == ["b", "a"]
    told = {r.kind: r for r in scoring.reasons(often, Said(), SETTINGS)}
    assert told["exposure"].share == pytest.approx(listed[1].score - listed[0].score)


@pytest.mark.parametrize(
    ("demand", "profile", "wanted"),
    [
        ("铜箔表面检测技术升级", "从事在线检测技能培训", []),
        ("需要新材料合成工艺", "香料合成方法", []),
        (
            "降低铜箔粗糙度，改善电解添加剂",
            "铜箔的粗糙度与电解添加剂研究",
            ["铜箔", "粗糙度", "电解添加剂"],
        ),
        ("采用ERIC-PCR分型", "ERIC-PCR 方法", ["eric", "pcr"]),
        ("控制粗糙度的技术", "研究粗糙度", ["粗糙度"]),
    ],
)
def test_words_shown_are_whole_words(demand: str, profile: str, wanted: list[str]) -> None:
    assert words.common(demand, profile) == wanted


def test_declared_keywords_are_words() -> None:
    found = words.common("高频铜箔表面粗糙度控制", "专长铜箔粗糙度测量", ["铜箔", "粗糙度"])
    assert found == ["铜箔", "粗糙度"]
