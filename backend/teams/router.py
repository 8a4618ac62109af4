"""Teams over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
from backend.platform.routing import Db, IfMatch, SliceRouter
from backend.teams import exports, service
from backend.teams.schemas import (
    MemberInvite,
    TeamAnswer,
    TeamCard,
    TeamEdit,
    TeamNew,
    TeamQuery,
    TeamRead,
)

router = SliceRouter("teams")


@router.post("/teams", permission=Permission.TEAM_USE, status_code=201)
async def start(body: TeamNew, db: Db, actor: Who) -> TeamRead:
    """Start a team for a demand and lead it."""
    return await service.start(db, actor, body)


@router.get("/teams/mine", permission=Permission.MATCH_READ)
async def mine(asked: Annotated[TeamQuery, Query()], db: Db, actor: Who) -> Page[TeamCard]:
    """My teams, and those that wait for my answer."""
    return await service.mine(db, actor, asked)


@router.get("/teams/{team_id}", permission=Permission.MATCH_READ)
async def read(team_id: UUID, db: Db, actor: Who) -> TeamRead:
    """One team."""
    return await service.read(db, actor, team_id)


@router.patch("/teams/{team_id}", permission=Permission.TEAM_USE)
async def edit(team_id: UUID, body: TeamEdit, db: Db, actor: Who, version: IfMatch) -> TeamRead:
    """Change name, plan or reason."""
    return await service.edit(db, actor, team_id, body, version)


@router.post("/teams/{team_id}/members", permission=Permission.TEAM_USE)
async def invite(team_id: UUID, body: MemberInvite, db: Db, actor: Who) -> TeamRead:
    """Ask an expert to join."""
    return await service.invite(db, actor, team_id, body)


@router.post("/teams/{team_id}/members/{expert_id}/remove", permission=Permission.TEAM_USE)
async def remove(team_id: UUID, expert_id: UUID, db: Db, actor: Who) -> TeamRead:
    """Take a member off the roster."""
    return await service.remove(db, actor, team_id, expert_id)


@router.post("/teams/{team_id}/answer", permission=Permission.TEAM_USE)
async def answer(team_id: UUID, body: TeamAnswer, db: Db, actor: Who) -> TeamRead:
    """My yes or no to the roster."""
    return await service.answer(db, actor, team_id, body)


@router.post("/teams/{team_id}/complete", permission=Permission.TEAM_USE)
async def complete(team_id: UUID, db: Db, actor: Who) -> TeamRead:
    """Close the roster."""
    return await service.complete(db, actor, team_id)


@router.post("/teams/{team_id}/dissolve", permission=Permission.TEAM_USE)
async def dissolve(team_id: UUID, db: Db, actor: Who) -> TeamRead:
    """Give the team up."""
    return await service.dissolve(db, actor, team_id)


@router.export("/teams/export", permission=Permission.MATCH_READ)
async def export_listing(
    asked: Annotated[TeamQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The teams I may see as a spreadsheet."""
    return await exports.TEAMS.take(db, actor, asked, body)
