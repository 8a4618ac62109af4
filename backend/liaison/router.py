"""Following services over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.liaison import exports, service
from backend.liaison.schemas import (
    AnswerIn,
    FollowRead,
    NudgeIn,
    ProblemIn,
    VisitIn,
    WorkbenchQuery,
    WorkbenchRow,
)
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("liaison")
FOLLOW = Permission.ENGAGEMENT_FOLLOW
ACT = Permission.ENGAGEMENT_ACT


@router.get("/liaison/services", permission=FOLLOW)
async def workbench(
    asked: Annotated[WorkbenchQuery, Query()], db: Db, actor: Who
) -> Page[WorkbenchRow]:
    """The services of my zone, and what is due with each."""
    return await service.workbench(db, actor, asked)


@router.export("/liaison/services/export", permission=FOLLOW)
async def export_workbench(
    asked: Annotated[WorkbenchQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The workbench with these filters as a spreadsheet."""
    return await exports.WORKBENCH.take(db, actor, asked, body)


@router.get("/liaison/services/{engagement_id}", permission=ACT)
async def read(engagement_id: UUID, db: Db, actor: Who) -> FollowRead:
    """Problems and visits of a service, for its two sides and its liaison."""
    return await service.read(db, actor, engagement_id)


@router.post("/liaison/services/{engagement_id}/problems", permission=ACT, status_code=201)
async def raise_problem(engagement_id: UUID, body: ProblemIn, db: Db, actor: Who) -> FollowRead:
    """Raise a problem to the liaison."""
    return await service.raise_problem(db, actor, engagement_id, body)


@router.post("/liaison/services/{engagement_id}/visits", permission=FOLLOW, status_code=201)
async def add_visit(engagement_id: UUID, body: VisitIn, db: Db, actor: Who) -> FollowRead:
    """Write down a visit."""
    return await service.add_visit(db, actor, engagement_id, body)


@router.post("/liaison/services/{engagement_id}/nudges", permission=FOLLOW, status_code=201)
async def nudge(engagement_id: UUID, body: NudgeIn, db: Db, actor: Who) -> FollowRead:
    """Remind a side that is late; at most once in three days."""
    return await service.nudge(db, actor, engagement_id, body)


@router.post("/liaison/problems/{problem_id}/answer", permission=FOLLOW)
async def answer(problem_id: UUID, body: AnswerIn, db: Db, actor: Who) -> FollowRead:
    """Answer a problem as the liaison."""
    return await service.answer(db, actor, problem_id, body)


@router.post("/liaison/problems/{problem_id}/close", permission=ACT)
async def close(problem_id: UUID, db: Db, actor: Who) -> FollowRead:
    """Say that a problem is done with."""
    return await service.close(db, actor, problem_id)


@router.post("/liaison/problems/{problem_id}/reopen", permission=ACT)
async def reopen(problem_id: UUID, db: Db, actor: Who) -> FollowRead:
    """Say that the answer did not solve it."""
    return await service.reopen(db, actor, problem_id)
