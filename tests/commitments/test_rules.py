"""Commitments are signed as they stand."""

import pytest

from backend.commitments.rules import current_commitment


@pytest.mark.clause("A2", "A3")
def test_a_new_version_asks_again():
    assert current_commitment("same", "same").ok
    stale = current_commitment("old", "new")
    assert stale.rule.id == "COM-01"
    assert "重新阅读并签署" in stale.reason
