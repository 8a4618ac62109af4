"""Rosters under a crowd, on the real database (clauses 5.2.3 and 5.2.4)."""

import pytest

from backend.platform.database import Database
from backend.teams import service
from backend.teams.schemas import MemberInvite, TeamAnswer
from tests.factories.matches import stage
from tests.factories.races import ROUNDS, all_at_once, rules_of
from tests.factories.teams import accepted_team, invited_team, members

CROWD = 10


@pytest.mark.clause("5.2.4")
async def test_ten_invitations_for_the_last_seat_seat_one(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 6 + CROWD)
    team = await invited_team(db, around.demand.id, experts[:6])
    leader = experts[0]
    for _ in range(max(ROUNDS // 5, 1)):
        done, refused = await all_at_once(
            *(
                service.invite(db, leader, team.id, MemberInvite(expert_id=one.expert_id))
                for one in experts[6:]
                if one.expert_id
            )
        )
        assert (len(done), rules_of(refused)) == (1, {"TEAM-SIZE"})
        shown = await service.read(db, leader, team.id)
        assert shown.accepted + shown.pending == 7
        (seated,) = [one for one in shown.members[6:] if one.standing == "invited"]
        await service.remove(db, leader, team.id, seated.expert.id)


@pytest.mark.clause("5.2.3")
async def test_the_last_yes_and_completion_at_once_never_leave_a_doubt(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 4)
    leader, last = experts[0], experts[3]
    for _ in range(ROUNDS):
        team = await invited_team(db, around.demand.id, experts)
        for one in experts[1:3]:
            answer = TeamAnswer(accept=True, roster_version=team.roster_version)
            await service.answer(db, one, team.id, answer)
        answer = TeamAnswer(accept=True, roster_version=team.roster_version)
        done, refused = await all_at_once(
            service.answer(db, last, team.id, answer), service.complete(db, leader, team.id)
        )
        assert rules_of(refused) <= {"TEAM-ACCEPT"}
        shown = await service.read(db, leader, team.id)
        assert shown.state == ("complete" if len(done) == 2 else "forming")
        assert shown.accepted == 4
        await service.dissolve(db, leader, team.id)


@pytest.mark.clause("5.2.3", "5.2.4")
async def test_completing_while_the_roster_grows_is_one_or_the_other(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 5)
    leader, extra = experts[0], experts[4]
    assert extra.expert_id
    for _ in range(ROUNDS):
        team = await accepted_team(db, around.demand.id, experts[:4])
        await all_at_once(
            service.complete(db, leader, team.id),
            service.invite(db, leader, team.id, MemberInvite(expert_id=extra.expert_id)),
        )
        shown = await service.read(db, leader, team.id)
        # Whoever was first, the growing roster asks everybody anew.
        assert (shown.state, shown.pending) == ("forming", 4)
        await service.dissolve(db, leader, team.id)


@pytest.mark.clause("5.2.3")
async def test_one_yes_pressed_ten_times_is_one(db: Database) -> None:
    around = await stage(db)
    leader, second = await members(db, 2)
    team = await invited_team(db, around.demand.id, [leader, second])
    answer = TeamAnswer(accept=True, roster_version=team.roster_version)
    done, refused = await all_at_once(
        *(service.answer(db, second, team.id, answer) for _ in range(CROWD))
    )
    assert len(done) == 1
    assert {problem.status for problem in refused} == {409}
