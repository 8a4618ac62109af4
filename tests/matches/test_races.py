"""Consents under a crowd, on the real database (clauses 5.4.3 and 5.5.1)."""

from dataclasses import dataclass

import pytest

from backend.demands.schemas import DemandRead
from backend.identity.actor import Actor
from backend.matches import service
from backend.matches.schemas import MatchRead, WithdrawIn
from backend.platform.database import Database
from backend.platform.problems import Problem
from tests.factories.demands import published_demand
from tests.factories.matches import application, consent, designate, stage
from tests.factories.organisations import county_department
from tests.factories.races import ROUNDS, all_at_once, rules_of
from tests.factories.standins import quick_enterprise, quick_expert
from tests.factories.teams import complete_team, members

CROWD = 10


@dataclass
class Suitor:
    """An enterprise that would have the same expert as all the others."""

    enterprise: Actor
    demand: DemandRead


async def suitors(db: Database, number: int) -> list[Suitor]:
    reviewer = await county_department(db)
    firms = [await quick_enterprise(db) for _ in range(number)]
    return [Suitor(firm, await published_demand(db, firm, reviewer)) for firm in firms]


def check_refusal(refused: Problem, served: set[str]) -> None:
    """An enterprise reads that three are served, the expert which ones."""
    assert rules_of([refused]) == {"CAP-01"}
    assert refused.status == 409
    assert refused.verdict
    told = refused.verdict.facts.get("enterprises", [])
    assert set(told) == served  # type: ignore[call-overload]
    assert "3家" in refused.detail
    assert all(name in refused.detail for name in served)


@pytest.mark.clause("5.5.1")
async def test_simultaneous_consents_never_exceed_three_enterprises(db: Database) -> None:
    """The first `busy` enterprises hold a place; ten more consent at the same moment."""
    expert = await quick_expert(db)
    firms = await suitors(db, CROWD + 2)
    for turn in range(ROUNDS):
        busy = 2 - turn % 3
        offers = [await application(db, expert, firm.demand.id) for firm in firms]
        pairs = list(zip(firms, offers, strict=True))
        held = [await consent(db, firm.enterprise, offer) for firm, offer in pairs[:busy]]
        agreed, refused = await all_at_once(
            *(consent(db, firm.enterprise, offer) for firm, offer in pairs[busy : busy + CROWD])
        )
        assert len(agreed) == 3 - busy, f"round {turn}"
        assert len(refused) == CROWD - len(agreed)
        served = {match.enterprise_name for match in [*held, *agreed]}
        assert len(served) == 3
        for problem in refused:
            check_refusal(problem, set())
            assert not any(name in problem.detail for name in served)
        for offer in offers:
            await service.withdraw(db, expert, offer.id, WithdrawIn(code="time"))


@pytest.mark.clause("5.5.1")
async def test_ten_invitations_accepted_at_once_end_with_three_named_enterprises(
    db: Database,
) -> None:
    expert = await quick_expert(db)
    firms = await suitors(db, CROWD)
    offers = [await designate(db, firm.enterprise, firm.demand.id, expert) for firm in firms]
    agreed, refused = await all_at_once(*(consent(db, expert, offer) for offer in offers))
    assert (len(agreed), len(refused)) == (3, CROWD - 3)
    for problem in refused:
        check_refusal(problem, {match.enterprise_name for match in agreed})


@pytest.mark.clause("5.4.3")
async def test_twenty_accept_one_demand_and_one_wins(db: Database) -> None:
    around = await stage(db)
    experts = [await quick_expert(db) for _ in range(20)]
    for _ in range(max(ROUNDS // 5, 1)):
        offers = [await application(db, expert, around.demand.id) for expert in experts]
        agreed, refused = await all_at_once(
            *(consent(db, around.enterprise, offer) for offer in offers)
        )
        assert len(agreed) == 1
        assert len(refused) == 19
        assert rules_of(refused) == {"MATCH-ONE"}
        states = [(await service.read(db, around.enterprise, o.id)).state for o in offers]
        assert sorted(states) == ["agreed"] + ["reserve"] * 19
        for expert, offer in zip(experts, offers, strict=True):
            await service.withdraw(db, expert, offer.id, WithdrawIn(code="time"))


@pytest.mark.clause("5.4.1")
async def test_one_consent_pressed_ten_times_counts_once(db: Database) -> None:
    around = await stage(db)
    offer = await application(db, around.expert, around.demand.id)
    agreed, refused = await all_at_once(
        *(consent(db, around.enterprise, offer) for _ in range(CROWD))
    )
    assert len(agreed) == 1
    assert {problem.status for problem in refused} == {409}


async def _consented(db: Database, enterprise: Actor, offer: MatchRead) -> str:
    return (await consent(db, enterprise, offer)).state


@pytest.mark.clause("5.4.1")
async def test_consent_and_withdrawal_at_once_leave_no_place_behind(db: Database) -> None:
    around = await stage(db)
    for _ in range(ROUNDS):
        offer = await application(db, around.expert, around.demand.id)
        await all_at_once(
            _consented(db, around.enterprise, offer),
            service.withdraw(db, around.expert, offer.id, WithdrawIn(code="time")),
        )
        # Whoever was first, the expert's withdrawal is the last word: before or after consent.
        ended = await service.read(db, around.expert, offer.id)
        assert ended.state == "withdrawn"
        assert ended.experts[0].free_places == 3


@pytest.mark.clause("5.2.2")
async def test_alone_and_in_a_team_at_once_is_one_of_the_two(db: Database) -> None:
    around = await stage(db)
    leader, *others = await members(db, 4)
    team = await complete_team(db, around.demand.id, [leader, *others])
    for _ in range(max(ROUNDS // 2, 1)):
        done, refused = await all_at_once(
            application(db, leader, around.demand.id, team_id=team.id),
            *(application(db, other, around.demand.id) for other in others),
        )
        assert rules_of(refused) == {"PART-01"}
        assert [match for match in done if match.team_id] == [] or len(done) == 1
        for match in done:
            who = (
                leader
                if match.team_id
                else next(other for other in others if other.expert_id == match.expert_id)
            )
            await service.withdraw(db, who, match.id, WithdrawIn(code="time"))


@pytest.mark.clause("5.5.1")
async def test_two_teams_sharing_members_do_not_lock_each_other_out(db: Database) -> None:
    firms = await suitors(db, 2)
    experts = await members(db, 5)
    rosters = [experts[:4], [experts[4], *experts[1:4][::-1]]]
    offers = []
    for firm, roster in zip(firms, rosters, strict=True):
        team = await complete_team(db, firm.demand.id, roster)
        offers.append(await application(db, roster[0], firm.demand.id, team_id=team.id))
    agreed, refused = await all_at_once(
        *(consent(db, firm.enterprise, o) for firm, o in zip(firms, offers, strict=True))
    )
    assert (len(agreed), refused) == (2, [])
