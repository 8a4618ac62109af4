"""Waivers, asked for, advised on and granted by the services."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.database import Database
from backend.waivers import service
from backend.waivers.models import Waiver
from backend.waivers.rules import DECIDED_BY_DEPARTMENT
from backend.waivers.schemas import OpinionIn, WaiverDecisionIn, WaiverDetail, WaiverIn
from tests.factories import organisations

REASON = "省重点项目急需，其他特派员不具备同样的条件。"


def a_year_on() -> date:
    """Until when the made grants hold."""
    return clock.today() + timedelta(days=365)


async def asked_waiver(
    db: Database, asking: Actor, rule_id: str, subject: tuple[str, UUID], **more: Any
) -> WaiverDetail:
    """A request for one subject (its table, its id)."""
    body = {
        "rule_id": rule_id,
        "subject_type": subject[0],
        "subject_id": subject[1],
        "reason_code": "key_project",
        "reason": REASON,
    }
    return await service.request(db, asking, WaiverIn.model_validate(body | more))


async def advised(db: Database, waiver_id: UUID, stance: str = "support") -> None:
    """The competent organisation's opinion, where there is such an organisation."""
    async with db.reading() as session:
        query = select(Waiver.organisation_id).where(Waiver.id == waiver_id)
        office = (await session.execute(query)).scalar_one()
    if office is None:
        return
    reviewer = await organisations.member_of(db, office, Role.REVIEWER)
    body = OpinionIn.model_validate({"stance": stance, "opinion": "情况属实，确有需要。"})
    await service.give_opinion(db, reviewer, waiver_id, body)


async def granted_waiver(
    db: Database, asking: Actor, deciding: Actor, rule_id: str, subject: tuple[str, UUID]
) -> UUID:
    """A granted exception from one in-principle rule for one subject (its table, its id)."""
    asked = await asked_waiver(db, asking, rule_id, subject)
    if rule_id in DECIDED_BY_DEPARTMENT:
        await advised(db, asked.id)
    body = WaiverDecisionIn(note="同意。", valid_until=a_year_on())
    await service.decide(db, deciding, asked.id, "grant", body)
    return asked.id
