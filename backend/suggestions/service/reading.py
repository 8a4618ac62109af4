"""Reading suggestions: figures, rows with both persons' cards, supply gaps."""

from collections import Counter
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.demands import service as demands
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform.database import read_case
from backend.platform.pagination import Page, PageQuery, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.suggestions import queries
from backend.suggestions.models import Suggestion, SuggestionRow
from backend.suggestions.schemas import (
    GapRead,
    PlanRead,
    RowQuery,
    SuggestedPair,
    SuggestionDetail,
    SuggestionRead,
)


def _read(row: AnyRow) -> SuggestionRead:
    return SuggestionRead(
        id=row.Suggestion.id,
        created_at=row.Suggestion.created_at,
        scope_name=row.scope_name or "全省",
        computed_at=row.Suggestion.computed_at,
        demands=row.demands,
        changed=row.changed,
        together=PlanRead(assigned=row.assigned, total=round(row.total, 1)),
        first_come=PlanRead(assigned=row.first_assigned, total=round(row.first_total, 1)),
    )


async def _seen(session: AsyncSession, actor: Actor, id: UUID) -> AnyRow:
    row = await queries.one(session, actor, id)
    if row is None:
        raise not_found("这份统筹建议")
    return row


async def found(session: AsyncSession, actor: Actor, id: UUID) -> Suggestion:
    """Step: one suggestion of the actor's scope. Raises 404 for another."""
    return (await _seen(session, actor, id)).Suggestion


async def shown(session: AsyncSession, actor: Actor, id: UUID) -> SuggestionRead:
    """Step: the same with its figures."""
    return _read(await _seen(session, actor, id))


@read_case
async def listing(session: AsyncSession, actor: Actor, asked: PageQuery) -> Page[SuggestionRead]:
    """The suggestions of the actor's scope, the newest first."""
    on_page, frame = await page_rows(session, queries.listing(actor), asked)
    return Page(items=[_read(row) for row in on_page], **frame)


@read_case
async def read(session: AsyncSession, actor: Actor, id: UUID) -> SuggestionDetail:
    """One suggestion with its supply gaps. Raises 404 for another scope's."""
    suggestion = await shown(session, actor, id)
    missing = await queries.gaps(session, id)
    return SuggestionDetail(
        **suggestion.model_dump(),
        discipline_gaps=await _gaps(
            session, "disciplines", [code for row in missing for code in row.disciplines]
        ),
        chain_gaps=await _gaps(
            session, "chains", [row.chain_code for row in missing if row.chain_code]
        ),
    )


async def _gaps(session: AsyncSession, name: str, codes: list[str]) -> list[GapRead]:
    counted = Counter(codes)
    names = await codelists.names_of(session, name, counted)
    return [
        GapRead(code=code, name=names[code], demands=number)
        for code, number in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    ]


def _explanation(row: SuggestionRow) -> str:
    if row.expert_id is None:
        if row.candidates == 0:
            return "库内暂无研究领域相符且可以服务的特派员"
        return "合适的特派员名额有限，留给了更需要的需求"
    if row.expert_id == row.first_expert_id:
        return "与先到先得的结果相同"
    if row.first_score is None or row.score is None:
        return "先到先得时名额已被占满，统筹后可以得到服务"
    if row.score >= row.first_score:
        return "统筹后换为匹配度更高的人选"
    return "先到先得的人选留给了另一项更需要的需求"


@read_case
async def rows(
    session: AsyncSession, actor: Actor, id: UUID, asked: RowQuery
) -> Page[SuggestedPair]:
    """Demand by demand: who is suggested, and who it would be by first come."""
    await found(session, actor, id)
    on_page, frame = await page_rows(session, queries.rows(id, asked.show), asked)
    plan: list[SuggestionRow] = [row.SuggestionRow for row in on_page]
    texts = await demands.cards(session, actor, [row.demand_id for row in plan])
    named = {id for row in plan for id in (row.expert_id, row.first_expert_id) if id}
    people = await experts.cards(session, actor, named)
    return Page(
        items=[
            SuggestedPair(
                demand=texts.get(row.demand_id),
                candidates=row.candidates,
                expert=people.get(row.expert_id) if row.expert_id else None,
                score=row.score,
                first_expert=people.get(row.first_expert_id) if row.first_expert_id else None,
                first_score=row.first_score,
                explanation=_explanation(row),
                told_at=row.told_at,
            )
            for row in plan
        ],
        **frame,
    )
