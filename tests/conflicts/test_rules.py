"""The avoidance rule."""

import pytest

from backend.conflicts.rules import BLOCKING, KIND_NAMES, Tie, no_conflict_of_interest


@pytest.mark.clause("A2.3")
@pytest.mark.parametrize("kind", sorted(KIND_NAMES))
def test_posts_shares_and_relatives_block(kind):
    verdict = no_conflict_of_interest([Tie("演示专家", kind)])
    assert verdict.ok is (kind not in BLOCKING)
    if not verdict.ok:
        assert "演示专家" in verdict.reason
        assert KIND_NAMES[kind] in verdict.reason


def test_a_team_names_every_member_concerned():
    verdict = no_conflict_of_interest([Tie("甲", "shares"), Tie("乙", "post")])
    assert verdict.facts["experts"] == ["乙", "甲"]
