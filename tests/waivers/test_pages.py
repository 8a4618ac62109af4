"""A page of waivers, or of matches that stand on them, asks as often for many rows as for few."""

from backend.identity.actor import Actor
from backend.matches import service as matches
from backend.matches.schemas import MatchQuery
from backend.platform.database import Database
from backend.waivers import service
from backend.waivers.schemas import WaiverQuery
from tests.factories import people
from tests.factories.demands import published_demand
from tests.factories.matches import application, consent
from tests.factories.organisations import county_department
from tests.factories.standins import quick_enterprise, quick_expert
from tests.factories.waivers import asked_waiver, granted_waiver
from tests.fixtures.statements import statements


async def test_the_list_of_waivers(db: Database) -> None:
    officer = await people.officer(db)
    sent = []
    for number in (2, 6):
        for _ in range(number):
            expert = await quick_expert(db)
            await asked_waiver(db, expert, "ELIG-AGE", ("experts", expert.expert_id))
        with statements(db) as sent_now:
            page = await service.listing(db, officer, WaiverQuery())
        sent.append(len(sent_now))
    assert len(page.items) == 8
    assert all(one.allowed_actions for one in page.items)
    assert sent[0] == sent[1], sent_now


async def _fourth_by_waiver(db: Database, reviewer: Actor, officer: Actor) -> None:
    expert = await quick_expert(db)
    for number in range(4):
        firm = await quick_enterprise(db)
        demand = await published_demand(db, firm, reviewer)
        offer = await application(db, expert, demand.id)
        if number == 3:
            await granted_waiver(db, expert, officer, "CAP-01", ("experts", expert.expert_id))
        await consent(db, firm, offer)


async def test_the_list_of_matches_with_their_marks(db: Database) -> None:
    reviewer, officer = await county_department(db), await people.officer(db)
    sent = []
    for number in (1, 2):
        await _fourth_by_waiver(db, reviewer, officer)
        with statements(db) as sent_now:
            page = await matches.listing(db, officer, MatchQuery())
        sent.append(len(sent_now))
        marks = [mark.rule_id for one in page.items for mark in one.waived]
        assert marks == ["CAP-01"] * number
    assert sent[0] == sent[1], sent_now
