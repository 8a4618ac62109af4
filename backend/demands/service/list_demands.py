"""Lists of demands, and what lists and single demands show alike."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.demands import queries
from backend.demands.models import Demand, DemandVersion
from backend.demands.queries import finding
from backend.demands.schemas import (
    DemandCard,
    DemandContent,
    DemandDraft,
    DemandQuery,
    EnterpriseBrief,
    Marked,
    NamedCode,
    OwnDemandQuery,
)
from backend.demands.states import DEMAND, Disclosure
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import search
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import forbidden
from backend.platform.rows import AnyRow

SUMMARY_LENGTH, EXCERPT_LENGTH = 90, 120


@dataclass(frozen=True)
class Names:
    """The names of the codes on a page, by list."""

    by_list: dict[str, dict[str, str]]

    def one(self, name: str, code: str | None) -> NamedCode | None:
        """A code with its name, None for none."""
        return NamedCode(code=code, name=self.by_list[name][code]) if code else None


def _codes(demand: Demand, content: DemandContent) -> list[tuple[str, str | None]]:
    places = (demand.city_code, demand.county_code)
    return [
        ("demand_types", content.kind),
        ("chains", content.chain_code),
        ("industries", content.industry_code),
        ("service_types", content.mode),
        ("zones", demand.zone_code),
        *(("divisions", code) for code in places),
        *(("disciplines", code) for code in content.disciplines),
    ]


async def names_for(session: AsyncSession, shown: Iterable[tuple[Demand, DemandContent]]) -> Names:
    """Step: the names of every code these demands show."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for demand, content in shown:
        for name, code in _codes(demand, content):
            if code:
                wanted[name].add(code)
    found = {name: await codelists.names_of(session, name, wanted[name]) for name in wanted}
    return Names(found)


def text_shown(demand: Demand, version: DemandVersion | None) -> DemandContent:
    """The content of a version; of the draft while there is none."""
    if version is not None:
        return DemandContent.model_validate(version.content)
    draft = DemandDraft.model_validate(demand.draft)
    return DemandContent.model_validate(draft.model_dump(exclude={"confidential"}))


def _enterprise(actor: Actor, row: AnyRow, content: DemandContent, names: Names) -> EnterpriseBrief:
    demand: Demand = row.Demand
    matched = getattr(row, "is_matched_side", False)
    place = (actor.organisation_id, actor.enterprise_id)
    inside = actor.role is Role.DEPARTMENT or place in (
        (demand.organisation_id, None),
        (None, demand.enterprise_id),
    )
    if content.disclosure is Disclosure.ANONYMOUS and not (matched or inside):
        city = names.one("divisions", demand.city_code)
        return EnterpriseBrief(id=None, name=f"{city.name if city else ''}某企业")
    return EnterpriseBrief(id=demand.enterprise_id, name=row.enterprise_name)


def card(actor: Actor, row: AnyRow, content: DemandContent, names: Names) -> DemandCard:
    """A demand in a list, as this viewer may see it."""
    demand: Demand = row.Demand
    disciplines = [names.one("disciplines", code) for code in content.disciplines]
    return DemandCard(
        id=demand.id,
        number=demand.number,
        state=demand.state,
        state_name=DEMAND.label(demand.state),
        title=content.title or demand.title,
        summary=content.present_state[:SUMMARY_LENGTH],
        enterprise=_enterprise(actor, row, content, names),
        kind=names.one("demand_types", content.kind),
        chain=names.one("chains", content.chain_code),
        city=names.one("divisions", demand.city_code),
        mode=names.one("service_types", content.mode),
        disciplines=[named for named in disciplines if named],
        keywords=content.keywords,
        budget_wan=content.budget_wan,
        team_wanted=content.team_wanted,
        confirmed_by_enterprise=demand.confirmed_by_enterprise,
        offered_at=demand.offered_at,
        published_at=demand.published_at,
        closes_on=demand.closes_on,
    )


async def cards_of(session: AsyncSession, actor: Actor, rows: Sequence[AnyRow]) -> list[DemandCard]:
    """Step: rows of a listing as this viewer may see them."""
    shown = [(row.Demand, text_shown(row.Demand, row.DemandVersion)) for row in rows]
    names = await names_for(session, shown)
    return [card(actor, row, text, names) for row, (_, text) in zip(rows, shown, strict=True)]


async def _page(
    session: AsyncSession, actor: Actor, query: Any, asked: DemandQuery | OwnDemandQuery
) -> Page[DemandCard]:
    rows, frame = await page_rows(session, query, asked)
    items = await cards_of(session, actor, rows)
    if isinstance(asked, DemandQuery) and asked.q.strip():
        items = [_marked(row, one, asked.q) for row, one in zip(rows, items, strict=True)]
    return Page(items=items, **frame)


def _pieces(text: str, wanted: str, most: int | None = None) -> list[Marked]:
    return [Marked(**asdict(piece)) for piece in search.highlight(text, wanted, most)]


def _marked(row: AnyRow, shown: DemandCard, wanted: str) -> DemandCard:
    """The card with what was searched for marked, in the first text that has it."""
    content = text_shown(row.Demand, row.DemandVersion)
    texts = (content.present_state, content.expert_wanted, content.tried, content.conditions)
    marked = [_pieces(text, wanted, EXCERPT_LENGTH) for text in texts]
    found = next((one for one in marked if any(piece.is_hit for piece in one)), marked[0])
    title = _pieces(shown.title, wanted)
    return shown.model_copy(update={"found_title": title, "found_text": found})


async def cards(
    session: AsyncSession, actor: Actor, ids: Collection[UUID]
) -> dict[UUID, DemandCard]:
    """Step: these published demands' cards as the actor may see them."""
    rows = await queries.published_rows(session, actor, ids)
    return {one.id: one for one in await cards_of(session, actor, rows)}


@read_case
async def listing(session: AsyncSession, actor: Actor, asked: DemandQuery) -> Page[DemandCard]:
    """The published demands this actor may see."""
    return await _page(session, actor, finding.published(actor, asked), asked)


def expect_side(actor: Actor) -> None:
    """Raise 403 for a hat that has no demands of its own."""
    if actor.enterprise_id is None and actor.organisation_id is None:
        raise forbidden("请以企业或组织推荐部门的身份查看自己的需求。")


@read_case
async def mine(session: AsyncSession, actor: Actor, asked: OwnDemandQuery) -> Page[DemandCard]:
    """The demands of one's enterprise, or those one's organisation is competent for."""
    expect_side(actor)
    return await _page(session, actor, queries.mine(actor, asked), asked)
