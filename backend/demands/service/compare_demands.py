"""Near-duplicates of a demand, shown before it is submitted and while it is reviewed (5.1.3)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import likeness
from backend.demands.models import Demand
from backend.demands.queries import alike
from backend.demands.schemas import DemandDraft, DuplicateRead, Passage
from backend.demands.service.list_demands import cards_of, text_shown
from backend.demands.service.read_demand import detail
from backend.demands.service.sides import is_inside
from backend.identity.actor import Actor
from backend.platform import search
from backend.platform.database import read_case
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow

MOST = 5
Text = Mapping[str, Any]


def _passages(text: str, other: str) -> list[Passage]:
    return [Passage(**asdict(piece)) for piece in likeness.overlap(text, other)]


def _text_of(row: AnyRow) -> Text:
    return text_shown(row.Demand, row.DemandVersion).model_dump(mode="json")


async def _ranked(
    session: AsyncSession, actor: Actor, demand: Demand, text: Text
) -> list[tuple[float, AnyRow]]:
    wanted = search.any_of(f"{text['title']} {' '.join(text['keywords'])}", weight="A")
    rows = await alike.alike(session, actor, demand, wanted)
    found = [(likeness.likeness(text, _text_of(row)), row) for row in rows]
    found = [(score, row) for score, row in found if score >= likeness.ALIKE]
    return sorted(found, key=lambda one: (-one[0], one[1].Demand.number))[:MOST]


async def double_of(session: AsyncSession, demand: Demand, text: Text) -> bool:
    """Step: whether the enterprise has another live demand that is most likely the same."""
    rows = await alike.others_of_enterprise(session, demand)
    return any(likeness.likeness(text, _text_of(row)) >= likeness.DOUBLE for row in rows)


def _present(actor: Actor, row: AnyRow) -> Text:
    """What is about to be submitted for its writers, what was submitted for its reviewers."""
    if row.DemandVersion is None or actor.enterprise_id == row.Demand.enterprise_id:
        return DemandDraft.model_validate(row.Demand.draft).model_dump(mode="json")
    return _text_of(row)


@read_case
async def near_duplicates(
    session: AsyncSession, actor: Actor, demand_id: UUID
) -> list[DuplicateRead]:
    """Demands that read much like this one: of its enterprise, and others the actor may see.

    For the enterprise, the staff who draft or review it, and the department; 404 for others.
    """
    row = await detail(session, actor, demand_id)
    if not is_inside(actor, row.Demand):
        raise not_found("这项需求的相近需求")
    text = _present(actor, row)
    ranked = await _ranked(session, actor, row.Demand, text)
    cards = await cards_of(session, actor, [other for _, other in ranked])
    answer = []
    for (score, other), card in zip(ranked, cards, strict=True):
        theirs = _text_of(other)
        answer.append(
            DuplicateRead(
                demand=card,
                likeness=round(score * 100),
                # Not of one whose enterprise is not named to this reader.
                is_same_enterprise=card.enterprise.id == row.Demand.enterprise_id,
                title=_passages(str(theirs["title"]), str(text["title"])),
                excerpt=_passages(str(theirs["present_state"]), str(text["present_state"])),
            )
        )
    return answer
