"""The demands: drafted, reviewed, published, and left to those who answer them."""

from datetime import timedelta
from typing import TypeVar

from backend.demands import rules, service
from backend.demands.schemas import DemandDraft, DemandNew
from backend.demo import people
from backend.demo.loading import reasons
from backend.demo.loading.courtship import courted
from backend.demo.loading.deals import dealt
from backend.demo.loading.forms import demand_form
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Affair, Office, Stage
from backend.demo.loading.stories import DEALS, TEAM_STORIES, Fate, Story, stories
from backend.demo.loading.teams import teamed
from backend.identity.actor import Actor
from backend.reviews.schemas import DecisionIn

T = TypeVar("T")
F = Fate
_DRAFTS = (F.DRAFT, F.ON_BEHALF)
_ON_DESK = (F.SUBMITTED, F.OVERDUE)
_TIMED = (F.EXPIRED, F.RENEWED)
_RETURNED_EVERY = 9
_YES = dict.fromkeys(rules.CHECKLIST, True)
# Steps before the decision, in days.
_DRAFTED, _SUBMITTED, _SENT_BACK, _AGAIN = 6.3, 5.1, 3.6, 2.2


async def demand_life(stage: Stage, index: int) -> Life:
    """One demand."""
    story = stories()[index]
    decided = story.days
    if story.fate in (*_DRAFTS, *_ON_DESK):
        decided -= _DRAFTED if story.fate in _DRAFTS else _SUBMITTED
    yield stage.ago(decided + _DRAFTED)
    affair = stage.affairs[index] = await _draft(stage, index, story)
    if story.fate in _DRAFTS:
        return
    yield stage.ago(decided + _SUBMITTED)
    await service.submit(stage.db, affair.firm.actor, affair.id)
    if story.fate in _ON_DESK:
        return
    async for moment in _review(stage, affair):
        yield moment
    if story.is_team:
        async for moment in teamed(stage, affair):
            yield moment
    async for moment in _afterwards(stage, affair):
        yield moment


async def _draft(stage: Stage, index: int, story: Story) -> Affair:
    content = people.demand(index)
    firm = stage.enterprises[content.enterprise]
    office = stage.offices[people.enterprise(content.enterprise).reviewer]
    writer, form = firm.actor, demand_form(content)
    if story.fate is F.DRAFT:
        unfinished = {"indicators": [], "budget_wan": None, "expert_wanted": "", "mode": None}
        form = form.model_copy(update=unfinished)
    if story.fate in _TIMED:
        last = stage.rounds.now.date() - timedelta(days=6 + index % 12)
        form = form.model_copy(update={"open_until": last})
    if story.fate is F.ON_BEHALF:
        writer = _helper(office)
        form = form.model_copy(update={"enterprise_id": firm.id})
    made = await service.create(stage.db, writer, DemandNew.model_validate(form.model_dump()))
    if story.fate is F.ON_BEHALF:
        made = await service.offer(stage.db, writer, made.id)
    if story.fate is F.ON_BEHALF and index % 2:
        await service.confirm(stage.db, firm.actor, made.id, made.version)
    return Affair(index, story, firm, office, made.id)


def _helper(office: Office) -> Actor:
    """Who of the office writes demands for firms that cannot (clause 6.3)."""
    return office.liaison or office.manager


async def _review(stage: Stage, affair: Affair) -> Life:
    story, index, number = affair.story, affair.index, 1
    if story.fate in (F.RETURNED, F.REJECTED):
        yield stage.ago(story.days)
        await service.decide(stage.db, affair.reviewer, affair.id, _refusal(affair))
        return
    if index % _RETURNED_EVERY == _RETURNED_EVERY - 1:
        yield stage.ago(story.days + _SENT_BACK)
        body = reasons.sent_back(1, _of(reasons.DEMAND_RETURNS, index), _YES)
        await service.decide(stage.db, affair.reviewer, affair.id, body)
        yield stage.ago(story.days + _AGAIN)
        await _improve(stage, affair, "试验期间指定一名工艺工程师全程配合。")
        number = 2
    yield stage.ago(story.days)
    body = reasons.approval(number, checklist=_YES)
    shown = await service.decide(stage.db, affair.reviewer, affair.id, body)
    affair.text_hash = shown.text_hash or ""


def _refusal(affair: Affair) -> DecisionIn:
    if affair.story.fate is F.REJECTED:
        note = _of(reasons.DEMAND_REJECTIONS, affair.index)
        return reasons.rejection(1, note, _YES | {"compliant": False})
    return reasons.sent_back(1, _of(reasons.DEMAND_RETURNS, affair.index), _YES)


def _of(texts: tuple[T, ...], index: int) -> T:
    return texts[index % len(texts)]


async def _improve(stage: Stage, affair: Affair, words: str) -> None:
    """The enterprise adds to its conditions and submits again."""
    body = DemandDraft(conditions=f"{affair.content.conditions}{words}")
    await service.edit(stage.db, affair.firm.actor, affair.id, body, None)
    await service.submit(stage.db, affair.firm.actor, affair.id)


async def _afterwards(stage: Stage, affair: Affair) -> Life:
    fate, firm = affair.story.fate, affair.firm.actor
    if fate is F.WITHDRAWN:
        yield stage.ago(4 + affair.index % 20)
        await service.withdraw(stage.db, firm, affair.id)
    elif fate is F.RENEWED:
        yield stage.ago(1 + affair.index % 3)
        await service.renew(stage.db, firm, affair.id)
    elif fate is F.REVISED:
        yield stage.ago(1 + affair.index % 3)
        await _improve(stage, affair, "新到在线检测仪一台，可用于试验。")
    elif fate in DEALS:
        async for moment in dealt(stage, affair):
            yield moment
    elif not (affair.story.is_team and fate in TEAM_STORIES):
        async for moment in courted(stage, affair):
            yield moment
