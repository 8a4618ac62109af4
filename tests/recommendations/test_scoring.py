"""Scores are nothing but the sum of their reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.recommendations import scoring
from backend.recommendations.scoring import Fit

names = st.sampled_from(["", "材料科学", "有色金属", "南昌市"])
fits = st.builds(
    Fit,
    text_rank=st.floats(0, 1),
    best_rank=st.floats(0, 1),
    words=st.lists(st.text(min_size=2, max_size=6), max_size=12),
    main_discipline=names,
    other_disciplines=st.lists(st.just("材料科学"), max_size=2),
    chain=names,
    own_city=names,
    willing_city=names,
)


@pytest.mark.clause("5.3.1")
@given(fits)
def test_the_shares_add_up_to_a_score_of_at_most_a_hundred(fit: Fit) -> None:
    parts = scoring.reasons(fit)
    assert scoring.total(parts) == round(sum(part.share for part in parts), 1)
    assert 0 <= scoring.total(parts) <= 100
    assert all(part.text and part.share >= 0 for part in parts)
    assert [part.share for part in parts] == sorted((p.share for p in parts), reverse=True)


@pytest.mark.clause("5.3.1")
def test_everything_in_common_is_a_hundred_and_says_why() -> None:
    fit = Fit(0.4, 0.4, ["铜箔", "粗糙度控制"], "材料科学", (), "有色金属", "九江市", "九江市")
    parts = {part.kind: part for part in scoring.reasons(fit)}
    assert scoring.total(list(parts.values())) == 100
    assert parts["text"].text == "研究方向与需求内容相近：粗糙度控制、铜箔"
    assert parts["text"].words == ("粗糙度控制", "铜箔")
    assert parts["discipline"].text == "主学科相同：材料科学"
    assert parts["chain"].text == "同一产业链：有色金属"
    assert parts["place"].text == "同在九江市"


def test_nothing_in_common_is_nothing() -> None:
    assert scoring.reasons(Fit(0, 0)) == []
    assert scoring.reasons(Fit(0, 0.5)) == []
    assert scoring.total([]) == 0


def test_a_part_counts_less() -> None:
    fit = Fit(0.1, 0.4, [], other_disciplines=["力学", "化学"], willing_city="赣州市")
    shares = {part.kind: (part.text, part.share) for part in scoring.reasons(fit)}
    assert shares["text"] == ("研究方向与需求内容相近", 15.0)
    assert shares["discipline"] == ("相关学科相同：力学、化学", 12.0)
    assert shares["place"] == ("愿意到赣州市服务", 4.8)
