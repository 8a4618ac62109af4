"""Rules of service, its end and its changes."""

from datetime import date

import pytest

from backend.engagements.rules import (
    answered_by_other_side,
    confirmed_by_enterprise,
    decided_by_another,
    decided_by_competent,
    logs_own_service,
    no_open_change,
    shortfall_decided_by_office,
    speaks_for_a_side,
)
from backend.engagements.states import ENGAGEMENT, OVER, EngagementState, Side

START, TODAY = date(2026, 11, 2), date(2026, 11, 23)


def test_the_two_sides_act_on_their_service():
    assert speaks_for_a_side(Side.EXPERT).ok
    assert speaks_for_a_side(Side.ENTERPRISE).ok
    assert not speaks_for_a_side(Side.LIAISON).ok
    assert not speaks_for_a_side(None).ok


@pytest.mark.clause("5.2.4")
def test_whether_a_team_short_of_members_goes_on_its_office_says():
    assert shortfall_decided_by_office(True).ok
    assert not shortfall_decided_by_office(False).ok


@pytest.mark.parametrize(
    ("serves", "day", "ok"),
    [
        (True, START, True),
        (True, TODAY, True),
        (True, date(2026, 11, 1), False),
        (True, date(2026, 11, 24), False),
        (False, TODAY, False),
    ],
)
def test_who_serves_logs_days_of_the_service(serves, day, ok):
    assert logs_own_service(serves, day, START, TODAY).ok is ok


@pytest.mark.clause("A3.3")
def test_the_enterprise_confirms_a_line_once():
    assert confirmed_by_enterprise(Side.ENTERPRISE, is_confirmed=False).ok
    assert not confirmed_by_enterprise(Side.ENTERPRISE, is_confirmed=True).ok
    assert not confirmed_by_enterprise(Side.EXPERT, is_confirmed=False).ok


@pytest.mark.clause("5.6.1")
@pytest.mark.parametrize("proposer", [Side.EXPERT, Side.ENTERPRISE])
def test_the_other_side_answers_a_proposed_end(proposer):
    other = Side.ENTERPRISE if proposer is Side.EXPERT else Side.EXPERT
    assert answered_by_other_side(other, proposer).ok
    assert not answered_by_other_side(proposer, proposer).ok
    assert not answered_by_other_side(Side.LIAISON, proposer).ok
    assert not answered_by_other_side(None, proposer).ok


@pytest.mark.clause("5.6.2")
def test_a_change_is_decided_by_the_competent_organisation_and_not_by_who_asked():
    assert decided_by_competent(is_competent=True).ok
    assert decided_by_competent(is_competent=False).rule.id == "CHG-01"
    assert decided_by_another(is_requester=False).ok
    assert not decided_by_another(is_requester=True).ok
    assert no_open_change(has_open=False).ok
    assert not no_open_change(has_open=True).ok


@pytest.mark.clause("5.6.1", "5.6.2")
def test_nothing_leads_out_of_an_end():
    assert all(not ENGAGEMENT.moves.get(state) for state in OVER)
    assert {EngagementState.SERVING, EngagementState.END_PROPOSED} == set(ENGAGEMENT.moves)
