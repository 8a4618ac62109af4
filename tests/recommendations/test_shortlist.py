"""An enterprise keeps candidates in mind, compares up to four, and turns to the reserve."""

import pytest

from backend.platform.problems import Problem
from backend.recommendations import service
from backend.recommendations.schemas import ComparisonQuery, ShortlistIn
from tests.factories.matches import application, consent, designate, stage
from tests.factories.people import officer
from tests.factories.standins import quick_enterprise, quick_expert
from tests.factories.teams import complete_team, members

NOTE = "做过同类产线，价格偏高"


@pytest.mark.clause("5.3.1", "5.3.3")
async def test_a_note_on_a_candidate_is_the_enterprises_own(db, sign_in):
    around = await stage(db)
    await application(db, around.expert, around.demand.id)
    body = ShortlistIn(expert_id=around.expert.expert_id, note=NOTE)
    (kept,) = await service.mark(db, around.enterprise, around.demand.id, body)
    assert (kept.expert.id, kept.note) == (around.expert.expert_id, NOTE)
    again = body.model_copy(update={"note": "先到现场看过再定"})
    (changed,) = await service.mark(db, around.enterprise, around.demand.id, again)
    assert changed.note == "先到现场看过再定"
    path = f"/api/v1/demands/{around.demand.id}/shortlist"
    readers = [around.expert, around.reviewer, await officer(db), await quick_enterprise(db)]
    answers = [(await (await sign_in(one)).get(path)).status_code for one in readers]
    assert answers == [403, 403, 403, 404]
    asked = ComparisonQuery(expert_ids=[around.expert.expert_id])
    for reader, note in ((around.enterprise, changed.note), (await officer(db), None)):
        (row,) = (await service.comparison(db, reader, around.demand.id, asked)).experts
        assert row.note == note
    assert await service.unmark(db, around.enterprise, around.demand.id, body) == []


@pytest.mark.clause("5.3.1", "5.3.2", "5.3.3")
async def test_recommended_invited_and_applied_stand_side_by_side(db, sign_in):
    around = await stage(db)
    applied, invited, fresh = [await quick_expert(db) for _ in range(3)]
    await application(db, applied, around.demand.id)
    await designate(db, around.enterprise, around.demand.id, invited)
    ids = [one.expert_id for one in (fresh, applied, invited)]
    firm = await sign_in(around.enterprise)
    path = f"/api/v1/demands/{around.demand.id}/comparison"
    shown = (await firm.get(path, params={"expert_ids": [str(id) for id in ids]})).json()["experts"]
    assert [one["expert"]["id"] for one in shown] == [str(id) for id in ids]
    assert [one["match_state"] for one in shown] == [None, "applied", "invited"]
    for one in shown:
        assert one["score"] == pytest.approx(sum(r["share"] for r in one["reasons"]), abs=1e-6)
    five = [str(ids[0])] * 5
    assert (await firm.get(path, params={"expert_ids": five})).status_code == 422
    stranger = await sign_in(await quick_enterprise(db))
    assert (await stranger.get(path, params={"expert_ids": [str(ids[0])]})).status_code == 404


@pytest.mark.clause("5.2.2", "5.3.3")
async def test_a_team_that_applied_is_kept_in_mind_too(db):
    around = await stage(db)
    experts = await members(db, 4)
    team = await complete_team(db, around.demand.id, experts)
    body = ShortlistIn(team_id=team.id, note=NOTE)
    with pytest.raises(Problem) as unseen:  # before it applies, the enterprise knows of no team
        await service.mark(db, around.enterprise, around.demand.id, body)
    assert unseen.value.status == 404
    await application(db, experts[0], around.demand.id, team_id=team.id)
    (kept,) = await service.mark(db, around.enterprise, around.demand.id, body)
    assert (kept.team_id, kept.name, kept.expert) == (team.id, team.name, None)


@pytest.mark.clause("5.4.3")
async def test_the_shortlist_and_the_reserve_outlive_an_accepted_match(db):
    around = await stage(db)
    first, second = await quick_expert(db), await quick_expert(db)
    chosen = await application(db, first, around.demand.id)
    await application(db, second, around.demand.id)
    kept = ShortlistIn(expert_id=second.expert_id, note=NOTE)
    await service.mark(db, around.enterprise, around.demand.id, kept)
    await consent(db, around.enterprise, chosen)
    (mark,) = await service.shortlist(db, around.enterprise, around.demand.id)
    assert mark.note == NOTE
    asked = ComparisonQuery(expert_ids=[second.expert_id])
    (row,) = (await service.comparison(db, around.enterprise, around.demand.id, asked)).experts
    assert row.match_state_name == "候补"
