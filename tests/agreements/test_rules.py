"""Rules of agreements and filing."""

import pytest

from backend.agreements.rules import (
    files_for_enterprise,
    files_for_others,
    is_party,
    not_yet_signed,
    signature_counts,
    signed_by_both,
    signs_present_text,
)
from backend.matches.states import Party

OLD, NEW = "a" * 64, "b" * 64


@pytest.mark.clause("5.4.1")
def test_only_the_text_in_force_is_signed():
    assert signs_present_text(NEW, NEW).ok
    refused = signs_present_text(OLD, NEW)
    assert (refused.ok, refused.rule.id) == (False, "AGR-01")


@pytest.mark.clause("5.4.1")
def test_a_signature_on_the_text_before_does_not_count():
    assert signature_counts(NEW, NEW).ok
    assert not signature_counts(OLD, NEW).ok


def test_the_two_sides_sign_and_nobody_else():
    assert is_party(Party.ENTERPRISE).ok
    assert is_party(Party.EXPERT).ok
    assert "组长" in is_party(None, is_team_member=True).reason
    assert not is_party(None).ok


def test_a_side_signs_once():
    assert not_yet_signed(has_signed=False).ok
    assert not not_yet_signed(has_signed=True).ok


@pytest.mark.clause("5.4.2")
@pytest.mark.parametrize(
    ("signed", "missing"),
    [
        ({Party.ENTERPRISE: NEW, Party.EXPERT: NEW}, []),
        ({Party.ENTERPRISE: NEW}, ["科技特派员（团）"]),
        ({Party.ENTERPRISE: OLD, Party.EXPERT: NEW}, ["企业"]),
        ({}, ["企业", "科技特派员（团）"]),
    ],
)
def test_filing_needs_both_signatures_on_the_present_text(signed, missing):
    verdict = signed_by_both(NEW, signed)
    assert verdict.ok is (not missing)
    assert verdict.facts.get("missing", []) == missing


@pytest.mark.clause("5.4.2")
def test_the_enterprises_organisation_files():
    assert files_for_enterprise(is_competent=True).ok
    assert files_for_enterprise(is_competent=False).rule.id == "FIL-01"


def test_a_signer_does_not_file():
    assert files_for_others(is_signer=False).ok
    assert not files_for_others(is_signer=True).ok
