"""Teams to be: what they cover, who may be in them, what they cost to nobody."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.experts import service as experts
from backend.recommendations.composing import Able, Wanted, compose, fillers, gaps
from backend.teams import service as teams_service
from backend.teams.schemas import TeamAnswer
from tests.factories.experts import credit_code
from tests.factories.matches import application, consent, stage
from tests.factories.standins import quick_enterprise, quick_expert, tie
from tests.factories.teams import invited_team

WANTED = Wanted(frozenset({"430", "460", "520"}), least=4, most=7, employers=2, fields=2)


def able(id: str, score: float, disciplines: str, employer: str) -> Able:
    return Able(id, score, frozenset(disciplines.split()), employer)


@pytest.mark.clause("5.2.3", "5.2.4")
def test_a_missing_discipline_outweighs_a_better_degree():
    pool = [able(f"copper{n}", 90 - n, "430", "A") for n in range(6)]
    pool += [able("machines", 40, "460", "B"), able("software", 30, "520", "A")]
    (team, *_) = compose(pool, WANTED, 3)
    assert team.covered == WANTED.disciplines
    assert len(team.members) == 4
    assert [one.id for one in team.added[:3]] == ["copper0", "machines", "software"]
    assert team.added[1].disciplines == ("460",)
    assert team.added[1].new_employer


@pytest.mark.clause("5.2.3")
def test_people_of_one_employer_alone_make_no_team():
    assert compose([able(str(n), 50, "430 460", "A") for n in range(9)], WANTED, 3) == []


@pytest.mark.clause("5.2.3")
def test_a_leader_leads_his_own_team():
    pool = [able(str(n), 50 + n, "430", "AB"[n % 2]) for n in range(8)]
    pool.append(able("other field", 1, "460", "A"))
    (team,) = compose(pool, WANTED, 3, pool[0])
    assert team.members[0].id == "0"


PEOPLE = st.lists(
    st.builds(
        able,
        st.uuids().map(str),
        st.floats(0, 100),
        st.sampled_from(["430", "460", "520", "430 460", "110"]),
        st.sampled_from("ABC"),
    ),
    max_size=15,
    unique_by=lambda one: one.id,
)


@settings(max_examples=200, deadline=None)
@given(PEOPLE)
def test_every_team_keeps_the_rules_of_teams(pool):
    teams = compose(pool, WANTED, 3)
    for team in teams:
        assert 4 <= len({one.id for one in team.members}) == len(team.members) <= 7
        assert len(team.employers) >= 2
        assert len(team.fields) >= 2
        assert {code for one in team.added for code in one.disciplines} == team.covered
    assert [team.worth for team in teams] == sorted((t.worth for t in teams), reverse=True)


def _person(number: int, discipline: str) -> dict[str, Any]:
    return {
        "disciplines": [discipline],
        "main_discipline": discipline,
        "employer_uscc": credit_code(number),
    }


@pytest.mark.clause("5.2.3", "5.2.4", "5.5.1")
async def test_teams_are_made_of_free_people_of_the_library(db, sign_in):
    around = await stage(db, disciplines=["430", "460"])
    ready = [await quick_expert(db, **_person(n, "430")) for n in range(900, 903)]
    ready.append(await quick_expert(db, **_person(904, "460")))
    paused = await quick_expert(db, **_person(905, "460"))
    await experts.move(db, paused, paused.expert_id, "pause")
    firm = await sign_in(around.enterprise)
    path = f"/api/v1/demands/{around.demand.id}/suggested-teams"
    (team, *_) = (await firm.get(path)).json()
    people = {one["expert"]["id"] for one in team["members"]}
    assert str(ready[-1].expert_id) in people
    assert str(paused.expert_id) not in people
    assert team["missing"] == []
    assert team["employers"] >= 2
    assert 4 <= len(people) <= 7
    leader = await sign_in(ready[0])
    (own,) = (await leader.get(path)).json()
    assert own["members"][0]["expert"]["id"] == str(ready[0].expert_id)


async def test_a_demand_out_of_sight_has_no_teams(db, sign_in):
    around = await stage(db)
    stranger = await sign_in(await quick_enterprise(db))
    answer = await stranger.get(f"/api/v1/demands/{around.demand.id}/suggested-teams")
    assert answer.status_code == 404


@pytest.mark.clause("5.2.3")
def test_gaps_are_what_the_demand_asks_for_and_nobody_brings():
    wanted = Wanted(WANTED.disciplines, 4, 7, 2, 2, frozenset({"烧结", "涂层"}))
    team = [able("leader", 0, "430", "A"), able("second", 0, "460", "A")]
    lacks = gaps(team, wanted)
    assert (lacks.disciplines, lacks.words, lacks.employers) == (("520",), ("涂层", "烧结"), 1)
    pool = [
        able("same field", 90, "430", "A"),
        able("same field, elsewhere", 80, "430", "B"),
        able("the gap", 10, "520", "A"),
        Able("a keyword", 20, frozenset({"430"}), "A", frozenset({"涂层"})),
        team[0],
    ]
    found = fillers(team, pool, wanted, 4)
    order = ["the gap", "a keyword", "same field, elsewhere", "same field"]
    assert [one.able.id for one in found] == order
    assert found[0].disciplines == ("520",)
    assert found[1].words == ("涂层",)
    assert found[2].new_employer


@pytest.mark.clause("5.2.3", "A2.3", "5.5.1")
async def test_a_leader_is_shown_free_unconflicted_people_for_what_the_team_lacks(db, sign_in):
    around = await stage(db, disciplines=["430", "460"])
    leader, second = [await quick_expert(db, **_person(n, "430")) for n in (910, 911)]
    fits = await quick_expert(db, **_person(912, "460"))
    tied = await quick_expert(db, **_person(913, "460"))
    await tie(db, tied, around.enterprise)
    full = await quick_expert(db, **_person(914, "460"), max_enterprises=1)
    elsewhere = await stage(db, around.reviewer)
    offer = await application(db, full, elsewhere.demand.id)
    await consent(db, elsewhere.enterprise, offer)
    said_no = await quick_expert(db, **_person(915, "460"))
    team = await invited_team(db, around.demand.id, [leader, second, said_no])
    no = TeamAnswer(accept=False, roster_version=team.roster_version, code="field")
    await teams_service.answer(db, said_no, team.id, no)
    me = await sign_in(leader)
    path = f"/api/v1/teams/{team.id}/gaps"
    shown = (await me.get(path)).json()
    by = {one["name"]: len(one["by"]) for one in shown["disciplines"]}
    assert list(by.values()) == [2, 0]
    first, *others = shown["suggestions"]
    assert first["expert"]["id"] == str(fits.expert_id)
    assert [one["code"] for one in first["adds"]] == ["460"]
    assert first["expert"]["free_places"] == 3
    out = {str(one.expert_id) for one in (tied, full, said_no, leader, second)}
    assert out & {one["expert"]["id"] for one in others} == set()
    member = await sign_in(second)
    refused = await member.get(path)
    assert (refused.status_code, refused.json()["rule"]) == (403, "TEAM-LEAD")
    stranger = await sign_in(fits)
    assert (await stranger.get(path)).status_code == 404
