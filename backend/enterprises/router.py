"""Enterprises over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from backend.commitments.schemas import PledgeIn, PledgeRead, SignatureIn
from backend.enterprises import exports, service
from backend.enterprises.schemas import (
    EnterpriseCard,
    EnterpriseDetail,
    EnterpriseDraft,
    EnterprisePeople,
    EnterpriseQuery,
    EnterpriseSelfTestIn,
    EnterpriseSubmissionRead,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.identity.schemas import InvitationIn, InvitationSent
from backend.platform.documents import PDF_ANSWER, pdf_answer
from backend.platform.forms import DraftSaved, ReasonIn
from backend.platform.pagination import Page
from backend.platform.routing import Db, IfMatch, SliceRouter, require_if_match
from backend.platform.self_test import SelfTestRead
from backend.platform.versions import VersionDiff
from backend.reviews.schemas import DecisionIn, VersionPair

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
) -> DraftSaved:
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


@router.get("/enterprises/{enterprise_id}/submissions/diff", permission=Permission.ENTERPRISE_READ)
async def compare(
    enterprise_id: UUID, asked: Annotated[VersionPair, Query()], db: Db, actor: Who
) -> VersionDiff:
    """What changed between any two submissions, or since one of them in our draft."""
    return await service.compare_submissions(db, actor, enterprise_id, asked)


@router.get("/enterprises/{enterprise_id}/members", permission=Permission.ENTERPRISE_MEMBERS)
async def members(enterprise_id: UUID, db: Db, actor: Who) -> EnterprisePeople:
    """The colleagues who act for my enterprise, and who was invited."""
    return await service.members(db, actor, enterprise_id)


# Stored answers would keep the links of these two in clear; an invitation cannot be open twice.
@router.post(
    "/enterprises/{enterprise_id}/invitations",
    permission=Permission.ENTERPRISE_MEMBERS,
    status_code=201,
    idempotent=False,
)
async def invite_member(
    enterprise_id: UUID, body: InvitationIn, db: Db, actor: Who
) -> InvitationSent:
    """Invite a colleague by an activation link."""
    return await service.invite_member(db, actor, enterprise_id, body)


@router.post(
    "/enterprises/{enterprise_id}/invitations/{invitation_id}/resend",
    permission=Permission.ENTERPRISE_MEMBERS,
    idempotent=False,
)
async def resend_invitation(
    enterprise_id: UUID, invitation_id: UUID, db: Db, actor: Who
) -> InvitationSent:
    """Send an invitation again; the earlier link ends."""
    return await service.resend_invitation(db, actor, enterprise_id, invitation_id)


@router.post(
    "/enterprises/{enterprise_id}/invitations/{invitation_id}/revoke",
    permission=Permission.ENTERPRISE_MEMBERS,
)
async def revoke_invitation(
    enterprise_id: UUID, invitation_id: UUID, db: Db, actor: Who
) -> EnterprisePeople:
    """Take an invitation back."""
    return await service.revoke_invitation(db, actor, enterprise_id, invitation_id)


@router.get(
    "/enterprises/{enterprise_id}/commitment", permission=Permission.ENTERPRISE_READ, **PDF_ANSWER
)
async def paper(enterprise_id: UUID, db: Db, actor: Who, blank: bool = False) -> Response:
    """The signed commitment as a PDF; `blank` gives the text in force without a signature."""
    made = await service.paper(db, actor, enterprise_id, blank=blank)
    return pdf_answer(made.content, made.filename)


@router.get("/enterprises/{enterprise_id}/pledge", permission=Permission.ENTERPRISE_REGISTER)
async def pledge(enterprise_id: UUID, db: Db, actor: Who) -> PledgeRead:
    """Whether I have to sign a new version, and what it changes."""
    return await service.read_pledge(db, actor, enterprise_id)


@router.post("/enterprises/{enterprise_id}/pledge", permission=Permission.ENTERPRISE_REGISTER)
async def sign_anew(enterprise_id: UUID, body: PledgeIn, db: Db, actor: Who) -> PledgeRead:
    """Sign the commitment in force."""
    return await service.sign_anew(db, actor, enterprise_id, body)


@router.export("/enterprises/export", permission=Permission.ENTERPRISE_READ)
async def export_listing(
    asked: Annotated[EnterpriseQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The enterprises with these filters as a spreadsheet."""
    return await exports.ENTERPRISES.take(db, actor, asked, body)
