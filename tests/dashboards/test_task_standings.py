"""Each task says the very sentence that stands at the top of the thing's own page."""

import pytest

from tests.factories import agreements as made
from tests.factories import demands, enterprises, experts, matches, people, teams
from tests.fixtures.statements import statements

PAGES = {
    "experts": "/experts/{}",
    "enterprises": "/enterprises/{}",
    "demands": "/demands/{}",
    "teams": "/teams/{}",
    "matches": "/matches/{}",
    "agreements": "/agreements/{}",
    "engagements": "/engagements/{}",
}


@pytest.fixture
def compared(sign_in):
    async def compared(actor):
        """The kinds of things that wait for an actor, each told as its own page tells it."""
        client = await sign_in(actor)
        items = (await client.get("/api/v1/tasks")).json()["items"]
        for item in items:
            path = PAGES[item["subject_type"]].format(item["subject_id"])
            page = (await client.get(f"/api/v1{path}")).json()
            assert item["standing"] == page["standing"], item["kind"]
            assert item["standing"]["next"]
            assert item["standing"]["contact"]["phone"]
        return {item["subject_type"] for item in items}

    return compared


@pytest.mark.clause("6.3")
async def test_a_party_reads_the_same_sentence_in_the_list_and_on_the_page(db, compared):
    around = await matches.stage(db)

    async def another():
        return await matches.stage(db, around.reviewer)

    ended = await made.ended_engagement(db, await another())
    contract = await made.drafted_agreement(db, await another())
    await made.sign(db, contract.enterprise, contract.agreement.id)
    served = await made.filed_agreement(db, await another())
    await made.log(db, served)
    await matches.designate(db, around.enterprise, around.demand.id, contract.expert)
    roster = await teams.members(db, 3)
    await teams.invited_team(db, around.demand.id, roster)
    assert await compared(contract.expert) == {"agreements", "matches"}
    assert await compared(roster[1]) == {"teams"}
    assert await compared(served.enterprise) == {"engagements"}
    for party in (ended.expert, ended.enterprise, await made.liaison(db, ended)):
        assert await compared(party) == {"engagements"}


@pytest.mark.clause("6.3")
async def test_an_office_reads_the_same_sentence_too(db, compared):
    firm = await enterprises.submitted_enterprise(db)
    around = await matches.stage(db, firm.reviewer)
    await made.signed_agreement(db, around)
    await demands.submitted_demand(db, around.enterprise)
    assert await compared(firm.reviewer) == {"enterprises", "agreements", "demands"}
    sent = await experts.submitted_expert(db)
    assert await compared(sent.reviewer) == {"experts"}


async def test_what_has_no_sentence_keeps_since_and_due_alone(db, sign_in):
    officer = await people.officer(db)
    shown = (await (await sign_in(officer)).get("/api/v1/tasks")).json()["items"]
    assert [one for one in shown if one["standing"] and one["subject_type"] not in PAGES] == []


async def test_four_tasks_ask_no_more_of_the_database_than_one(db, sign_in):
    around = await matches.stage(db)
    await matches.designate(db, around.enterprise, around.demand.id, around.expert)
    client = await sign_in(around.expert)
    await client.get("/api/v1/tasks")

    async def asked() -> tuple[int, int]:
        with statements(db) as sent:
            items = (await client.get("/api/v1/tasks")).json()["items"]
        assert all(one["standing"] for one in items)
        return len(items), len(sent)

    few = await asked()
    for _ in range(3):
        other = await matches.stage(db, around.reviewer)
        await matches.designate(db, other.enterprise, other.demand.id, around.expert)
    many = await asked()
    assert (few[0], many[0]) == (1, 4)
    assert few[1] == many[1]
