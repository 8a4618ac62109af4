"""Figures and tasks over HTTP."""

from typing import Annotated

from fastapi import Query

from backend.dashboards import exports, service
from backend.dashboards.schemas import (
    FigureRow,
    Funnel,
    FunnelQuery,
    Late,
    Overview,
    RowsQuery,
    TaskList,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("dashboards")


@router.get("/dashboard/overview", permission=Permission.DASHBOARD_READ)
async def overview(db: Db, actor: Who) -> Overview:
    """Counts by kind and state."""
    return await service.overview(db, actor)


@router.get("/dashboard/funnel", permission=Permission.DASHBOARD_READ)
async def funnel(asked: Annotated[FunnelQuery, Query()], db: Db, actor: Who) -> Funnel:
    """How far published demands came, by city."""
    return await service.funnel(db, actor, asked)


@router.get("/dashboard/late", permission=Permission.DASHBOARD_READ)
async def late(db: Db, actor: Who) -> Late:
    """What is late, and where."""
    return await service.late(db, actor)


@router.get("/dashboard/rows", permission=Permission.DASHBOARD_READ)
async def rows(asked: Annotated[RowsQuery, Query()], db: Db, actor: Who) -> Page[FigureRow]:
    """The rows behind a figure."""
    return await service.rows(db, actor, asked)


@router.get("/tasks", permission=Permission.ACCOUNT_SELF)
async def tasks(db: Db, actor: Who) -> TaskList:
    """What waits for me, the most urgent first."""
    return await service.tasks(db, actor)


@router.export("/dashboard/rows/export", permission=Permission.DASHBOARD_READ)
async def export_rows(
    asked: Annotated[RowsQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The rows behind a figure as a spreadsheet."""
    return await exports.FIGURE_ROWS.take(db, actor, asked, body)
