"""Inviting experts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Query, Response, UploadFile

from backend.expert_invitations import exports, service
from backend.expert_invitations.schemas import (
    AcceptIn,
    InvitationQuery,
    InvitationRead,
    LinkRead,
    Offer,
    Preview,
    Sent,
    TokenIn,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.identity.schemas import AccountRead
from backend.platform.pagination import Page
from backend.platform.routing import FILE, Db, SliceRouter

router = SliceRouter("expert_invitations")
MANAGE = Permission.EXPERT_INVITE


@router.get("/expert-invitations", permission=MANAGE)
async def listing(
    asked: Annotated[InvitationQuery, Query()], db: Db, actor: Who
) -> Page[InvitationRead]:
    """My organisation's invitations."""
    return await service.listing(db, actor, asked)


@router.get(
    "/expert-invitations/template",
    permission=MANAGE,
    response_model=None,
    response_class=Response,
    responses=FILE,
)
async def template(db: Db, actor: Who) -> SheetResponse:
    """The spreadsheet to fill in, with lists to choose from."""
    return SheetResponse(await service.template(db, actor), "专家邀请模板")


# A dry run keeps nothing, so there is nothing to repeat.
@router.post("/expert-invitations/preview", permission=MANAGE, idempotent=False, upload=True)
async def preview(file: UploadFile, db: Db, actor: Who) -> Preview:
    """What sending this spreadsheet would do, line by line."""
    return await service.preview(db, actor, file.file)


@router.post(
    "/expert-invitations/faults",
    permission=MANAGE,
    idempotent=False,
    upload=True,
    response_model=None,
    response_class=Response,
    responses=FILE,
)
async def marked(file: UploadFile, db: Db, actor: Who) -> SheetResponse:
    """This spreadsheet again, with a column that says what has to be changed."""
    return SheetResponse(await service.marked(db, actor, file.file), "专家邀请-需要修改")


@router.post("/expert-invitations", permission=MANAGE, status_code=201, upload=True)
async def send(
    file: UploadFile, db: Db, actor: Who, *, only_correct: Annotated[bool, Form()] = False
) -> Sent:
    """Invite everybody on this spreadsheet who is not invited or registered yet."""
    return await service.send(db, actor, file.file, only_correct=only_correct)


@router.post("/expert-invitations/{invitation_id}/resend", permission=MANAGE)
async def resend(invitation_id: UUID, db: Db, actor: Who) -> InvitationRead:
    """A new letter with a new link."""
    return await service.resend(db, actor, invitation_id)


# A stored answer would keep the link's secret in clear.
@router.post("/expert-invitations/{invitation_id}/link", permission=MANAGE, idempotent=False)
async def hand_over(invitation_id: UUID, db: Db, actor: Who) -> LinkRead:
    """A link to hand over to somebody without e-mail."""
    return await service.hand_over(db, actor, invitation_id)


@router.post("/expert-invitations/{invitation_id}/revoke", permission=MANAGE)
async def revoke(invitation_id: UUID, db: Db, actor: Who) -> InvitationRead:
    """Take an invitation back."""
    return await service.revoke(db, actor, invitation_id)


# Reads, but the secret must not stand in an address.
@router.post("/expert-invitations/offer", public=True, idempotent=False)
async def offer(body: TokenIn, db: Db) -> Offer:
    """Who invites with this link."""
    return await service.offer(db, body)


@router.post("/expert-invitations/accept", public=True, status_code=201)
async def accept(body: AcceptIn, db: Db) -> AccountRead:
    """Sign up with a link; the registration is begun."""
    return await service.accept(db, body)


@router.export("/expert-invitations/export", permission=MANAGE)
async def export_listing(
    asked: Annotated[InvitationQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The invitations with these filters as a spreadsheet."""
    return await exports.INVITATIONS.take(db, actor, asked, body)
