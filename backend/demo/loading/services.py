"""Service in the enterprise: the log, changes, the end, and the ratings of the three parties."""

from uuid import UUID

from backend.demo import people
from backend.demo.loading.following import followed
from backend.demo.loading.history import Life
from backend.demo.loading.ratings import rated
from backend.demo.loading.stage import Affair, Stage
from backend.demo.loading.stories import Fate
from backend.engagements import service
from backend.engagements.schemas import (
    ChangeDecisionIn,
    ChangeIn,
    DisputeIn,
    EndIn,
    EngagementRead,
    HearingIn,
    LogIn,
)
from backend.engagements.states import ChangeKind
from backend.evaluations import service as evaluations
from backend.platform import clock
from backend.teams.schemas import LeaveIn
from backend.teams.states import DeclineCode

F = Fate
_WORK = (
    "现场查看生产线，测量“{target}”的现值，和工艺员商定采样办法。",
    "整理首批试验数据，找出影响“{target}”的三个主要因素，布置对比试验。",
    "跟班两天，调整工艺参数，“{target}”比上月有改善。",
    "远程会诊异常批次，修订作业指导书，给班组讲课一次。",
)
_SMALLEST, _LEFT = 4, 1.5
"""Members of a team that cannot spare one; so many days ago one left."""
_ENDED = {F.RATED: 40, F.RATED_HALF: 24, F.RATING: 5}
"""Days ago on which the end was confirmed, for the latest of each kind."""
_MOVED = {
    F.END_PROPOSED: 3,
    F.END_DISPUTED: 12,
    F.END_LAPSED: 46,
    F.CHANGE_REFUSED: 26,
    F.TERMINATED: 38,
    F.REPLACED: 38,
}


async def served(stage: Stage, affair: Affair, begun: float) -> Life:
    """The service from its first day, so many days ago, as far as the story goes."""
    fate, index = affair.story.fate, affair.index
    last = min(_closing(affair) + 2.2 + index % 8, begun - 12)
    number = 2 + index % 3
    for step in range(number):
        yield stage.ago(begun - (begun - last) * (step + 1) / number)
        entry = await _log(stage, affair, step)
        if not step:
            await followed(stage, affair)
        if step + 1 == number and fate is F.SERVING and index % 3 == 1:
            doubt = DisputeIn(note="当天到厂约四小时，请核对时长。")
            await service.dispute_log(stage.db, affair.firm.actor, _of(affair), entry, doubt)
        if step + 1 < number or fate not in (F.SERVING, F.CHANGE_ASKED):
            yield stage.ago(begun - (begun - last) * (step + 1) / number - 1)
            await service.confirm_log(stage.db, affair.firm.actor, _of(affair), entry)
    if affair.story.is_team and fate is F.SERVING:
        yield stage.ago(_LEFT)
        await _leave(stage, affair)
    async for moment in _after_logs(stage, affair):
        yield moment


async def _leave(stage: Stage, affair: Affair) -> None:
    """A member of a team of four goes abroad: the leader has a month to find somebody else."""
    *_, last = affair.story.experts
    shown = await service.read(stage.db, stage.experts[affair.chosen].actor, _of(affair))
    if shown.team is None or len(shown.members) != _SMALLEST:
        return
    body = LeaveIn(code=DeclineCode.TIME, reason="单位安排出国进修一年，不能继续到厂。")
    await service.leave_team(stage.db, stage.experts[last].actor, shown.team.id, body)


def _closing(affair: Affair) -> float:
    """So many days ago somebody moved to end or change the service, or else none did yet."""
    fate, index = affair.story.fate, affair.index
    if fate in _ENDED:
        return _ENDED[fate] + (index % 14 if fate is F.RATED else index % 4) + 2
    if fate is F.CHANGE_ASKED:
        return 3 + index % 4
    return _MOVED.get(fate, 2)


def _of(affair: Affair) -> UUID:
    assert affair.engagement_id is not None
    return affair.engagement_id


async def _log(stage: Stage, affair: Affair, step: int) -> UUID:
    remote = step % len(_WORK) == len(_WORK) - 1 or affair.content.mode == "REMOTE"
    results = {"problems_solved": 1.0, "trainees": 12.0} if step else {"policy_advice": 1.0}
    body = LogIn(
        day=clock.today(),
        hours=3 if remote else 7,
        mode="remote" if remote else "onsite",
        place="" if remote else people.enterprise(affair.content.enterprise).address,
        work=_WORK[step % len(_WORK)].format(target=affair.content.indicators[0].name),
        indicators=results,
        measured=_measured(affair) if step else {},
    )
    expert = stage.experts[affair.chosen].actor
    shown = await service.add_log(stage.db, expert, _of(affair), body)
    return next(one.id for one in shown.logs if one.day == body.day and one.work == body.work)


def _measured(affair: Affair) -> dict[str, str]:
    """Half way from the present value to the goal."""
    first = affair.content.indicators[0]
    middle = (float(first.current) + float(first.target)) / 2
    return {first.name: f"{middle:.4g}"}


async def _after_logs(stage: Stage, affair: Affair) -> Life:
    fate = affair.story.fate
    if fate in (F.CHANGE_ASKED, F.CHANGE_REFUSED, F.TERMINATED, F.REPLACED):
        async for moment in _changed(stage, affair):
            yield moment
    elif fate in (F.END_PROPOSED, F.END_DISPUTED, F.END_LAPSED):
        yield stage.ago(_closing(affair))
        await _propose(stage, affair)
        if fate is F.END_DISPUTED:
            yield stage.ago(8)
            words = DisputeIn(note="末批样品的检测报告还没有出来，请等报告后再定。")
            expert = stage.experts[affair.chosen].actor
            await service.dispute_end(stage.db, expert, _of(affair), words)
    elif fate in _ENDED:
        ended = _closing(affair) - 2
        yield stage.ago(ended + 2)
        await _propose(stage, affair)
        yield stage.ago(ended)
        other = stage.experts[affair.chosen]
        await evaluations.confirm_end(stage.db, other.actor, _of(affair))
        async for moment in rated(stage, affair, ended):
            yield moment


async def _propose(stage: Stage, affair: Affair) -> None:
    outcome = ("solved", "solved", "partly", "solved", "unsolved")[affair.index % 5]
    note = {
        "solved": "约定的指标已连续三批达到，资料已移交。",
        "partly": "主要指标达到，一项次要指标还差一点，企业自行跟进。",
        "unsolved": "受设备条件限制，指标没有达到，双方同意到此为止。",
    }[outcome]
    body = EndIn.model_validate({"outcome": outcome, "note": note})
    await service.propose_end(stage.db, affair.firm.actor, _of(affair), body)


async def _changed(stage: Stage, affair: Affair) -> Life:
    """Somebody asks for another expert or an early end; the office decides, or has not yet."""
    fate = affair.story.fate
    asked = _closing(affair)
    yield stage.ago(asked)
    shown = await _ask_change(stage, affair)
    if fate is F.CHANGE_ASKED:
        return
    yield stage.ago(asked - 5)
    refused = fate is F.CHANGE_REFUSED
    note = "双方约定的阶段尚未完成，请先按协议继续。" if refused else "已听取双方意见，同意。"
    body = ChangeDecisionIn(decision="refuse" if refused else "approve", note=note)
    change = shown.changes[0]
    offices = {office.id: office for office in stage.offices.values()}
    for hearing in change.hearings:
        asked_one = offices[hearing.organisation.id].reviewer(0)
        await service.hear(stage.db, asked_one, change.id, HearingIn(opinion="agree"))
    decides = stage.officers[0] if change.by_department else affair.reviewer
    await evaluations.decide_change(stage.db, decides, change.id, body)


async def _ask_change(stage: Stage, affair: Affair) -> EngagementRead:
    replaced = affair.story.fate is F.REPLACED or affair.index % 2
    kind = ChangeKind.REPLACEMENT if replaced else ChangeKind.TERMINATION
    if affair.story.fate is F.TERMINATED:
        kind = ChangeKind.TERMINATION
    reason = {
        ChangeKind.REPLACEMENT: "特派员承担了国家项目，近期无法按时到厂，希望更换同方向的专家。",
        ChangeKind.TERMINATION: "生产线搬迁，试验条件一年内不具备，双方商定提前结束。",
    }[kind]
    body = ChangeIn(kind=kind, reason=reason)
    return await service.request_change(stage.db, affair.firm.actor, _of(affair), body)
