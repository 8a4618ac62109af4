"""The confidential part of a demand: for the matched side, each reading on record (A2.4)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import rules
from backend.demands.schemas import ConfidentialRead
from backend.demands.service.read_demand import confidential_of, detail, may_read_confidential
from backend.demands.service.sides import is_owner
from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.database import use_case
from backend.platform.problems import enforce, forbidden

OWN_READING, MATCHED_READING = "本企业查看", "已达成匹配，为服务查看"


@use_case
async def read_confidential(
    session: AsyncSession, actor: Actor, demand_id: UUID, reason: str = ""
) -> ConfidentialRead:
    """The confidential part, for enterprise, reviewer and matched side; each reading is logged.

    Raises 403 before the match (annex 2, clause 4), 409 DEM-06 for a reviewer without a purpose.
    """
    row = await detail(session, actor, demand_id)
    if not may_read_confidential(actor, row):
        raise forbidden("保密内容只向企业、审核部门和已达成匹配的特派员（团）展示。")
    is_own = is_owner(actor, row.Demand)
    enforce(rules.reading_has_a_purpose(is_own or row.is_matched_side, reason))
    by_itself = OWN_READING if is_own else MATCHED_READING
    found = confidential_of(row)
    shown = {name: str(found.get(name) or "") for name in ConfidentialRead.model_fields}
    words = reason.strip() or by_itself
    await audit.record(session, row.Demand, "read_confidential", actor, reason=words)
    return ConfidentialRead(**shown)
