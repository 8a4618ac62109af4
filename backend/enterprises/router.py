"""Enterprises over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from backend.commitments.schemas import SignatureIn
from backend.enterprises import exports, service
from backend.enterprises.schemas import (
    EnterpriseCard,
    EnterpriseDetail,
    EnterpriseDraft,
    EnterpriseMemberIn,
    EnterpriseQuery,
    EnterpriseSelfTestIn,
    EnterpriseSubmissionRead,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.identity.schemas import MemberRead
from backend.platform.forms import ReasonIn
from backend.platform.pagination import Page
from backend.platform.routing import Db, IfMatch, SliceRouter, require_if_match
from backend.platform.self_test import SelfTestRead
from backend.reviews.schemas import DecisionIn

router = SliceRouter("enterprises")
Version = Annotated[int, Depends(require_if_match)]


@router.post("/enterprises", permission=Permission.ENTERPRISE_REGISTER, status_code=201)
async def start(body: EnterpriseDraft, db: Db, actor: Who) -> EnterpriseDetail:
    """Begin an enterprise's registration."""
    return await service.start(db, actor, body)


# Keeps nothing, so there is nothing to repeat.
@router.post("/enterprises/self-test", public=True, idempotent=False)
async def self_test(body: EnterpriseSelfTestIn, db: Db) -> SelfTestRead:
    """资格自测: what the rules say of a unit with these answers, and what would change it."""
    return await service.self_test(db, body)


@router.get("/enterprises/mine", permission=Permission.ENTERPRISE_REGISTER)
async def mine(db: Db, actor: Who) -> EnterpriseDetail | None:
    """My enterprise, or null."""
    return await service.mine(db, actor)


@router.get("/enterprises", permission=Permission.ENTERPRISE_READ)
async def listing(
    asked: Annotated[EnterpriseQuery, Query()], db: Db, actor: Who
) -> Page[EnterpriseCard]:
    """The enterprises I may see."""
    return await service.listing(db, actor, asked)


@router.get("/enterprises/{enterprise_id}", permission=Permission.ENTERPRISE_READ)
async def read(enterprise_id: UUID, db: Db, actor: Who) -> EnterpriseDetail:
    """One enterprise, as much as I may see."""
    return await service.read(db, actor, enterprise_id)


@router.patch("/enterprises/{enterprise_id}/draft", permission=Permission.ENTERPRISE_REGISTER)
async def save_draft(
    enterprise_id: UUID, body: EnterpriseDraft, db: Db, actor: Who, version: Version
) -> EnterpriseDetail:
    """Save any part of the registration; a null clears a field."""
    return await service.save_draft(db, actor, enterprise_id, version, body)


@router.post("/enterprises/{enterprise_id}/submit", permission=Permission.ENTERPRISE_REGISTER)
async def submit(
    enterprise_id: UUID, body: SignatureIn, db: Db, actor: Who, version: IfMatch
) -> EnterpriseDetail:
    """Submit the registration under the signed commitment."""
    return await service.submit(db, actor, enterprise_id, version, body)


@router.post("/enterprises/{enterprise_id}/decision", permission=Permission.REVIEW_DECIDE)
async def decide(enterprise_id: UUID, body: DecisionIn, db: Db, actor: Who) -> EnterpriseDetail:
    """Approve, return or reject a registration on my organisation's desk."""
    return await service.decide(db, actor, enterprise_id, body)


@router.post("/enterprises/{enterprise_id}/withdraw", permission=Permission.ENTERPRISE_REGISTER)
async def withdraw(enterprise_id: UUID, body: ReasonIn, db: Db, actor: Who) -> EnterpriseDetail:
    """Withdraw the application, or leave the platform."""
    return await service.withdraw(db, actor, enterprise_id, body.reason)


@router.post("/enterprises/{enterprise_id}/suspend", permission=Permission.REVIEW_DECIDE)
async def suspend(enterprise_id: UUID, body: ReasonIn, db: Db, actor: Who) -> EnterpriseDetail:
    """Stop an enterprise of my organisation from publishing and matching."""
    return await service.move(db, actor, enterprise_id, "suspend", body.reason)


@router.post("/enterprises/{enterprise_id}/resume", permission=Permission.REVIEW_DECIDE)
async def resume(enterprise_id: UUID, body: ReasonIn, db: Db, actor: Who) -> EnterpriseDetail:
    """Let a suspended enterprise go on."""
    return await service.move(db, actor, enterprise_id, "resume", body.reason)


@router.get("/enterprises/{enterprise_id}/submissions", permission=Permission.ENTERPRISE_READ)
async def submissions(enterprise_id: UUID, db: Db, actor: Who) -> list[EnterpriseSubmissionRead]:
    """Every submission as it was, and what changed."""
    return await service.read_submissions(db, actor, enterprise_id)


@router.get("/enterprises/{enterprise_id}/members", permission=Permission.ENTERPRISE_MEMBERS)
async def members(enterprise_id: UUID, db: Db, actor: Who) -> list[MemberRead]:
    """The colleagues who act for my enterprise."""
    return await service.members(db, actor, enterprise_id)


@router.post(
    "/enterprises/{enterprise_id}/members",
    permission=Permission.ENTERPRISE_MEMBERS,
    status_code=201,
)
async def add_member(
    enterprise_id: UUID, body: EnterpriseMemberIn, db: Db, actor: Who
) -> MemberRead:
    """Open an account for a colleague."""
    return await service.add_member(db, actor, enterprise_id, body)


@router.export("/enterprises/export", permission=Permission.ENTERPRISE_READ)
async def export_listing(
    asked: Annotated[EnterpriseQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The enterprises with these filters as a spreadsheet."""
    return await exports.listing(db, actor, asked, body)
