"""The three parties rate each other after the end (clause 5.7.1)."""

from random import Random

from backend.demo.identifiers import rng
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Affair, Stage
from backend.demo.loading.stories import Fate
from backend.evaluations import service
from backend.evaluations.schemas import RatingIn
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
