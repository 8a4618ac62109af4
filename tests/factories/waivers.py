"""Waivers, asked for and granted by the services."""

from uuid import UUID

from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.waivers import service
from backend.waivers.schemas import WaiverDecisionIn, WaiverIn


async def granted_waiver(
    db: Database, asking: Actor, deciding: Actor, rule_id: str, subject: tuple[str, UUID]
) -> UUID:
    """A granted exception from one in-principle rule for one subject (its table, its id)."""
    body = WaiverIn.model_validate(
        {
            "rule_id": rule_id,
            "subject_type": subject[0],
            "subject_id": subject[1],
            "reason_code": "key_project",
            "reason": "省重点项目急需，其他特派员不具备同样的条件。",
        }
    )
    asked = await service.request(db, asking, body)
    await service.decide(db, deciding, asked.id, "grant", WaiverDecisionIn(note="同意。"))
    return asked.id
