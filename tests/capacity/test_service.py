"""Places: shared by the demands of one enterprise, counted for each member, freed once."""

import pytest
from sqlalchemy import text

from backend.capacity import service
from backend.identity.actor import SYSTEM
from backend.matches import service as matches
from backend.matches.schemas import WithdrawIn
from backend.platform.database import Database
from backend.platform.problems import Problem
from tests.factories.demands import published_demand
from tests.factories.matches import agreed_match, application, consent, designate, stage
from tests.factories.people import officer
from tests.factories.standins import quick_enterprise, quick_expert
from tests.factories.teams import complete_team, members
from tests.factories.waivers import granted_waiver


def rule_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    verdict = refused.value.verdict
    assert verdict
    assert verdict.rule
    return verdict.rule.id


@pytest.mark.clause("5.5.1")
async def test_two_demands_of_one_enterprise_take_one_place_until_both_end(db: Database) -> None:
    around, first = await agreed_match(db)
    second = await published_demand(db, around.enterprise, around.reviewer)
    offer = await application(db, around.expert, second.id)
    await consent(db, around.enterprise, offer)
    assert around.expert.expert_id
    shown = await service.read(db, around.expert, around.expert.expert_id)
    assert (shown.used, shown.free) == (1, 2)
    await matches.withdraw(db, around.expert, first.id, WithdrawIn(code="time"))
    assert (await service.read(db, around.expert, around.expert.expert_id)).used == 1
    await matches.withdraw(db, around.expert, offer.id, WithdrawIn(code="time"))
    assert (await service.read(db, around.expert, around.expert.expert_id)).used == 0


@pytest.mark.clause("5.5.1")
async def test_the_fourth_enterprise_is_refused_and_passes_with_a_waiver(
    db: Database,
) -> None:
    around, _ = await agreed_match(db)
    expert, firms = around.expert, [await quick_enterprise(db) for _ in range(4)]
    offers = []
    for firm in firms:
        demand = await published_demand(db, firm, around.reviewer)
        offers.append(await application(db, expert, demand.id))
    for firm, offer in zip(firms[:2], offers[:2], strict=True):
        await consent(db, firm, offer)
    with pytest.raises(Problem) as refused:
        await consent(db, firms[2], offers[2])
    assert rule_of(refused) == "CAP-01"
    assert refused.value.verdict
    served = {around.demand.enterprise.name, offers[0].enterprise_name, offers[1].enterprise_name}
    assert "enterprises" not in refused.value.verdict.facts
    assert not any(name in refused.value.detail for name in served)
    shown = await matches.read(db, firms[2], offers[2].id)
    button = next(one for one in shown.allowed_actions if one.action == "consent")
    assert (button.enabled, button.rule) == (False, "CAP-01")
    assert not any(name in button.reason for name in served)
    # Whom it concerns reads which three.
    demand = await published_demand(db, firms[3], around.reviewer)
    invited = await designate(db, firms[3], demand.id, expert)
    with pytest.raises(Problem) as named:
        await consent(db, expert, invited)
    assert all(name in named.value.detail for name in served)
    assert expert.expert_id
    subject = ("experts", expert.expert_id)
    await granted_waiver(db, expert, await officer(db), "CAP-01", subject)
    assert (await consent(db, firms[2], offers[2])).state == "agreed"
    places = (await service.read(db, expert, expert.expert_id)).places
    assert places
    assert [(one.slot_no, one.by_waiver) for one in places][-1] == (4, True)
    with pytest.raises(Problem) as fifth:
        await consent(db, firms[3], offers[3])
    assert rule_of(fifth) == "CAP-01"


@pytest.mark.clause("5.5.1")
async def test_a_team_takes_a_place_of_every_member(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 4)
    team = await complete_team(db, around.demand.id, experts)
    offer = await application(db, experts[0], around.demand.id, team_id=team.id)
    await consent(db, around.enterprise, offer)
    ids = [one.expert_id for one in experts if one.expert_id]
    async with db.reading() as session:
        facts = await service.free_places(session, ids)
    assert [(fact.free, fact.enterprises) for fact in facts.values()] == [
        (2, (around.demand.enterprise.name,))
    ] * 4


@pytest.mark.clause("5.5.1")
async def test_one_full_member_keeps_the_team_out_and_nothing_is_left_behind(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 4)
    for _ in range(3):
        firm = await quick_enterprise(db)
        demand = await published_demand(db, firm, around.reviewer)
        await consent(db, firm, await application(db, experts[2], demand.id))
    team = await complete_team(db, around.demand.id, experts)
    offer = await application(db, experts[0], around.demand.id, team_id=team.id)
    with pytest.raises(Problem) as refused:
        await consent(db, around.enterprise, offer)
    assert rule_of(refused) == "CAP-01"
    assert experts[2].name in refused.value.detail
    async with db.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM place_uses")) == 3


async def test_ones_own_smaller_limit_holds(db: Database) -> None:
    around = await stage(db)
    modest = await quick_expert(db, max_enterprises=1)
    await consent(db, around.enterprise, await application(db, modest, around.demand.id))
    other = await stage(db, around.reviewer)
    offer = await application(db, modest, other.demand.id)
    with pytest.raises(Problem) as refused:
        await consent(db, other.enterprise, offer)
    assert rule_of(refused) == "CAP-02"


@pytest.mark.clause("5.6.1")
async def test_ending_frees_the_place_at_once_and_once(db: Database) -> None:
    around, match = await agreed_match(db)
    async with db.transaction() as session:
        await matches.engage(session, match.id, SYSTEM)
    assert around.expert.expert_id
    shown = await service.read(db, around.expert, around.expert.expert_id)
    assert shown.places
    assert shown.places[0].is_taken
    async with db.transaction() as session:
        await matches.end(session, match.id, SYSTEM)
        await service.release(session, match.id)
    assert (await service.read(db, around.expert, around.expert.expert_id)).free == 3


async def test_who_holds_the_places_is_not_for_enterprises(db: Database) -> None:
    around, _ = await agreed_match(db)
    assert around.expert.expert_id
    stranger = await quick_enterprise(db)
    shown = await service.read(db, stranger, around.expert.expert_id)
    assert (shown.used, shown.free, shown.places) == (1, 2, None)
    assert (await service.read(db, await officer(db), around.expert.expert_id)).places
