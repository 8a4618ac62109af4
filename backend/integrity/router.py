"""Integrity findings over HTTP."""

from uuid import UUID

from backend.credit_records.schemas import CreditRecordRead
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.integrity import service
from backend.integrity.schemas import FindingEffects, FindingIn
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("integrity")


@router.post("/integrity/findings", permission=Permission.CREDIT_MANAGE, status_code=201)
async def propose(body: FindingIn, db: Db, actor: Who) -> CreditRecordRead:
    """Propose a finding against a registered expert or enterprise."""
    return await service.propose(db, actor, body)


@router.post("/integrity/findings/{record_id}/confirm", permission=Permission.CREDIT_MANAGE)
async def confirm(record_id: UUID, db: Db, actor: Who) -> FindingEffects:
    """Confirm a colleague's finding: disqualification with all its effects."""
    return await service.confirm(db, actor, record_id)
