"""Reasons for returning, ready to choose: shipped for each subject, and an organisation's own."""

import csv
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.problems import not_found
from backend.reviews import queries
from backend.reviews.models import ReasonTemplate
from backend.reviews.schemas import ReasonIn, ReasonRead, ReasonsQuery
from backend.reviews.states import Subject

DATA = Path(__file__).parent.parent / "data"


@lru_cache
def _shipped(subject: Subject) -> list[ReasonRead]:
    file = DATA / f"reasons_{subject}.csv"
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as rows:
        return [ReasonRead(id=None, **row) for row in csv.DictReader(rows)]


async def _all(session: AsyncSession, actor: Actor, subject: Subject) -> list[ReasonRead]:
    own = await queries.reasons(session, actor, subject)
    kept = [ReasonRead(id=one.id, pointer=one.pointer, text=one.text) for one in own]
    return [*kept, *_shipped(subject)]


@read_case
async def reasons(session: AsyncSession, actor: Actor, asked: ReasonsQuery) -> list[ReasonRead]:
    """My organisation's own reasons first, then the shipped ones."""
    return await _all(session, actor, asked.subject)


@use_case
async def add_reason(session: AsyncSession, actor: Actor, body: ReasonIn) -> list[ReasonRead]:
    """Keep a reason for everybody of my organisation."""
    session.add(
        ReasonTemplate(
            id=new_id(),
            organisation_id=actor.organisation_id,
            subject_type=body.subject,
            pointer=body.pointer,
            text=body.text,
        )
    )
    await session.flush()
    return await _all(session, actor, body.subject)


@use_case
async def remove_reason(session: AsyncSession, actor: Actor, reason_id: UUID) -> list[ReasonRead]:
    """Offer a reason no longer. Raises 404 for another organisation's."""
    reason = await lock(session, ReasonTemplate, reason_id, "这条模板")
    if reason.organisation_id != actor.organisation_id:
        raise not_found("这条模板")
    reason.removed_at = clock.now()
    await session.flush()
    return await _all(session, actor, Subject(reason.subject_type))
