"""Standing in for a colleague: his messages, and his hat, for some days."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import queries
from backend.identity.actor import Actor
from backend.identity.models import Absence
from backend.identity.schemas import AbsenceRead
from backend.platform import audit, clock
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import forward_by

# Pages of an office's work: all a deputy is told of somebody who is also an expert or a firm.
OFFICE_PAGES = ("/reviews", "/batches", "/waivers", "/organisations")


async def _forwarding(session: AsyncSession, account_id: UUID, link: str) -> list[tuple[UUID, str]]:
    return [
        (one.account_id, f"（代{one.display_name}）")
        for one in await queries.deputies(session, account_id)
        if not one.personal or link.startswith(OFFICE_PAGES)
    ]


forward_by(_forwarding)


async def absences(session: AsyncSession, organisation_id: UUID) -> list[AbsenceRead]:
    """Step: absences of an organisation's people, from today on."""
    rows = await queries.absences(session, organisation_id, clock.today())
    return [AbsenceRead.model_validate(row, from_attributes=True) for row in rows]


async def note_absence(
    session: AsyncSession,
    actor: Actor,
    hats: tuple[UUID, UUID],
    days: tuple[date, date],
) -> None:
    """Step: from the first to the last day the second hat's owner acts for the first's."""
    row = Absence(
        id=new_id(),
        membership_id=hats[0],
        deputy_membership_id=hats[1],
        starts_on=days[0],
        ends_on=days[1],
    )
    session.add(row)
    detail = {"membership": str(hats[0]), "deputy": str(hats[1])}
    await audit.record(session, row, "absence", actor, **detail, days=[str(day) for day in days])


async def end_absence(session: AsyncSession, actor: Actor, absence_id: UUID) -> None:
    """Step: call an absence off, or end it early."""
    row = await lock(session, Absence, absence_id, "这条请假")
    row.ended_at = row.ended_at or clock.now()
    await audit.record(session, row, "absence_ended", actor)
