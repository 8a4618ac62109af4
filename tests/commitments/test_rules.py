"""Commitments are signed as they stand."""

import pytest

from backend.commitments.rules import current_commitment, signed_by_name


@pytest.mark.clause("A2", "A3")
def test_a_new_version_asks_again():
    assert current_commitment("same", "same").ok
    stale = current_commitment("old", "new")
    assert stale.rule.id == "COM-01"
    assert "重新阅读并签署" in stale.reason


def test_the_name_under_it_is_the_expected_one():
    assert signed_by_name(" 林知远 ", "林知远").ok
    assert "林知远" in signed_by_name("别人", "林知远").reason
