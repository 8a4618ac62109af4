"""The three hundred experts: from the first draft to the library, and for some out of it."""

from datetime import datetime, timedelta

from backend.batches import service as batches
from backend.demo import people
from backend.demo.loading import reasons, scans
from backend.demo.loading.calendar import later
from backend.demo.loading.fates import (
    REVOKED,
    UNHEARD,
    WAIVED,
    ExpertFate,
    ExpertStory,
    expert_story,
)
from backend.demo.loading.forms import expert_form, first_steps
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Party, Stage
from backend.demo.records import Expert
from backend.experts import service
from backend.experts.schemas import ExpertDraft
from backend.identity.permissions import Role
from backend.platform import clock
from backend.waivers import service as waivers
from backend.waivers.schemas import (
    OpinionIn,
    WaiverDecisionIn,
    WaiverIn,
    WaiverQuery,
    WaiverRead,
)
from backend.waivers.states import Stance

F = ExpertFate
_UNDECIDED = (F.DRAFT, F.WAIVER_ASKED, F.WAIVER_REFUSED)
_CENTRAL_OFFICE = 0
"""南昌市科技局 recommends the staff of central and out-of-province units."""
_SPECIAL = ("mixed_field", "title_trap", "civil_servant")
_MIXED_DISCIPLINES = ("190", "630", "910")


async def expert_life(stage: Stage, index: int) -> Life:
    """One expert."""
    content, story = people.expert(index), expert_story(index)
    yield _begins(stage, story)
    party = await _register(stage, content, story)
    if index in WAIVED:
        yield later(_begins(stage, story), 1)
        await _ask_waiver(stage, party, index)
        if index != UNHEARD:
            yield later(_begins(stage, story), 2)
            await _advise(stage, party, content)
        yield later(_begins(stage, story), 3)
        if story.fate is not F.WAIVER_ASKED:
            await _decide_waiver(stage, party, story)
    if story.fate in _UNDECIDED:
        return
    yield later(_begins(stage, story), 4)
    await _submit(stage, party, content)
    async for moment in _review(stage, party, content, story):
        yield moment
    async for moment in _afterwards(stage, party, story):
        yield moment


def _begins(stage: Stage, story: ExpertStory) -> datetime:
    """Early enough in the round; what is overdue or left as a draft counts from today."""
    if story.fate is F.OVERDUE:
        return stage.rounds.within(1, story.share * 0.6)
    if story.fate in _UNDECIDED:
        return stage.rounds.ago(4 + story.share * 30)
    return stage.rounds.within(story.round, story.share)


async def _register(stage: Stage, content: Expert, story: ExpertStory) -> Party:
    person = await stage.open_account(content.person)
    form = expert_form(content)
    if story.fate is F.DRAFT and not content.case:
        form = first_steps(form)
    else:
        form.evidence = await stage.proofs(person, scans.EXPERT)
    detail = await service.start(stage.db, person, form)
    party = await stage.acting(detail.id, person, Role.EXPERT)
    stage.experts[content.index] = party
    return party


async def _submit(stage: Stage, party: Party, content: Expert) -> None:
    body = await stage.signature("expert", content.person.name)
    await service.submit(stage.db, party.actor, party.id, None, body)


async def _ask_waiver(stage: Stage, party: Party, index: int) -> None:
    body = {
        "rule_id": WAIVED[index],
        "subject_type": "experts",
        "subject_id": party.id,
        "reason_code": "rare_skill",
        "reason": "长期在一线解决同类技术难题，省内少有同方向人员，多家企业希望其继续服务。",
    }
    await waivers.request(stage.db, party.actor, WaiverIn.model_validate(body))


async def _own_waiver(stage: Stage, party: Party) -> WaiverRead:
    return (await waivers.listing(stage.db, party.actor, WaiverQuery())).items[0]


async def _advise(stage: Stage, party: Party, content: Expert) -> None:
    """The office's opinion; without a competent office the department decides alone."""
    waiver = await _own_waiver(stage, party)
    competent = waiver.organisation.id if waiver.organisation else None
    for office in stage.offices.values():
        if office.id == competent:
            text = "在我单位工作多年，专长突出，身体健康，建议同意。"
            body = OpinionIn(stance=Stance.SUPPORT, opinion=text)
            reviewer = office.reviewer(content.index)
            await waivers.give_opinion(stage.db, reviewer, waiver.id, body)


async def _decide_waiver(stage: Stage, party: Party, story: ExpertStory) -> None:
    refused = story.fate is F.WAIVER_REFUSED
    note = "专长材料不足以说明必要性，暂不同意。" if refused else "推荐单位意见属实，同意豁免。"
    waiver = await _own_waiver(stage, party)
    action = "refuse" if refused else "grant"
    until = clock.today() + timedelta(days=365)
    body = WaiverDecisionIn(note=note, valid_until=None if refused else until)
    await waivers.decide(stage.db, stage.officers[0], waiver.id, action, body)


async def _review(stage: Stage, party: Party, content: Expert, story: ExpertStory) -> Life:
    """The recommending organisation's answer, if there is one yet."""
    fate, index = story.fate, content.index
    begins = _begins(stage, story)
    if fate in (F.SUBMITTED, F.OVERDUE):
        return
    if fate is F.GAVE_UP:
        yield later(begins, 6)
        await service.move(stage.db, party.actor, party.id, "withdraw", "近期有出国任务")
        return
    office = stage.offices[_CENTRAL_OFFICE if content.recommender is None else content.recommender]
    reviewer = office.reviewer(index)
    yield later(begins, 6 + index % 4)
    number = 1
    if story.returned_once or fate is F.RETURNED:
        reason = reasons.EXPERT_RETURNS[index % len(reasons.EXPERT_RETURNS)]
        body = reasons.sent_back(1, reason)
        await batches.decide_expert(stage.db, reviewer, party.id, body)
        if fate is F.RETURNED:
            return
        yield later(begins, 10)
        await _mend(stage, party)
        await _submit(stage, party, content)
        number = 2
        yield later(begins, 12)
    if fate is F.REJECTED:
        note = reasons.EXPERT_REJECTIONS[index % len(reasons.EXPERT_REJECTIONS)]
        body = reasons.rejection(number, note)
    else:
        body = reasons.approval(number, _note(content))
    await batches.decide_expert(stage.db, reviewer, party.id, body)


async def _mend(stage: Stage, party: Party) -> None:
    """Evidence for the first result, and one more line about services so far."""
    present = await service.read(stage.db, party.actor, party.id)
    assert present.draft is not None
    results = [one.model_dump(mode="json") for one in present.draft.achievements]
    results[0]["evidence"] = f"演示证明〔{results[0]['year']}〕补充"
    changes = {"achievements": results, "experience": "近三年到企业现场服务，有服务记录可查。"}
    body = ExpertDraft.model_validate(changes)
    await service.save_draft(stage.db, party.actor, party.id, present.version, body)


def _note(content: Expert) -> str:
    if content.case in _SPECIAL or content.disciplines[0] in _MIXED_DISCIPLINES:
        return "经核对人事档案和近三年项目，所从事工作属于工程技术应用，予以认定。"
    return ""


async def _afterwards(stage: Stage, party: Party, story: ExpertStory) -> Life:
    if story.fate is F.PAUSED:
        yield stage.rounds.ago(25)
        await service.move(stage.db, party.actor, party.id, "pause", "承担重大项目，暂停半年")
    if story.fate is F.LEFT:
        yield stage.rounds.ago(40)
        await service.move(stage.db, party.actor, party.id, "withdraw", "工作调动，退出特派员库")


async def waiver_revoked(stage: Stage) -> Life:
    """The department takes one waiver back; the expert stays, the list shows what happened."""
    yield stage.rounds.ago(15) + timedelta(minutes=7)
    waiver = await _own_waiver(stage, stage.experts[REVOKED])
    body = WaiverDecisionIn(note="申请人已取得副高级职称，不再需要豁免。")
    await waivers.decide(stage.db, stage.officers[1], waiver.id, "revoke", body)
