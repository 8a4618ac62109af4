"""经豁免: what every list, card and paper says of a subject that passed by a waiver."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.waivers import queries
from backend.waivers.rules import RULE_NAMES
from backend.waivers.schemas import WaiverMark


async def granted(session: AsyncSession, subject_id: UUID, on: date) -> dict[str, UUID]:
    """Step: rule id → waiver id of what is granted to a subject and valid on a day."""
    return await queries.granted(session, subject_id, on)


def marks(rule_ids: Iterable[str]) -> list[WaiverMark]:
    """The marks for these rules, in the notice's order."""
    wanted = set(rule_ids)
    return [
        WaiverMark(rule_id=id, rule_name=name) for id, name in RULE_NAMES.items() if id in wanted
    ]


async def rules_of(session: AsyncSession, waiver_ids: Collection[UUID]) -> dict[UUID, str]:
    """Step: waiver id → rule id, for many lists' rows at once."""
    return await queries.rules_of(session, waiver_ids) if waiver_ids else {}


async def marks_of(session: AsyncSession, waiver_ids: Collection[UUID | None]) -> list[WaiverMark]:
    """Step: the marks for the rules these waivers stand for."""
    ids = {id for id in waiver_ids if id is not None}
    return marks((await queries.rules_of(session, ids)).values()) if ids else []
