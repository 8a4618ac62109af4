"""A team's life: started by one, joined by each one's own yes, complete, bound, dissolved."""

import pytest

from backend.platform.database import Database
from backend.platform.problems import Problem
from backend.teams import service
from backend.teams.schemas import MemberInvite, TeamAnswer, TeamEdit, TeamNew, TeamQuery
from tests.factories.matches import application, stage
from tests.factories.standins import quick_enterprise, quick_expert
from tests.factories.teams import accept, accepted_team, complete_team, invited_team, members
from tests.factories.waivers import granted_waiver


def rule_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    verdict = refused.value.verdict
    assert verdict
    assert verdict.rule
    return verdict.rule.id


@pytest.mark.clause("5.2.2", "5.2.3", "5.2.4")
@pytest.mark.parametrize("number", [4, 7])
async def test_four_and_seven_complete_and_apply(db: Database, number: int) -> None:
    around = await stage(db)
    experts = await members(db, number)
    team = await complete_team(db, around.demand.id, experts)
    assert (team.state, team.accepted) == ("complete", number)
    match = await application(db, experts[0], around.demand.id, team_id=team.id)
    assert (match.state, match.team_id) == ("applied", team.id)
    assert [card.id for card in match.experts] == [one.expert_id for one in experts]


@pytest.mark.clause("5.2.4")
async def test_three_are_too_few_and_an_eighth_is_not_asked(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 8)
    few = await accepted_team(db, around.demand.id, experts[:3])
    with pytest.raises(Problem) as refused:
        await service.complete(db, experts[0], few.id)
    assert rule_of(refused) == "TEAM-SIZE"
    full = await invited_team(db, around.demand.id, experts[1:])
    extra = await quick_expert(db)
    assert extra.expert_id
    with pytest.raises(Problem) as eighth:
        await service.invite(db, experts[1], full.id, MemberInvite(expert_id=extra.expert_id))
    assert rule_of(eighth) == "TEAM-SIZE"


@pytest.mark.clause("5.2.4")
async def test_three_pass_with_a_granted_waiver(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 3)
    team = await accepted_team(db, around.demand.id, experts)
    with pytest.raises(Problem):
        await service.complete(db, experts[0], team.id)
    subject = ("teams", team.id)
    await granted_waiver(db, experts[0], around.reviewer, "TEAM-SIZE", subject)
    shown = await service.read(db, experts[0], team.id)
    assert {one.id: one.waived for one in shown.verdicts}["TEAM-SIZE"]
    done = await service.complete(db, experts[0], team.id)
    assert (done.state, done.by_waiver) == ("complete", True)


@pytest.mark.clause("5.2.3")
async def test_each_member_accepts_by_himself_and_this_roster(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 5)
    leader, second = experts[0], experts[1]
    team = await invited_team(db, around.demand.id, experts[:4])
    with pytest.raises(Problem) as pending:
        await service.complete(db, leader, team.id)
    assert rule_of(pending) == "TEAM-ACCEPT"
    for one in experts[1:4]:
        await accept(db, one, team.id)
    late = experts[4]
    assert late.expert_id
    grown = await service.invite(db, leader, team.id, MemberInvite(expert_id=late.expert_id))
    assert (grown.accepted, grown.pending) == (1, 4)
    stale = TeamAnswer(accept=True, roster_version=team.roster_version)
    with pytest.raises(Problem) as refused:
        await service.answer(db, second, team.id, stale)
    assert rule_of(refused) == "TEAM-ROSTER"
    for one in experts[1:]:
        await accept(db, one, team.id)
    assert (await service.complete(db, leader, team.id)).accepted == 5


@pytest.mark.clause("5.2.3")
async def test_a_no_frees_nobody_else_from_his_yes(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 5)
    team = await invited_team(db, around.demand.id, experts)
    for one in experts[1:4]:
        await accept(db, one, team.id)
    no = TeamAnswer(
        accept=False, roster_version=team.roster_version, code="time", answer="三月以后可以"
    )
    await service.answer(db, experts[4], team.id, no)
    shown = await service.read(db, experts[0], team.id)
    assert (shown.roster_version, shown.accepted, shown.pending) == (team.roster_version, 4, 0)
    assert shown.members[-1].standing_name == "已谢绝"
    assert (await service.complete(db, experts[0], team.id)).state == "complete"


@pytest.mark.clause("5.2.3")
async def test_one_unit_or_discipline_needs_a_reason_reviewers_see(db: Database) -> None:
    around = await stage(db)
    same = {"employer_uscc": "EMPLOYER-SAME", "main_discipline": "430", "disciplines": ["430"]}
    experts = [await quick_expert(db, **same) for _ in range(4)]
    team = await accepted_team(db, around.demand.id, experts)
    with pytest.raises(Problem) as refused:
        await service.complete(db, experts[0], team.id)
    assert rule_of(refused) == "TEAM-CROSS"
    reason = "同一课题组，最了解这条产线。"
    shown = await service.read(db, experts[0], team.id)
    await service.edit(db, experts[0], team.id, TeamEdit(cross_reason=reason), shown.version)
    await service.complete(db, experts[0], team.id)
    assert (await service.read(db, around.reviewer, team.id)).cross_reason == reason


@pytest.mark.clause("5.2.3", "3.1.3")
async def test_only_library_experts_are_asked(db: Database) -> None:
    from backend.experts import service as experts_service

    around = await stage(db)
    leader, paused = await members(db, 2)
    assert paused.expert_id
    team = await service.start(db, leader, TeamNew(demand_id=around.demand.id, name="演示团"))
    await experts_service.move(db, paused, paused.expert_id, "pause")
    with pytest.raises(Problem) as refused:
        await service.invite(db, leader, team.id, MemberInvite(expert_id=paused.expert_id))
    assert refused.value.status == 404  # as unknown as an expert that does not exist


@pytest.mark.clause("A2.3")
async def test_a_tied_expert_is_refused_before_he_is_asked(db: Database) -> None:
    around = await stage(db)
    (leader,) = await members(db, 1)
    uscc = await _uscc(db, around.demand.enterprise.id)
    tied = await quick_expert(db, employer_uscc=uscc)
    team = await service.start(db, leader, TeamNew(demand_id=around.demand.id, name="演示团"))
    assert tied.expert_id
    with pytest.raises(Problem) as refused:
        await service.invite(db, leader, team.id, MemberInvite(expert_id=tied.expert_id))
    assert rule_of(refused) == "CON-01"
    with pytest.raises(Problem) as own:
        await service.start(db, tied, TeamNew(demand_id=around.demand.id, name="演示团"))
    assert rule_of(own) == "CON-01"


async def _uscc(db: Database, enterprise_id: object) -> str:
    from sqlalchemy import text

    async with db.reading() as session:
        query = text("SELECT uscc FROM enterprises WHERE id = :id")
        return str(await session.scalar(query, {"id": enterprise_id}))


async def test_only_the_leader_leads(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 4)
    team = await accepted_team(db, around.demand.id, experts)
    member, stranger = experts[1], await quick_expert(db)
    for act in (service.complete, service.dissolve):
        with pytest.raises(Problem) as refused:
            await act(db, member, team.id)
        assert (refused.value.status, rule_of(refused)) == (403, "TEAM-LEAD")
        with pytest.raises(Problem) as unseen:
            await act(db, stranger, team.id)
        assert unseen.value.status == 404
    with pytest.raises(Problem):
        await service.read(db, around.enterprise, team.id)
    with pytest.raises(Problem) as twice:
        await service.start(db, experts[0], TeamNew(demand_id=around.demand.id, name="又一团"))
    assert twice.value.status == 409


async def test_a_candidate_team_keeps_its_members(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 5)
    leader = experts[0]
    team = await complete_team(db, around.demand.id, experts[:4])
    extra, second = experts[4].expert_id, experts[1].expert_id
    assert extra
    assert second
    reopened = await service.invite(db, leader, team.id, MemberInvite(expert_id=extra))
    assert reopened.state == "forming"
    await service.remove(db, leader, team.id, extra)
    for one in experts[1:4]:
        await accept(db, one, team.id)
    await service.complete(db, leader, team.id)
    await application(db, leader, around.demand.id, team_id=team.id)
    attempts = [
        service.invite(db, leader, team.id, MemberInvite(expert_id=extra)),
        service.remove(db, leader, team.id, second),
        service.dissolve(db, leader, team.id),
    ]
    for attempt in attempts:
        with pytest.raises(Problem) as refused:
            await attempt
        assert rule_of(refused) == "TEAM-BOUND"
    assert (await service.read(db, around.enterprise, team.id)).is_bound
    assert (await service.mine(db, leader, TeamQuery(state="complete"))).total == 1
    assert (await service.mine(db, experts[4], TeamQuery())).total == 0
    with pytest.raises(Problem):
        await service.read(db, await quick_enterprise(db), team.id)


async def test_nobody_is_asked_twice_and_the_leader_stays(db: Database) -> None:
    around = await stage(db)
    leader, second = await members(db, 2)
    assert leader.expert_id
    assert second.expert_id
    team = await invited_team(db, around.demand.id, [leader, second])
    with pytest.raises(Problem) as again:
        await service.invite(db, leader, team.id, MemberInvite(expert_id=second.expert_id))
    assert rule_of(again) == "TEAM-ONCE"
    with pytest.raises(Problem):
        await service.remove(db, leader, team.id, leader.expert_id)
    no = TeamAnswer(accept=False, roster_version=team.roster_version, code="field")
    with pytest.raises(Problem):
        await service.answer(db, leader, team.id, no)
    await service.answer(db, second, team.id, no)
    asked = await service.invite(db, leader, team.id, MemberInvite(expert_id=second.expert_id))
    assert [one.standing for one in asked.members] == ["accepted", "invited"]
    assert (await service.dissolve(db, leader, team.id)).state == "dissolved"
