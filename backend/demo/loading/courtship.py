"""Candidates: who applies, who is invited, who says no."""

from uuid import UUID

from backend.demo import people
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Affair, Stage
from backend.demo.loading.stories import Fate
from backend.matches import service
from backend.matches.schemas import ApplicationIn, DeclineIn, InvitationIn
from backend.matches.states import Way
from backend.recommendations import service as recommendations
from backend.recommendations.schemas import ShortlistIn
from backend.teams.states import DeclineCode

F = Fate
_EXPERT_SAYS_NO = (
    (DeclineCode.TIME, "本学期教学任务较重，明年三月以后可以。"),
    (DeclineCode.PLACE, "驻厂天数较多，路程太远，远程指导可以再商量。"),
    (DeclineCode.FIELD, "贵厂的工序与我的研究方向还有一段距离，建议找做连续铸造的同行。"),
    (DeclineCode.TERMS, "成果全部归企业，所在单位不同意，望调整知识产权约定。"),
)
_FIRM_SAYS_NO = (
    (DeclineCode.FIELD, "我们更需要做过量产线的专家，感谢关注。"),
    (DeclineCode.CHOSEN_OTHER, "已另有意向人选，感谢您的申请。"),
)
_WAIT_DAYS = 32
"""Long enough ago that the time to answer has run out, with whatever holidays."""


async def apply(stage: Stage, affair: Affair, expert: int) -> UUID:
    """An expert applies; the match."""
    content, party = people.expert(expert), stage.experts[expert]
    done = "、".join(content.keywords[:2])
    body = ApplicationIn(
        demand_id=affair.id,
        text_hash=affair.text_hash,
        message=f"做过{done}方面的工作，看过贵厂的指标，愿意先到现场诊断再定方案。",
    )
    return (await service.apply(stage.db, party.actor, body)).id


async def invite(stage: Stage, affair: Affair, expert: int) -> UUID:
    """The enterprise invites an expert, by name or from the recommended; the match."""
    content, party = people.expert(expert), stage.experts[expert]
    way = Way.DESIGNATED if affair.index % 2 else Way.RECOMMENDED
    body = InvitationIn.model_validate(
        {
            "demand_id": affair.id,
            "expert_id": party.id,
            "way": way,
            "message": f"了解到您在{content.keywords[0]}方面的成果，想请您来厂里看一看。",
        }
    )
    return (await service.invite(stage.db, affair.firm.actor, body)).id


async def courted(stage: Stage, affair: Affair) -> Life:
    """What came of a published demand that is not agreed with anybody."""
    fate, index = affair.story.fate, affair.index
    if fate is F.APPLIED:
        for number, expert in enumerate(affair.story.experts):
            yield stage.ago(5.3 - 2 * number + index % 7 / 7)
            await apply(stage, affair, expert)
        await _keep_in_mind(stage, affair)
    elif fate is F.INVITED:
        yield stage.ago(0.6 + index % 5 * 0.7)
        await invite(stage, affair, affair.chosen)
    elif fate is F.LAPSED:
        yield stage.ago(_WAIT_DAYS)
        await invite(stage, affair, affair.chosen)
    elif fate in (F.DECLINED, F.REFUSED):
        async for moment in _said_no(stage, affair):
            yield moment


async def _keep_in_mind(stage: Stage, affair: Affair) -> None:
    """The enterprise notes what it thinks of the first who applied."""
    first = stage.experts[affair.story.experts[0]]
    note = "做过同类产线，先请到现场看一看；驻厂天数要再商量。"
    body = ShortlistIn(expert_id=first.id, note=note)
    await recommendations.mark(stage.db, affair.firm.actor, affair.id, body)


async def _said_no(stage: Stage, affair: Affair) -> Life:
    days, index = affair.story.days, affair.index
    asked = days - 7
    yield stage.ago(asked)
    declined = affair.story.fate is F.DECLINED
    first = invite if declined else apply
    match_id = await first(stage, affair, affair.chosen)
    yield stage.ago(asked - 3)
    said = _EXPERT_SAYS_NO if declined else _FIRM_SAYS_NO
    code, reason = said[index % len(said)]
    answering = stage.experts[affair.chosen] if declined else affair.firm
    body = DeclineIn(code=code, reason=reason)
    await service.decline(stage.db, answering.actor, match_id, body)
