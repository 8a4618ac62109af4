"""Demands brought to a state by the services."""

from typing import Any
from uuid import UUID

from backend.demands import rules, service
from backend.demands.schemas import DemandNew, DemandRead
from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.reviews.schemas import DecisionIn

CONTENT: dict[str, Any] = {
    "title": "高频铜箔表面粗糙度控制",
    "kind": "PROCESS",
    "chain_code": "JX1269-C02",
    "industry_code": "32",
    "disciplines": ["430", "450"],
    "keywords": ["铜箔", "粗糙度", "电解添加剂"],
    "present_state": "铜箔毛面粗糙度起伏大，高频基板客户经常退货，换添加剂后仍不稳定。",
    "tried": "调整过添加剂配比和电流密度，改善有限。",
    "indicators": [
        {"name": "毛面粗糙度", "current": "2.0", "target": "1.2", "unit": "微米"},
    ],
    "deadline_months": 12,
    "conditions": "有生箔机四台和表面分析室，可停一条线试验。",
    "budget_wan": 60,
    "pay_code": "STAGED",
    "ip_code": "SHARED",
    "expert_wanted": "熟悉电解铜箔添加剂。",
    "mode": "ONSITE_PERIODIC",
    "days": 24,
    "not_secret": True,
    "confidential": {
        "details": "现用添加剂为自配三号，批次记录另附。",
        "contact_name": "演示联系人",
        "contact_phone": "13900000000",
    },
}
YES = dict.fromkeys(rules.CHECKLIST, True)


def approval(number: int = 1) -> DecisionIn:
    """An approval with everything a reviewer has to say."""
    return DecisionIn.model_validate(
        {"number": number, "decision": "approve", "attested": True, "checklist": YES}
    )


async def draft_demand(db: Database, enterprise: Actor, **content: Any) -> DemandRead:
    """A complete draft."""
    body = DemandNew.model_validate(CONTENT | content)
    return await service.create(db, enterprise, body)


async def begun(db: Database, enterprise: Actor) -> DemandRead:
    """A draft that has only its title."""
    return await service.create(db, enterprise, DemandNew(title=CONTENT["title"]))


async def submitted_demand(db: Database, enterprise: Actor, **content: Any) -> DemandRead:
    """A demand on the desk of the competent organisation, which has to exist."""
    drafted = await draft_demand(db, enterprise, **content)
    return await service.submit(db, enterprise, drafted.id)


async def published_demand(
    db: Database, enterprise: Actor, reviewer: Actor, **content: Any
) -> DemandRead:
    """A demand its reviewer approved; as its enterprise sees it."""
    submitted = await submitted_demand(db, enterprise, **content)
    await service.decide(db, reviewer, submitted.id, approval())
    return await service.read(db, enterprise, submitted.id)


async def seen_by(db: Database, viewer: Actor, demand_id: UUID) -> DemandRead:
    """The demand as somebody else sees it."""
    return await service.read(db, viewer, demand_id)
