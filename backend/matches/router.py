"""Matches over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.matches import exports, service
from backend.matches.schemas import (
    ApplicationIn,
    CandidacyRead,
    ConsentIn,
    DeclineIn,
    InvitationIn,
    MatchCard,
    MatchQuery,
    MatchRead,
    WithdrawIn,
)
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("matches")


@router.post("/matches/invitations", permission=Permission.MATCH_INVITE, status_code=201)
async def invite(body: InvitationIn, db: Db, actor: Who) -> MatchRead:
    """Designate an expert, or invite a recommended one."""
    return await service.invite(db, actor, body)


@router.post("/matches/applications", permission=Permission.MATCH_APPLY, status_code=201)
async def apply(body: ApplicationIn, db: Db, actor: Who) -> MatchRead:
    """Apply for a demand, alone or with my team."""
    return await service.apply(db, actor, body)


@router.get("/matches", permission=Permission.MATCH_READ)
async def listing(asked: Annotated[MatchQuery, Query()], db: Db, actor: Who) -> Page[MatchCard]:
    """My matches."""
    return await service.listing(db, actor, asked)


@router.get("/matches/{match_id}", permission=Permission.MATCH_READ)
async def read(match_id: UUID, db: Db, actor: Who) -> MatchRead:
    """One match."""
    return await service.read(db, actor, match_id)


@router.post("/matches/{match_id}/consent", permission=Permission.MATCH_ANSWER)
async def consent(match_id: UUID, body: ConsentIn, db: Db, actor: Who) -> MatchRead:
    """Say yes to the text I have read; after a change of the demand, confirm it anew."""
    return await service.consent(db, actor, match_id, body)


@router.post("/matches/{match_id}/decline", permission=Permission.MATCH_ANSWER)
async def decline(match_id: UUID, body: DeclineIn, db: Db, actor: Who) -> MatchRead:
    """Say no, with a reason."""
    return await service.decline(db, actor, match_id, body)


@router.post("/matches/{match_id}/withdraw", permission=Permission.MATCH_ANSWER)
async def withdraw(match_id: UUID, body: WithdrawIn, db: Db, actor: Who) -> MatchRead:
    """Step back."""
    return await service.withdraw(db, actor, match_id, body)


@router.get("/demands/{demand_id}/candidacy", permission=Permission.MATCH_APPLY)
async def candidacy(demand_id: UUID, db: Db, actor: Who) -> CandidacyRead:
    """Where I stand with a demand, and what I may do."""
    return await service.candidacy(db, actor, demand_id)


@router.export("/matches/export", permission=Permission.MATCH_READ)
async def export_listing(
    asked: Annotated[MatchQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The matches with these filters as a spreadsheet."""
    return await exports.MATCHES.take(db, actor, asked, body)
