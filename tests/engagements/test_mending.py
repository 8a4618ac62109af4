"""A serving team loses a member: a period, a replacement, or the office's word (A5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from backend.engagements import service
from backend.engagements.schemas import ChangeDecisionIn
from backend.evaluations import service as evaluations
from backend.platform import clock
from backend.platform.outbox import Message
from backend.platform.problems import Problem
from backend.teams import service as teams
from backend.teams.schemas import JoinIn, LeaveIn, MemberInvite, TeamAnswer
from tests.factories.matches import application, consent, stage
from tests.factories.people import officer
from tests.factories.serving import serving_team
from tests.factories.standins import quick_expert

AWAY = LeaveIn(code="time", reason="出国进修一年。")


def rule_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    verdict = refused.value.verdict
    assert verdict
    assert verdict.rule
    return verdict.rule.id


async def places(db, expert):
    async with db.reading() as session:
        query = text("SELECT count(*) FROM expert_places WHERE closed_at IS NULL AND expert_id=:id")
        return (await session.execute(query, {"id": expert.expert_id})).scalar_one()


async def told(db, actor):
    async with db.reading() as session:
        query = select(Message).filter_by(account_id=actor.account_id, channel="inbox")
        found = (await session.execute(query.order_by(Message.id))).scalars()
        return [one.title for one in found]


async def ask(db, leader, team, expert):
    invited = MemberInvite(expert_id=expert.expert_id, message="请您补位。")
    return await service.ask_replacement(db, leader, team.id, invited)


async def join(db, expert, team):
    seen = await teams.read(db, expert, team.id)
    return await service.join_team(db, expert, team.id, JoinIn(roster_version=seen.roster_version))


@pytest.mark.clause("5.2.4", "5.6.2")
async def test_below_four_a_period_of_thirty_days_begins_and_the_service_goes_on(db, sign_in):
    served, experts, team = await serving_team(db)
    leader, leaver = experts[0], experts[3]
    with pytest.raises(Problem) as refused:
        await service.leave_team(db, leader, team.id, AWAY)
    assert rule_of(refused) == "TEAM-OUT"
    await service.leave_team(db, leaver, team.id, AWAY)
    due = clock.today() + timedelta(days=30)
    shown = await teams.read(db, leader, team.id)
    assert (shown.state, shown.accepted, shown.cure_due) == ("serving", 3, due)
    assert shown.roster_version > team.roster_version
    assert shown.members[-1].answer_name == "时间不合适"
    assert {one.action for one in shown.allowed_actions} == {"ask_in"}
    for reader in (served.enterprise, served.reviewer, leader):
        seen = await service.read(db, reader, served.id)
        assert (seen.state, seen.cure_due, len(seen.members)) == ("serving", due, 3)
        assert "特派团成员退出" in await told(db, reader)
    tasks = (await (await sign_in(leader)).get("/api/v1/tasks")).json()["items"]
    assert ("mend_team", str(due)) in [(one["kind"], one["due"]) for one in tasks]
    assert await places(db, leaver) == 0
    assert await places(db, experts[1]) == 1
    with pytest.raises(Problem) as twice:
        await service.leave_team(db, leaver, team.id, AWAY)
    assert twice.value.status in {404, 409}


@pytest.mark.clause("5.2.4")
async def test_a_fifth_member_leaves_and_nothing_has_to_be_mended(db):
    _, experts, team = await serving_team(db, 5)
    await service.leave_team(db, experts[4], team.id, AWAY)
    shown = await teams.read(db, experts[0], team.id)
    assert (shown.accepted, shown.cure_due) == (4, None)


@pytest.mark.clause("5.2.3", "5.2.4", "5.5.1")
async def test_a_replacement_serves_from_his_own_yes_on_within_his_cap(db):
    served, experts, team = await serving_team(db)
    leader = experts[0]
    await service.leave_team(db, experts[3], team.id, AWAY)
    full, fresh = await quick_expert(db, max_enterprises=1), await quick_expert(db)
    elsewhere = await stage(db, served.reviewer)
    offer = await application(db, full, elsewhere.demand.id)
    await consent(db, elsewhere.enterprise, offer)
    await ask(db, leader, team, full)
    with pytest.raises(Problem) as refused:
        await join(db, full, team)
    assert rule_of(refused) == "CAP-02"
    assert (await teams.read(db, leader, team.id)).cure_due
    await ask(db, leader, team, fresh)
    with pytest.raises(Problem) as other:
        await ask(db, experts[1], team, fresh)
    assert rule_of(other) == "TEAM-LEAD"
    seen = await teams.read(db, fresh, team.id)
    assert {one.action for one in seen.allowed_actions} == {"join", "decline"}
    assert await places(db, fresh) == 0  # asked is not yet serving
    stale = JoinIn(roster_version=team.roster_version)
    with pytest.raises(Problem) as old:
        await service.join_team(db, fresh, team.id, stale)
    assert rule_of(old) == "TEAM-ROSTER"
    done = await join(db, fresh, team)
    assert (done.accepted, done.cure_due, done.state) == (4, None, "serving")
    assert await places(db, fresh) == 1
    engagement = await service.read(db, fresh, served.id)
    assert len(engagement.members) == 4
    for reader in (served.enterprise, served.reviewer, leader):
        assert "特派团补充成员" in await told(db, reader)
    no = TeamAnswer(accept=False, roster_version=done.roster_version, code="capacity")
    await teams.answer(db, full, team.id, no)
    assert (await teams.read(db, leader, team.id)).pending == 0


@pytest.mark.clause("5.2.3", "5.6.1")
async def test_who_has_left_may_be_asked_back_and_takes_his_place_anew(db):
    _, experts, team = await serving_team(db)
    leader, member = experts[0], experts[3]
    await service.leave_team(db, member, team.id, AWAY)
    assert await places(db, member) == 0
    await ask(db, leader, team, member)
    back = await join(db, member, team)
    assert (back.accepted, back.cure_due, await places(db, member)) == (4, None, 1)
    await service.leave_team(db, member, team.id, AWAY)
    assert await places(db, member) == 0


@pytest.mark.clause("5.2.4", "5.6.2")
@pytest.mark.parametrize("decision", ["approve", "refuse"])
async def test_an_uncured_team_comes_before_its_office_and_ends_by_its_word_alone(db, decision):
    served, experts, team = await serving_team(db)
    await service.leave_team(db, experts[3], team.id, AWAY)
    assert await service.end_cures(db) == 0
    with clock.at(clock.now() + timedelta(days=30)):
        assert await service.end_cures(db) == 0  # the last day belongs to the leader
    with clock.at(clock.now() + timedelta(days=31)):
        assert await service.end_cures(db) == 1
        assert await service.end_cures(db) == 0
        waiting = await service.read(db, served.reviewer, served.id)
        assert waiting.state == "serving"
        (change,) = waiting.changes
        labels = [one.label for one in change.allowed_actions]
        assert labels == ["终止服务", "豁免，继续服务"]
        assert "特派团人数不足，请决定" in await told(db, served.reviewer)
        body = ChangeDecisionIn(decision=decision, note="已与双方核实，按此办理。")
        with pytest.raises(Problem) as refused:
            await evaluations.decide_change(db, await officer(db), change.id, body)
        assert rule_of(refused) == "CHG-07"
        await evaluations.decide_change(db, served.reviewer, change.id, body)
        after = await service.read(db, served.enterprise, served.id)
        shown = await teams.read(db, experts[0], team.id)
        assert await service.end_cures(db) == 0
    if decision == "approve":
        assert (after.state, shown.state) == ("terminated", "dissolved")
    else:
        assert (after.state, after.cure_due) == ("serving", None)
        assert (shown.by_waiver, shown.cure_due) == (True, None)


@pytest.mark.clause("5.2.4")
async def test_a_team_filled_up_late_needs_no_decision(db):
    served, experts, team = await serving_team(db)
    await service.leave_team(db, experts[3], team.id, AWAY)
    fresh = await quick_expert(db)
    await ask(db, experts[0], team, fresh)
    with clock.at(clock.now() + timedelta(days=31)):
        await service.end_cures(db)
        await join(db, fresh, team)
        (change,) = (await service.read(db, served.reviewer, served.id)).changes
    assert (change.state, change.decision_note) == ("refused", "特派团已补足人数，无需决定。")


async def test_no_side_can_ask_for_what_the_platform_brings_before_the_office(db, sign_in):
    served, experts, _ = await serving_team(db)
    me = await sign_in(experts[0])
    body = {"kind": "shortfall", "reason": "人数不足，请尽快决定。"}
    answer = await me.post(f"/api/v1/engagements/{served.id}/changes", json=body)
    assert answer.status_code == 422


@pytest.mark.clause("5.2.4")
async def test_the_database_holds_a_serving_team_below_four_to_a_day(db):
    _, experts, team = await serving_team(db)
    leave = text(
        "UPDATE team_members SET standing = 'left', version = version + 1"
        " WHERE team_id = :team AND expert_id = :expert"
    )
    with pytest.raises(IntegrityError, match="D02"):
        async with db.transaction() as session:
            await session.execute(leave, {"team": team.id, "expert": experts[3].expert_id})
