"""Why not: the exact rule or factor that keeps an expert off a demand's list, and what helps.

Each side is told what it may know: ties and credit are the expert's own affair (A22, A23), and of a
demand whose enterprise is not named nothing is said that would name it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.demands import service as demands
from backend.demands.states import Disclosure
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform.database import read_case
from backend.platform.problems import forbidden
from backend.platform.rows import AnyRow
from backend.recommendations import scoring
from backend.recommendations.queries import index, lists, ranking
from backend.recommendations.queries.ranking import CARD, DEMAND, FULL, Search
from backend.recommendations.schemas import Obstacle, WhyNot
from backend.recommendations.service import telling
from backend.recommendations.service.listing import SPARE, collection_for, found, may_list
from backend.recommendations.service.meaning import with_meaning
from backend.recommendations.service.ranking import search
from backend.recommendations.service.telling import Pair, Reader, facts_of

LISTED = 20
"""So many places the page shows."""
Sentences = dict[str, tuple[str, str]]
TO_EXPERT: Sentences = {
    "state": ("您目前不在特派员库或已暂停接受服务", "完成备案，或在“我的申请”中恢复接受服务。"),
    "hidden": ("您登记为不公开姓名、不接受指定", "如愿意被推荐，请在登记中改为可以指定。"),
    "closed": ("这项需求已不再征集人选", "可以看看相近的需求。"),
    "employer": ("您在这家企业任职，按规定回避", "任职单位变化后请更新登记。"),
    "tie": ("您申报过与这家企业的关系，按规定回避", "关系已结束的，请更新登记中的利益关系申报。"),
    "person_credit": ("您有在有效期内的不良信用记录", "可按记录上的说明提出申诉，或待有效期满。"),
    "open": ("您已在这项需求的人选中", "请在“我的匹配”中查看进展。"),
    "declined": ("这项需求此前已谢绝", "如情况变化，可以主动申请。"),
    "full": ("您的服务名额已满", "一项服务结束后名额自动恢复。"),
}
TO_FIRM: Sentences = {
    "state": ("这位特派员目前不接受新的服务", "可等其恢复，或选择其他人选。"),
    "hidden": ("这位特派员不接受推荐和指定", "可等对方主动申请。"),
    "closed": ("这项需求已不再征集人选", "可以重新发布需求。"),
    "tie": ("按回避规定，不能与贵企业匹配", "请选择其他人选。"),
    "person_credit": ("目前不符合推荐条件", "可向组织推荐部门了解，或选择其他人选。"),
    "firm_credit": ("贵企业有在有效期内的不良信用记录", "可按记录上的说明提出申诉，或待有效期满。"),
    "open": ("已在这项需求的人选中", "请在“已邀请或已申请”中查看进展。"),
    "declined": ("这项需求此前已谢绝", "如情况变化，可以再次邀请。"),
    "full": ("服务名额已满", "对方结束一项服务后即可推荐。"),
}
TO_FIRM["employer"] = TO_FIRM["tie"]
TIES = frozenset({"employer", "tie"})
"""What a conflict of interest consists in: its path is for himself and competent reviewers."""
UNTOLD = ("这项需求目前不能推荐给您", "可以看看其他适合您的需求。")
NAMING = frozenset({"employer", "tie", "firm_credit"})
"""What would tell whose demand it is."""


def _sentence(code: str, row: AnyRow, told: Sentences, *, is_anonymous: bool) -> Obstacle:
    text, remedy = told.get(code, UNTOLD)
    if is_anonymous and code in NAMING:
        code, (text, remedy) = "untold", UNTOLD
    if code == "employer" and told is TO_FIRM:
        code = "tie"  # others learn that there is a conflict, not which
    if code == "full":
        text = f"{text}（{row.used}/{row.places_limit}）"
    return Obstacle(code=code, text=text, remedy=remedy)


def _obstacles(row: AnyRow, told: Sentences, *, is_anonymous: bool) -> list[Obstacle]:
    held = [code for code in ranking.OUT if getattr(row, code)]
    said = [_sentence(code, row, told, is_anonymous=is_anonymous) for code in held]
    return list({one.text: one for one in said}.values())


def _by_degree(score: float, last: float | None, *, to_expert: bool) -> Obstacle:
    text = (
        f"匹配度{score:.1f}，低于推荐的下限"
        if last is None
        else f"匹配度{score:.1f}，名单最后一位是{last:.1f}"
    )
    remedy = (
        "在登记的关键词和研究方向中写明与需求有关的内容；也可以主动申请。"
        if to_expert
        else "名单只列最合适的；可在“查找并指定”中直接邀请。"
    )
    return Obstacle(code="degree", text=text, remedy=remedy)


async def _trace(
    session: AsyncSession, actor: Actor, obstacles: list[Obstacle], demand: Any, expert_id: UUID
) -> None:
    """Put the path beside a conflict of interest, for those who may know it."""
    tied = [one for one in obstacles if one.code in TIES]
    if not tied:
        return
    pairing = capacity.Pairing([expert_id], demand.enterprise_id, demand.organisation_id)
    found = await capacity.conflict_paths(session, actor, pairing)
    tied[0].paths = [path for path in found if path.blocks]


async def _in_the_way(
    session: AsyncSession,
    actor: Actor,
    wanted: Search,
    row: AnyRow,
    expert_id: UUID,
    *,
    to_expert: bool,
) -> list[Obstacle]:
    """What holds now, in words for the reader; of a demand not named, nothing that names it."""
    is_anonymous = to_expert and row.content.get("disclosure") == Disclosure.ANONYMOUS
    held = await ranking.obstacles(session, wanted, expert_id)
    assert held is not None
    told = TO_EXPERT if to_expert else TO_FIRM
    obstacles = _obstacles(held, told, is_anonymous=is_anonymous)
    if not is_anonymous:
        await _trace(session, actor, obstacles, row.Demand, expert_id)
    return obstacles


async def _why(
    session: AsyncSession,
    actor: Actor,
    demand_id: UUID,
    asked: tuple[UUID, str],
    *,
    to_expert: bool,
) -> WhyNot:
    expert_id, target = asked
    weights = await index.weights(session)
    wanted = await search(session, "experts", demand_id, (DEMAND, target), LISTED * SPARE)
    row = (await lists.demands(session, [demand_id]))[demand_id]
    person = (await lists.experts(session, [expert_id]))[expert_id]
    obstacles = await _in_the_way(session, actor, wanted, row, expert_id, to_expert=to_expert)
    _, shown = await found(session, wanted, weights, LISTED)
    rank = next((n for n, p in enumerate(shown, 1) if p.facts.id == str(expert_id)), None)
    row_of_pair = await ranking.pair(session, wanted, weights.settings, expert_id)
    found_facts = [facts_of(row_of_pair)] if row_of_pair else []
    compared = next(iter(await with_meaning(session, wanted, found_facts)), None)
    degree = scoring.score(compared, weights.settings) if compared else None
    last = shown[-1].score if shown else None
    if rank is None and not obstacles and degree is not None:
        obstacles = [_by_degree(degree, last, to_expert=to_expert)]
    answer = WhyNot(
        is_listed=rank is not None,
        rank=None if to_expert else rank,
        score=degree,
        last_score=last,
        obstacles=obstacles,
        reasons=[],
    )
    if compared is not None:
        pair = Pair(person, row.Demand, row.content)
        named = await telling.names(session, [pair])
        gains = await telling.gains_of(session, wanted, weights.settings, [expert_id])
        reader = Reader(reads_results=target == FULL, is_expert=to_expert)
        said = telling.said(pair, named, reader, gains[expert_id])
        answer.reasons = telling.reasons_read(compared, said, weights.settings)
    return answer


@read_case
async def why_not(session: AsyncSession, actor: Actor, demand_id: UUID, expert_id: UUID) -> WhyNot:
    """Why a known expert is missing on a demand's list. Raises 404 for either out of sight."""
    await may_list(session, actor, demand_id)
    await experts.seen(session, actor, expert_id)
    target = collection_for(actor)
    return await _why(session, actor, demand_id, (expert_id, target), to_expert=False)


@read_case
async def why_not_me(session: AsyncSession, actor: Actor, demand_id: UUID) -> WhyNot:
    """Why the list an enterprise gets does not have me.

    Raises 403 for other hats, 404 for a demand out of sight, 409 when it takes no candidates.
    """
    if actor.expert_id is None:
        raise forbidden("请以科技特派员的身份查看。")
    await demands.visible_demand(session, actor, demand_id, locked=False)
    await demands.published_demand(session, demand_id)
    return await _why(session, actor, demand_id, (actor.expert_id, CARD), to_expert=True)
