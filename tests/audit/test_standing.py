"""One sentence for everything: who has it, since when, what next, by when, whom to call."""

from datetime import timedelta

import pytest

from backend.demands import service as demands
from backend.evaluations import service as evaluations
from backend.platform import clock
from tests.factories import agreements as made
from tests.factories import enterprises, experts, matches, people, standins, teams
from tests.factories.demands import draft_demand, submitted_demand


async def stands(sign_in, actor, path):
    """The sentence as the actor reads it."""
    answer = await (await sign_in(actor)).get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()["standing"]


def complete(one) -> bool:
    """Whether all five questions are answered."""
    return all(one[key] for key in ("holder", "since", "next", "due", "contact"))


@pytest.mark.clause("6.3")
async def test_a_demand_says_who_has_it_at_each_step(db, sign_in):
    around = await matches.stage(db)
    firm, reviewer = around.enterprise, around.reviewer
    draft = await draft_demand(db, firm)
    mine = await stands(sign_in, firm, f"/demands/{draft.id}")
    assert (mine["holder"], mine["is_mine"]) == ("企业", True)
    desk = await submitted_demand(db, firm)
    for actor, is_mine in ((firm, False), (reviewer, True), (await people.officer(db), False)):
        shown = await stands(sign_in, actor, f"/demands/{desk.id}")
        assert complete(shown)
        assert shown["holder"] == shown["contact"]["organisation"]
        assert shown["is_mine"] is is_mine
        assert not shown["is_overdue"]
    late = clock.now() + timedelta(days=70)
    with clock.at(late):
        shown = (await demands.read(db, firm, desk.id)).standing
        assert shown.is_overdue
    published = await stands(sign_in, around.expert, f"/demands/{around.demand.id}")
    assert (published["holder"], published["is_mine"]) == ("企业", False)
    assert (
        published["due"] == (await demands.read(db, firm, around.demand.id)).closes_on.isoformat()
    )


async def test_a_match_waits_for_the_side_that_is_asked(db, sign_in):
    around = await matches.stage(db)
    asked = await matches.designate(db, around.enterprise, around.demand.id, around.expert)
    path = f"/matches/{asked.id}"
    for actor, is_mine in ((around.expert, True), (around.enterprise, False)):
        shown = await stands(sign_in, actor, path)
        assert complete(shown)
        assert (shown["holder"], shown["is_mine"]) == ("特派员（团）", is_mine)
    await matches.consent(db, around.expert, asked)
    shown = await stands(sign_in, around.enterprise, path)
    assert shown["is_mine"]
    assert "签署协议" in shown["next"]


async def test_an_agreement_waits_for_signatures_then_for_the_office(db, sign_in):
    contract = await made.drafted_agreement(db)
    path = f"/agreements/{contract.agreement.id}"
    assert (await stands(sign_in, contract.expert, path))["is_mine"]
    await made.sign(db, contract.expert, contract.agreement.id)
    after = await stands(sign_in, contract.expert, path)
    assert (after["holder"], after["is_mine"]) == ("企业", False)
    await made.sign(db, contract.enterprise, contract.agreement.id)
    filing = await stands(sign_in, contract.reviewer, path)
    assert complete(filing)
    assert filing["is_mine"]
    await made.file(db, contract)
    filed = await stands(sign_in, contract.expert, path)
    assert (filed["is_over"], filed["due"], filed["holder"]) == (True, None, None)
    assert filed["contact"]


async def test_a_service_says_whose_turn_it_is_to_its_last_rating(db, sign_in):
    served = await made.filed_agreement(db)
    path = f"/engagements/{served.id}"
    assert complete(await stands(sign_in, served.expert, path))
    await made.log(db, served)
    waits = await stands(sign_in, served.enterprise, path)
    assert (waits["holder"], waits["is_mine"]) == ("企业", True)
    assert waits["next"] == "确认1条服务记录"
    await made.propose_end(db, served.expert, served.id)
    proposed = await stands(sign_in, served.enterprise, path)
    assert complete(proposed)
    assert proposed["is_mine"]
    await evaluations.confirm_end(db, served.enterprise, served.id)
    rated = await stands(sign_in, served.expert, path)
    assert complete(rated)
    assert rated["is_mine"]
    await made.rate_all(db, served)
    assert (await stands(sign_in, served.expert, path))["is_over"]


async def test_a_team_waits_for_its_members_then_for_its_leader(db, sign_in):
    around = await matches.stage(db)
    roster = await teams.members(db, 4)
    team = await teams.invited_team(db, around.demand.id, roster)
    path = f"/teams/{team.id}"
    asked = await stands(sign_in, roster[1], path)
    assert (asked["holder"], asked["is_mine"]) == ("3名受邀成员", True)
    assert not (await stands(sign_in, roster[0], path))["is_mine"]
    for member in roster[1:]:
        await teams.accept(db, member, team.id)
    assert (await stands(sign_in, roster[0], path))["is_mine"]


async def test_registrations_say_it_to_applicant_and_office_alone(db, sign_in):
    sent = await experts.submitted_expert(db)
    shown = await stands(sign_in, sent.actor, f"/experts/{sent.id}")
    assert complete(shown)
    assert not shown["is_mine"]
    firm = await enterprises.submitted_enterprise(db)
    shown = await stands(sign_in, firm.actor, f"/enterprises/{firm.id}")
    assert complete(shown)
    made_expert = await experts.filed_expert(db)
    outside = await standins.quick_enterprise(db, county_code="360113")
    card = await stands(sign_in, outside, f"/experts/{made_expert.id}")
    assert card is None
