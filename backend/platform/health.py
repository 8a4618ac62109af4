"""Is the process alive, and can it serve?"""

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy import text

from backend.platform import logs
from backend.platform.problems import Problem

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """A one-word answer for probes."""

    status: str


@router.get("/healthz", openapi_extra={"x-permission": "public"})
async def healthz() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz", openapi_extra={"x-permission": "public"})
async def readyz(request: Request) -> Health:
    """The database answers too. Raises 503 otherwise."""
    try:
        async with request.app.state.database.reading() as session:
            await session.execute(text("SELECT 1"))
    except Exception as error:
        logs.get("health").warning("not ready", error=type(error).__name__)
        raise Problem(503, "数据库暂时连不上，请稍后再试。") from error
    return Health(status="ready")
