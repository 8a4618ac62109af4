"""The avoidance rule."""

from typing import get_args

import pytest
from pydantic import ValidationError

from backend.conflicts.rules import BLOCKING, KIND_NAMES, Tie, no_conflict_of_interest
from backend.conflicts.schemas import DeclarationIn, InterestIn, Kind
from tests.factories.experts import credit_code


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


@pytest.mark.clause("A2.3")
@pytest.mark.parametrize("shape", [DeclarationIn, InterestIn])
def test_a_slip_in_the_enterprises_code_is_found(shape):
    kind = "shares" if shape is InterestIn else get_args(Kind)[0]
    good = credit_code(7, "91360121")
    about = {"enterprise_name": "演示企业", "kind": kind}
    assert shape(enterprise_uscc=f" {good.lower()}", **about).enterprise_uscc == good
    slipped = good[:-2] + ("1" if good[-2] != "1" else "2") + good[-1]
    with pytest.raises(ValidationError, match="校验不通过"):
        shape(enterprise_uscc=slipped, **about)
