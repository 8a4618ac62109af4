"""How much one file takes, and that every filter has a name on it."""

import importlib

import pytest

from backend.exports.rules import MOST_ROWS, within_reach
from backend.exports.service import LISTINGS, PAGING
from backend.main import SLICES
from backend.platform.rules import Outcome
from tests.architecture.tree import BACKEND


@pytest.mark.clause("A3.4")
def test_one_file_takes_fifty_thousand_rows() -> None:
    assert within_reach(MOST_ROWS).outcome is Outcome.PASS
    refused = within_reach(MOST_ROWS + 1)
    assert refused.outcome is Outcome.FAIL
    assert "缩小范围" in refused.reason


def test_every_filter_of_every_list_is_named_on_its_file() -> None:
    for name in SLICES:
        if (BACKEND / name / "exports.py").exists():
            importlib.import_module(f"backend.{name}.exports")
    assert len(LISTINGS) == 25
    for listing in LISTINGS.values():
        asked = set(listing.asked.model_fields) - PAGING
        assert asked == set(listing.filters), listing.name
