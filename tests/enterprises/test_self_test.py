"""资格自测 of an enterprise without an account: the same rules, and what would change them."""

from datetime import datetime

import pytest

from backend.platform import clock
from backend.platform.clock import SHANGHAI
from tests.factories.enterprises import credit_code, registration

QUESTIONS = (
    *("uscc", "city_code", "is_legal_person", "is_branch", "rd_spend", "declares_innovation"),
    *("declares_conditions", "declares_taxes_paid", "declares_no_safety_accident"),
    *("declares_no_quality_accident", "declares_no_environmental_offence"),
    "declares_rules_accepted",
)


async def ask(client, **answers) -> tuple[str, dict]:
    firm = registration()
    given = {name: firm[name] for name in QUESTIONS} | answers
    response = await client.post("/api/v1/enterprises/self-test", json=given)
    assert response.status_code == 200, response.text
    body = response.json()
    return body["standing"], {one["id"]: one for one in body["verdicts"]}


@pytest.mark.clause("2.2.1", "2.2.3", "2.2.4")
async def test_a_firm_that_meets_everything_is_eligible(client) -> None:
    standing, verdicts = await ask(client)
    assert standing == "eligible"
    assert {one["clause"] for one in verdicts.values()} == {"2.2.1", "2.2.2", "2.2.3", "2.2.4"}


@pytest.mark.clause("2.2.1")
async def test_a_branch_is_told_to_let_its_parent_apply(client) -> None:
    standing, verdicts = await ask(client, is_branch=True)
    assert standing == "not_eligible"
    assert "总公司" in verdicts["ENT-PLACE"]["remedies"][0]


@pytest.mark.clause("2.2.1")
async def test_a_sole_trader_has_another_way(client) -> None:
    standing, verdicts = await ask(client, uscc=credit_code(1, "92360121"))
    assert standing == "not_eligible"
    assert "个转企" in verdicts["ENT-PLACE"]["reason"]


@pytest.mark.clause("2.2.2")
async def test_the_window_is_shown_as_dates(client) -> None:
    with clock.at(datetime(2026, 11, 28, 9, tzinfo=SHANGHAI)):
        _, verdicts = await ask(client, declares_taxes_paid=False)
    assert "2023年11月28日至2026年11月28日" in verdicts["ENT-DECLARED"]["reason"]


async def test_what_is_not_answered_is_open(client) -> None:
    standing, verdicts = await ask(client, city_code=None, declares_innovation=None)
    assert standing == "incomplete"
    assert verdicts["ENT-PLACE"]["unanswered"]
    assert verdicts["ENT-RD"]["unanswered"]
    assert not verdicts["ENT-RULES"]["unanswered"]
