"""Near-duplicates: copies with a few changed words are found, other texts on the matter are not."""

import pytest

from backend.demands import likeness
from tests.factories.demands import CONTENT

COPY = CONTENT | {
    "title": "高频铜箔表面粗糙度的控制",
    "present_state": CONTENT["present_state"].replace("高频基板", "五G基板"),
}
RELATED = CONTENT | {
    "title": "铜箔生箔机阴极辊研磨周期延长",
    "present_state": "阴极辊每三个月研磨一次，研磨后头两卷铜箔只能作废。",
    "tried": "换过磨料，周期延长半个月。",
    "expert_wanted": "懂钛辊表面处理。",
}


@pytest.mark.clause("5.1.3")
def test_a_copy_is_a_double_and_another_matter_is_not() -> None:
    assert likeness.likeness(CONTENT, CONTENT) == 1
    assert likeness.likeness(CONTENT, COPY) >= likeness.DOUBLE
    assert likeness.likeness(CONTENT, RELATED) < likeness.ALIKE
    assert likeness.likeness({}, {}) == 0


@pytest.mark.clause("5.1.3")
def test_width_case_and_signs_make_no_difference() -> None:
    assert likeness.trigrams("ABC，铜箔") == likeness.trigrams("ａｂｃ 铜 箔")


@pytest.mark.clause("5.1.3")
def test_what_both_say_is_marked_and_nothing_is_lost() -> None:
    text, other = "我们的铜箔毛面粗糙度起伏大，请帮忙", "贵司铜箔毛面粗糙度起伏小"
    pieces = likeness.overlap(text, other)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_shared] == ["铜箔毛面粗糙度起伏"]
    assert likeness.overlap(text, "完全不同的内容") == []


def test_a_long_text_is_cut_around_what_is_shared() -> None:
    text = "前" * 500 + "铜箔毛面粗糙度起伏" + "后" * 500
    pieces = likeness.overlap(text, "铜箔毛面粗糙度起伏")
    assert sum(len(piece.text) for piece in pieces) == likeness.EXCERPT
    assert any(piece.is_shared for piece in pieces)
