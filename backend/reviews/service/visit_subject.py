"""A reviewer has a case open: colleagues see it, and what is new since the last look is marked."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import use_case
from backend.platform.problems import not_found
from backend.reviews import queries
from backend.reviews.models import ReviewLook
from backend.reviews.schemas import VisitIn, VisitRead
from backend.reviews.service.subjects import handler_of
from backend.reviews.states import SUBJECT_NAMES, Subject

PRESENT = timedelta(seconds=60)
"""How long one sign of life keeps a reviewer in sight; the page sends one every 25 seconds."""


@use_case
async def visit(
    session: AsyncSession, actor: Actor, subject: Subject, subject_id: UUID, body: VisitIn
) -> VisitRead:
    """Say that I have it open; answers who else has, and what changed since I looked last.

    Raises 404 for what is not on my desk. It holds nothing: anybody may still decide.
    """
    task = await queries.visible_task(session, actor, subject, subject_id)
    if task is None:
        raise not_found(SUBJECT_NAMES[subject])
    before = await queries.look(session, actor, subject, subject_id)
    now = clock.now()
    begins = body.begins or before is None
    changed = await _changed(session, before, body.number) if begins and before else []
    seen = (before.number, before.looked_at) if before else (None, None)
    await queries.note_look(
        session,
        {
            "account_id": actor.account_id,
            "subject_type": subject,
            "subject_id": subject_id,
            "name": actor.name,
            "number": body.number if before is None else max(body.number, before.number),
            "looked_at": now if before is None or begins else before.looked_at,
            "present_until": now + PRESENT,
        },
    )
    others = await queries.present_colleagues(session, task, actor, now)
    return VisitRead(others=others, seen_number=seen[0], seen_at=seen[1], changed=changed)


async def _changed(session: AsyncSession, before: ReviewLook, number: int) -> list[str]:
    """The fields whose answers differ between the submission read last and this one."""
    handler = handler_of(before.subject_type)
    if handler is None or before.number >= number:
        return []
    then = await handler.content(session, before.subject_id, before.number)
    now = await handler.content(session, before.subject_id, number)
    return sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
