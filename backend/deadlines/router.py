"""Deadlines over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from backend.deadlines import exports, service
from backend.deadlines.schemas import DeadlineMoveIn, MonthRead
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import PageQuery
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("deadlines")


@router.get("/deadlines", public=True)
async def board(db: Db) -> list[MonthRead]:
    """This month's round and the next ones: days, working days left, what was moved."""
    return await service.board(db)


@router.get(
    "/deadlines/calendar.ics",
    public=True,
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}, "description": "日历文件"}},
)
async def calendar_file(db: Db) -> Response:
    """The deadlines as a calendar to subscribe to."""
    content = await service.calendar_file(db)
    return Response(content, media_type="text/calendar; charset=utf-8")


@router.post("/deadlines/moves", permission=Permission.DEADLINE_MOVE, status_code=201)
async def move_deadline(body: DeadlineMoveIn, db: Db, actor: Who) -> list[MonthRead]:
    """Move one month's deadline, with an announcement to every review desk."""
    return await service.move_deadline(db, actor, body)


@router.export("/deadlines/export", permission=Permission.BATCH_READ)
async def export(
    asked: Annotated[PageQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The deadlines as a table."""
    return await exports.DEADLINES.take(db, actor, asked, body)
