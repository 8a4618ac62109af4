"""Teams beside single experts: what they bring, what is missing, who must not be named."""

import pytest

from backend.platform.problems import Problem
from backend.recommendations import service
from backend.recommendations.schemas import ComparisonQuery, ShortlistIn
from backend.teams import service as teams_service
from backend.teams.schemas import TeamEdit
from tests.factories.matches import application, consent, stage
from tests.factories.organisations import NANCHANG
from tests.factories.people import officer
from tests.factories.standins import quick_enterprise, quick_expert
from tests.factories.teams import accepted_team, complete_team, members
from tests.factories.waivers import granted_waiver

NOTE = "组长熟悉同类产线"


async def applied_team(db, around, experts):
    """A team that applied, as its leader sees it, and its match."""
    team = await complete_team(db, around.demand.id, experts)
    await teams_service.edit(db, experts[0], team.id, TeamEdit(plan="三个月内到厂五次。"), None)
    match = await application(db, experts[0], around.demand.id, team_id=team.id)
    return team, match


def asked(experts=(), teams=()):
    return ComparisonQuery(
        expert_ids=[one.expert_id for one in experts], team_ids=[one.id for one in teams]
    )


@pytest.mark.clause("5.2.2", "5.2.4", "5.3.3")
async def test_a_team_that_applied_stands_beside_a_single_expert(db, sign_in):
    around = await stage(db, disciplines=["430", "210"])
    single = await quick_expert(db)
    await application(db, single, around.demand.id)
    experts = await members(db, 4)
    experts[3] = await quick_expert(db, main_discipline="530", city_code=NANCHANG)
    team, match = await applied_team(db, around, experts)
    mark = ShortlistIn(team_id=team.id, note=NOTE)
    await service.mark(db, around.enterprise, around.demand.id, mark)
    firm = await sign_in(around.enterprise)
    query = {"expert_ids": [str(single.expert_id)], "team_ids": [str(team.id)]}
    path = f"/api/v1/demands/{around.demand.id}/comparison"
    shown = (await firm.get(path, params=query)).json()
    (alone,), (group,) = shown["experts"], shown["teams"]
    assert (alone["match_state"], group["match_state"]) == ("applied", "applied")
    assert alone["answer_due"] == group["answer_due"] == match.answer_due.isoformat()
    assert (group["name"], group["leader"], group["plan"]) == (
        *(team.name, experts[0].name),
        "三个月内到厂五次。",
    )
    assert (len(group["members"]), group["minimum"], group["maximum"]) == (4, 4, 7)
    assert (group["employers"], len(group["employer_names"])) == (4, 4)
    assert group["cities"] == ["九江市", "南昌市"]
    assert (group["note"], group["waived"], "score" in group) == (NOTE, [], False)
    fields = {one["name"]: one["by"] for one in group["covers"]}
    assert list(fields.values()) == [[experts[0].name, experts[3].name], []]
    assert all(one["score"] is not None for one in group["members"])
    assert [one["is_leader"] for one in group["members"]] == [True, False, False, False]


@pytest.mark.clause("5.5.1")
async def test_the_tightest_member_tells_what_a_team_can_take(db):
    around = await stage(db)
    experts = await members(db, 3)
    experts.append(await quick_expert(db, max_enterprises=2, disciplines=["530"]))
    other = await stage(db, around.reviewer)
    await consent(db, other.enterprise, await application(db, experts[3], other.demand.id))
    team, _ = await applied_team(db, around, experts)
    found = await service.comparison(db, around.enterprise, around.demand.id, asked((), [team]))
    tightest = found.teams[0].tightest
    assert (tightest.name, tightest.free, tightest.limit) == (experts[3].name, 1, 2)


@pytest.mark.clause("A3.4")
async def test_who_asked_not_to_be_named_is_named_in_no_cell_before_both_agree(db):
    around = await stage(db)
    secret = {"is_designable": False, "name": "演示隐名者", "employer_name": "演示隐名大学"}
    shy = await quick_expert(db, **secret, max_enterprises=1)
    experts = [await quick_expert(db, **(secret | {"name": "演示隐名组长"})), shy]
    experts += await members(db, 2)
    team, match = await applied_team(db, around, experts)
    query = asked((), [team])
    before = await service.comparison(db, around.enterprise, around.demand.id, query)
    told = before.model_dump_json()
    assert "隐名" not in told
    assert (before.teams[0].leader, before.teams[0].tightest.name) == ("一位特派员", "一位特派员")
    office = await service.comparison(db, await officer(db), around.demand.id, query)
    assert "演示隐名组长" in office.model_dump_json()
    await consent(db, around.enterprise, match)
    after = await service.comparison(db, around.enterprise, around.demand.id, query)
    assert after.teams[0].leader == "演示隐名组长"


@pytest.mark.clause("5.2.4")
async def test_a_waiver_a_team_stands_on_is_shown(db):
    around = await stage(db)
    experts = await members(db, 3)
    team = await accepted_team(db, around.demand.id, experts)
    await granted_waiver(db, experts[0], around.reviewer, "TEAM-SIZE", ("teams", team.id))
    await teams_service.complete(db, experts[0], team.id)
    await application(db, experts[0], around.demand.id, team_id=team.id)
    found = await service.comparison(db, around.enterprise, around.demand.id, asked((), [team]))
    assert [one.rule_id for one in found.teams[0].waived] == ["TEAM-SIZE"]


async def test_teams_out_of_sight_or_of_another_demand_are_not_found(db, sign_in):
    around = await stage(db)
    forming = await complete_team(db, around.demand.id, await members(db, 4))
    other = await stage(db, around.reviewer)
    theirs, _ = await applied_team(db, other, await members(db, 4))
    firm = await sign_in(around.enterprise)
    path = f"/api/v1/demands/{around.demand.id}/comparison"
    for unseen in (forming.id, theirs.id):
        assert (await firm.get(path, params={"team_ids": [str(unseen)]})).status_code == 404
    with pytest.raises(Problem) as elsewhere:  # whoever sees both, too
        await service.comparison(db, await officer(db), around.demand.id, asked((), [theirs]))
    assert elsewhere.value.status == 404
    stranger = await sign_in(await quick_enterprise(db))
    assert (await stranger.get(path, params={"team_ids": [str(forming.id)]})).status_code == 404


async def test_one_to_four_of_both_kinds_together(db, sign_in):
    around = await stage(db)
    firm = await sign_in(around.enterprise)
    path = f"/api/v1/demands/{around.demand.id}/comparison"
    one = str(around.expert.expert_id)
    assert (await firm.get(path)).status_code == 422
    too_many = {"expert_ids": [one] * 3, "team_ids": [one] * 2}
    assert (await firm.get(path, params=too_many)).status_code == 422
