"""The three parties rate each other after the end (clause 5.7.1)."""

from random import Random

from backend.demo.identifiers import rng
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Affair, Stage
from backend.demo.loading.stories import Fate
from backend.evaluations import service
from backend.evaluations.schemas import (
    AnnotationIn,
    DisputeIn,
    FollowUpDone,
    RatingIn,
    RatingRead,
)
from backend.evaluations.states import CRITERIA, Grade, Rater
from backend.identity.actor import Actor

F = Fate
# In the order in which people usually come round to it.
_ORDER = (
    (Rater.ENTERPRISE, Rater.EXPERT),
    (Rater.EXPERT, Rater.ENTERPRISE),
    (Rater.EXPERT, Rater.LIAISON),
    (Rater.ENTERPRISE, Rater.LIAISON),
    (Rater.LIAISON, Rater.EXPERT),
    (Rater.LIAISON, Rater.ENTERPRISE),
)
_GIVEN = {F.RATED: 6, F.RATED_HALF: 3}
_WORDS = {
    Grade.EXCELLENT: "约定的事都做到了，还多做了一次培训，希望继续合作。",
    Grade.GOOD: "总体满意，沟通顺畅，进度基本按计划。",
    Grade.FAIR: "基本完成，前期准备不够充分，耽误了两周。",
    Grade.POOR: "多次改期，事先没有说明，影响了生产安排。",
}


async def rated(stage: Stage, affair: Affair, ended: float) -> Life:
    """All six ratings, three before the window closed, or the first ones of a window still open."""
    given = _GIVEN.get(affair.story.fate, 1 + affair.index % 3)
    for number, (giver, to) in enumerate(_ORDER[:given]):
        actor = _speaker(stage, affair, giver)
        if actor is None or (to is Rater.LIAISON and affair.office.liaison is None):
            continue
        yield stage.ago(max(ended - 1 - number * 1.1, 0.1))
        body = _rating(rng("rating", affair.index, giver, to), giver, to)
        assert affair.engagement_id is not None
        await service.rate(stage.db, actor, affair.engagement_id, body)
    if affair.story.fate is F.RATED:
        yield stage.ago(max(ended - 8, 0.1))
        await _dispute(stage, affair)
        await _follow_up(stage, affair)


async def _open(stage: Stage, affair: Affair, actor: Actor, action: str) -> list[RatingRead]:
    """The bad ratings of a service on which the actor may now do something."""
    assert affair.engagement_id is not None
    read = await service.read(stage.db, actor, affair.engagement_id)
    given = [one.rating for one in read.directions if one.rating and one.rating.grade <= Grade.POOR]
    return [
        one
        for one in given
        if any(button.action == action and button.enabled for button in one.allowed_actions)
    ]


async def _dispute(stage: Stage, affair: Affair) -> None:
    """A bad grade is disputed; of every other one the department has said something by now."""
    for rating in (await _open(stage, affair, stage.experts[affair.chosen].actor, "dispute"))[:1]:
        grounds = DisputeIn(grounds="改期两次均提前三天与企业商定，有聊天记录和会议通知为证。")
        read = await service.dispute(
            stage.db, stage.experts[affair.chosen].actor, rating.id, grounds
        )
        raised = [one.rating.dispute for one in read.directions if one.rating]
        if affair.index % 2 and (made := next(filter(None, raised), None)):
            said = AnnotationIn(
                annotation="经查阅双方材料，改期有书面商定；原评价保留，供读者参考。"
            )
            await service.annotate(stage.db, stage.officers[1], made.id, said)


async def _follow_up(stage: Stage, affair: Affair) -> None:
    """The office looks into what was rated badly; some it has not come to yet."""
    done = FollowUpDone(done="已电话回访双方，约定今后改期提前一周书面告知，双方表示认可。")
    for rating in await _open(stage, affair, affair.reviewer, "close_follow_up"):
        if rating.follow_up and affair.index % 3:
            await service.close_follow_up(stage.db, affair.reviewer, rating.follow_up.id, done)


def _speaker(stage: Stage, affair: Affair, rater: Rater) -> Actor | None:
    if rater is Rater.LIAISON:
        return affair.office.liaison
    party = affair.firm if rater is Rater.ENTERPRISE else stage.experts[affair.chosen]
    return party.actor


def _rating(random: Random, giver: Rater, to: Rater) -> RatingIn:
    grades = (Grade.EXCELLENT, Grade.GOOD, Grade.FAIR, Grade.POOR)
    grade = random.choices(grades, (30, 50, 14, 6))[0]
    criteria = {
        key: random.choice((grade, grade, Grade(max(grade - 1, 1)))) for key in CRITERIA[giver, to]
    }
    return RatingIn(to_party=to, grade=grade, criteria=criteria, comment=_WORDS[grade])
