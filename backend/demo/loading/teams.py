"""Teams: one starts, each of the others answers for himself or herself."""

from backend.demo import people
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Affair, Stage
from backend.demo.loading.stories import Fate
from backend.matches import service as matches
from backend.matches.schemas import ApplicationIn
from backend.teams import service
from backend.teams.schemas import MemberInvite, TeamAnswer, TeamNew, TeamRead
from backend.waivers import service as waivers
from backend.waivers.schemas import WaiverIn

F = Fate
_SMALL = 3
"""A forming team that asks for a waiver because it is no larger."""


async def teamed(stage: Stage, affair: Affair) -> Life:
    """A team is formed after publication; what it then does depends on the story."""
    days, fate = affair.story.days, affair.story.fate
    leader = stage.experts[affair.chosen].actor
    yield stage.ago(days - 2)
    team = await _start(stage, affair)
    members = affair.story.experts[1:]
    if fate is F.TEAM_FORMING and affair.index % 2:
        members = members[: _SMALL - 1]
    yield stage.ago(days - 3)
    for expert in members:
        body = MemberInvite(
            expert_id=stage.experts[expert].id,
            message=f"想请您负责{people.expert(expert).keywords[0]}部分。",
        )
        team = await service.invite(stage.db, leader, team.id, body)
    answering = members[:-1] if fate is F.TEAM_FORMING and not affair.index % 2 else members
    async for moment in _answers(stage, affair, team, answering):
        yield moment
    yield stage.ago(days - 8)
    if fate is F.TEAM_GIVEN_UP:
        await service.dissolve(stage.db, leader, team.id)
    elif fate is F.TEAM_FORMING:
        if len(members) < _SMALL:
            await _ask_waiver(stage, affair, team)
    else:
        await service.complete(stage.db, leader, team.id)
    if fate is F.TEAM_READY or fate in (F.TEAM_FORMING, F.TEAM_GIVEN_UP):
        return
    yield stage.ago(4.2 if fate is F.APPLIED else days - 10)
    application = ApplicationIn(
        demand_id=affair.id,
        team_id=team.id,
        text_hash=affair.text_hash,
        message="本团成员来自不同单位，分工已经商定，可分两步完成。",
    )
    affair.match_id = (await matches.apply(stage.db, leader, application)).id


async def _start(stage: Stage, affair: Affair) -> TeamRead:
    leader = stage.experts[affair.chosen]
    body = TeamNew(
        demand_id=affair.id,
        name=f"{affair.content.keywords[0]}攻关团",
        plan="先共同到现场诊断，再按工艺、装备、检测分工，每月碰头一次。",
    )
    return await service.start(stage.db, leader.actor, body)


async def _answers(stage: Stage, affair: Affair, team: TeamRead, members: tuple[int, ...]) -> Life:
    for number, expert in enumerate(members):
        yield stage.ago(affair.story.days - 4 - number * 0.6)
        body = TeamAnswer(
            accept=True, roster_version=team.roster_version, answer="同意参加，时间可以保证。"
        )
        await service.answer(stage.db, stage.experts[expert].actor, team.id, body)


async def _ask_waiver(stage: Stage, affair: Affair, team: TeamRead) -> None:
    body = WaiverIn(
        rule_id="TEAM-SIZE",
        subject_type="teams",
        subject_id=team.id,
        reason_code="rare_skill",
        reason="本方向省内人员少，三人已覆盖工艺、装备和检测，请准予三人成团。",
    )
    await waivers.request(stage.db, stage.experts[affair.chosen].actor, body)
