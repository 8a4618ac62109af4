"""Builds the application. The only list of all slices."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from fastapi import APIRouter, FastAPI

from backend.identity.authentication import authenticate
from backend.platform import clock, logs, rulebook
from backend.platform.database import Database
from backend.platform.health import router as health
from backend.platform.limits import RequestLimits
from backend.platform.problems import install_problem_handlers
from backend.platform.scope_middleware import ScopeMiddleware
from backend.platform.spa import Spa
from backend.settings import get_settings

DIST = Path(__file__).parent.parent / "frontend" / "dist"

# In the order of the layers, earliest first.
SLICES = (
    "policies",
    "codelists",
    "identity",
    "organisations",
    "audit",
    "attachments",
    "notifications",
    "deadlines",
    "waivers",
    "conflicts",
    "credit_records",
    "commitments",
    "reviews",
    "experts",
    "enterprises",
    "expert_invitations",
    "batches",
    "demands",
    "capacity",
    "teams",
    "matches",
    "agreements",
    "engagements",
    "evaluations",
    "liaison",
    "recommendations",
    "integrity",
    "suggestions",
    "dashboards",
    "site",
)


def _routers() -> Iterator[APIRouter]:
    for name in SLICES:
        yield import_module(f"backend.{name}.router").router


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.database.close()


def create_app(database: Database) -> FastAPI:
    """The API on `database`, and the SPA beside it once it is built."""
    app = FastAPI(
        title="Tepai 特派",
        version="1.0.0",
        description="科技特派员“千百万”帮扶行动开放平台",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.database = database
    app.state.authenticate = authenticate
    app.include_router(health)
    app.include_router(rulebook.router)
    for router in _routers():
        app.include_router(router)
    if DIST.is_dir():
        app.router.default = Spa(DIST)
    install_problem_handlers(app)
    app.add_middleware(RequestLimits)
    settings = get_settings()
    app.add_middleware(
        ScopeMiddleware, trusted_proxy=settings.trusted_proxy, https=settings.secure_cookies
    )
    return app


def app() -> FastAPI:
    """Factory for uvicorn: `uvicorn --factory backend.main:app`."""
    logs.configure()
    clock.rehearse(get_settings().rehearsal_clock)
    return create_app(Database(get_settings().database_url))
