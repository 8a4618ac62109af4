"""Who invites experts."""

import pytest

from backend.expert_invitations.rules import recommends_experts
from backend.organisations.states import OrganisationType
from backend.platform.rules import Outcome

O = OrganisationType  # noqa: E741


@pytest.mark.clause("4.4")
@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (O.UNIVERSITY, Outcome.PASS),
        (O.RESEARCH_INSTITUTE, Outcome.PASS),
        (O.PROVINCIAL_UNIT, Outcome.PASS),
        (O.CITY_BUREAU, Outcome.PASS),
        (O.NEW_AREA_BUREAU, Outcome.PASS),
        (O.DEVELOPMENT_ZONE, Outcome.FAIL),
        (O.COUNTY_DEPARTMENT, Outcome.FAIL),
        (None, Outcome.FAIL),
    ],
)
def test_who_recommends_experts_invites_them(kind, outcome) -> None:
    verdict = recommends_experts(kind)
    assert verdict.outcome is outcome
    assert (verdict.rule and verdict.rule.id) == "INV-01"
