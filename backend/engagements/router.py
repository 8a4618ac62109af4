"""Filing, services, their log and their changes over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.agreements.schemas import AgreementRead, FilingIn
from backend.engagements import exports, service
from backend.engagements.schemas import (
    ChangeIn,
    DisputeIn,
    EndIn,
    EngagementCard,
    EngagementQuery,
    EngagementRead,
    HearingIn,
    LogIn,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter
from backend.teams.schemas import JoinIn, LeaveIn, MemberInvite, TeamRead

router = SliceRouter("engagements")


@router.post("/agreements/{agreement_id}/filing", permission=Permission.AGREEMENT_FILE)
async def file_agreement(agreement_id: UUID, body: FilingIn, db: Db, actor: Who) -> AgreementRead:
    """Receive (备案) a signed agreement, which starts the service, or return it with reasons."""
    return await service.file_agreement(db, actor, agreement_id, body)


@router.get("/engagements", permission=Permission.ENGAGEMENT_READ)
async def listing(
    asked: Annotated[EngagementQuery, Query()], db: Db, actor: Who
) -> Page[EngagementCard]:
    """The services I have to do with."""
    return await service.listing(db, actor, asked)


@router.get("/engagements/{engagement_id}", permission=Permission.ENGAGEMENT_READ)
async def read(engagement_id: UUID, db: Db, actor: Who) -> EngagementRead:
    """A service with its log, changes and story."""
    return await service.read(db, actor, engagement_id)


@router.post(
    "/engagements/{engagement_id}/logs", permission=Permission.ENGAGEMENT_ACT, status_code=201
)
async def add_log(engagement_id: UUID, body: LogIn, db: Db, actor: Who) -> EngagementRead:
    """Write an entry of the service log."""
    return await service.add_log(db, actor, engagement_id, body)


@router.post(
    "/engagements/{engagement_id}/logs/{log_id}/confirm", permission=Permission.ENGAGEMENT_ACT
)
async def confirm_log(engagement_id: UUID, log_id: UUID, db: Db, actor: Who) -> EngagementRead:
    """Confirm an entry as the enterprise."""
    return await service.confirm_log(db, actor, engagement_id, log_id)


@router.post(
    "/engagements/{engagement_id}/logs/{log_id}/dispute", permission=Permission.ENGAGEMENT_ACT
)
async def dispute_log(
    engagement_id: UUID, log_id: UUID, body: DisputeIn, db: Db, actor: Who
) -> EngagementRead:
    """Say as the enterprise what is wrong with an entry; its writer corrects it."""
    return await service.dispute_log(db, actor, engagement_id, log_id, body)


@router.post(
    "/engagements/{engagement_id}/logs/{log_id}/correct", permission=Permission.ENGAGEMENT_ACT
)
async def correct_log(
    engagement_id: UUID, log_id: UUID, body: LogIn, db: Db, actor: Who
) -> EngagementRead:
    """Correct an entry of mine that the enterprise disputed."""
    return await service.correct_log(db, actor, engagement_id, log_id, body)


@router.post("/changes/{change_id}/hearing", permission=Permission.ENGAGEMENT_DECIDE)
async def hear(change_id: UUID, body: HearingIn, db: Db, actor: Who) -> EngagementRead:
    """Say as an expert's recommender whether one agrees to a change; silence is no objection."""
    return await service.hear(db, actor, change_id, body)


@router.post("/engagements/{engagement_id}/propose-end", permission=Permission.ENGAGEMENT_ACT)
async def propose_end(engagement_id: UUID, body: EndIn, db: Db, actor: Who) -> EngagementRead:
    """Propose to end the service; the other side confirms, and silence confirms too."""
    return await service.propose_end(db, actor, engagement_id, body)


@router.post("/engagements/{engagement_id}/dispute-end", permission=Permission.ENGAGEMENT_ACT)
async def dispute_end(engagement_id: UUID, body: DisputeIn, db: Db, actor: Who) -> EngagementRead:
    """Say that the service is not over yet."""
    return await service.dispute_end(db, actor, engagement_id, body)


@router.post(
    "/engagements/{engagement_id}/changes", permission=Permission.ENGAGEMENT_ACT, status_code=201
)
async def request_change(engagement_id: UUID, body: ChangeIn, db: Db, actor: Who) -> EngagementRead:
    """Ask for another expert or an early end."""
    return await service.request_change(db, actor, engagement_id, body)


@router.post("/teams/{team_id}/leave", permission=Permission.TEAM_USE)
async def leave_team(team_id: UUID, body: LeaveIn, db: Db, actor: Who) -> TeamRead:
    """Step out of a team that serves."""
    return await service.leave_team(db, actor, team_id, body)


@router.post("/teams/{team_id}/replacements", permission=Permission.TEAM_USE)
async def ask_replacement(team_id: UUID, body: MemberInvite, db: Db, actor: Who) -> TeamRead:
    """Ask an expert to fill a free seat of my team that serves."""
    return await service.ask_replacement(db, actor, team_id, body)


@router.post("/teams/{team_id}/join", permission=Permission.TEAM_USE)
async def join_team(team_id: UUID, body: JoinIn, db: Db, actor: Who) -> TeamRead:
    """My yes to the serving team that asked me."""
    return await service.join_team(db, actor, team_id, body)


@router.export("/engagements/export", permission=Permission.ENGAGEMENT_READ)
async def export_listing(
    asked: Annotated[EngagementQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The services with these filters as a spreadsheet."""
    return await exports.ENGAGEMENTS.take(db, actor, asked, body)
