"""Looking a subject up in an outside list by hand, and writing it down (decision A24)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.credit_records import service as credit_records
from backend.enterprises import service as enterprises
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.integrity.schemas import CheckIn, CreditStanding
from backend.integrity.service.naming import registration
from backend.platform import clock
from backend.platform.database import read_case, use_case
from backend.platform.problems import invalid, not_found

READERS = {"experts": experts.may_read_files, "enterprises": enterprises.may_read_files}


async def _office(session: AsyncSession, actor: Actor, subject_type: str, id: UUID) -> None:
    """Raise 404 for a registration that is not the actor's to handle."""
    if not await READERS[subject_type](session, actor, id):
        raise not_found("这份登记")


async def _standing(session: AsyncSession, subject_type: str, id: UUID) -> CreditStanding:
    _, _, named = await registration(session, subject_type, id)
    blocked, reason = False, ""
    if named is not None:
        verdict = await credit_records.check(session, named.kind, named.key, clock.today())
        blocked, reason = not verdict.ok, verdict.reason
    checks = await credit_records.checks_of(session, id)
    return CreditStanding(blocked=blocked, reason=reason, checks=checks)


@read_case
async def standing(
    session: AsyncSession, actor: Actor, subject_type: str, id: UUID
) -> CreditStanding:
    """Whether bad credit blocks a registration, and who looked it up where. Raises 404."""
    await _office(session, actor, subject_type, id)
    return await _standing(session, subject_type, id)


@use_case
async def record_check(
    session: AsyncSession, actor: Actor, subject_type: str, id: UUID, body: CheckIn
) -> CreditStanding:
    """Write down who looked where, when and with what result. Raises 404, or 422 for tomorrow."""
    await _office(session, actor, subject_type, id)
    if body.checked_on > clock.today():
        raise invalid(("/checked_on", "查询日期不能晚于今天。"))
    name, _, _ = await registration(session, subject_type, id)
    await credit_records.add_check(
        session,
        actor,
        subject_type=subject_type,
        subject_id=id,
        subject_name=name,
        **body.model_dump(),
    )
    return await _standing(session, subject_type, id)
