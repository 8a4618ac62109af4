"""The path of a conflict of interest: for himself and competent reviewers, else only 回避 (A23)."""

import pytest

from backend.matches import service as matches
from backend.recommendations import service as recommendations
from backend.teams import service as teams
from tests.factories.matches import application, designate, stage
from tests.factories.organisations import HONGGUTAN, county_department
from tests.factories.people import officer
from tests.factories.standins import quick_expert, tie
from tests.factories.teams import invited_team

NOTE = "持股百分之三"


@pytest.mark.clause("A2.3")
async def test_why_not_tells_the_path_to_the_department_and_to_others_only_that_there_is_one(db):
    around = await stage(db)
    await tie(db, around.expert, around.enterprise, "shares", note=NOTE)
    expert_id = around.expert.expert_id
    told = await recommendations.why_not(db, await officer(db), around.demand.id, expert_id)
    (path,) = told.obstacles[0].paths
    assert (path.kind_name, path.source_name, path.note) == ("持有股份", "本人申报", NOTE)
    own = await recommendations.why_not_me(db, around.expert, around.demand.id)
    assert own.obstacles[0].paths[0].note == NOTE
    firm = await recommendations.why_not(db, around.enterprise, around.demand.id, expert_id)
    assert [one.paths for one in firm.obstacles] == [[]]
    assert NOTE not in firm.model_dump_json()
    assert "持有股份" not in firm.model_dump_json()


@pytest.mark.clause("A2.3")
async def test_an_employer_is_not_told_apart_from_other_ties_to_the_enterprise(db):
    from backend.enterprises.models import Enterprise

    around = await stage(db)
    async with db.reading() as session:
        firm = await session.get_one(Enterprise, around.enterprise.enterprise_id)
    employed = await quick_expert(db, employer_uscc=firm.uscc)
    told = await recommendations.why_not(
        db, around.enterprise, around.demand.id, employed.expert_id
    )
    assert [one.code for one in told.obstacles] == ["tie"]


@pytest.mark.clause("A2.3")
async def test_a_tie_declared_later_is_traced_on_the_match_and_on_the_team(db):
    around = await stage(db)
    applied = await application(db, around.expert, around.demand.id)
    await tie(db, around.expert, around.enterprise, "relative", note=NOTE)
    elsewhere = await county_department(db, HONGGUTAN)
    readers = {around.reviewer: 1, around.expert: 1, await officer(db): 1, around.enterprise: 0}
    for reader, number in readers.items():
        seen = await matches.read(db, reader, applied.id)
        assert len(seen.conflicts) == number
    assert elsewhere != around.reviewer
    leader, member = await quick_expert(db), await quick_expert(db)
    team = await invited_team(db, around.demand.id, [leader, member])
    await tie(db, member, around.enterprise, "post", note=NOTE)
    for_office = await teams.read(db, around.reviewer, team.id)
    assert [one.expert_id for one in for_office.conflicts] == [member.expert_id]
    for reader in (leader, member):
        assert (await teams.read(db, reader, team.id)).conflicts == []
    offered = await designate(db, around.enterprise, around.demand.id, await quick_expert(db))
    assert (await matches.read(db, around.enterprise, offered.id)).conflicts == []
