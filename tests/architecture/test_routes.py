"""Every route says who may use it: deny by default, with nothing forgotten."""

from collections.abc import Iterator

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from backend.identity.permissions import Permission
from backend.main import create_app
from backend.platform.database import Database
from backend.platform.routing import PUBLIC

KNOWN = {str(permission) for permission in Permission} | {PUBLIC}
CONTRACT = "/api/v1/openapi.json"


def flattened(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    """The routes themselves; FastAPI keeps an included router as one entry."""
    for route in routes:
        inner = getattr(route, "original_router", route)
        if hasattr(inner, "routes"):
            yield from flattened(inner.routes)
        else:
            yield route


def unguarded(routes: list[BaseRoute]) -> Iterator[str]:
    """Routes without a declared permission, the published contract aside."""
    for route in flattened(routes):
        path = getattr(route, "path", repr(route))
        if path == CONTRACT:
            continue
        declared = (getattr(route, "openapi_extra", None) or {}).get("x-permission")
        if not isinstance(route, APIRoute) or declared not in KNOWN:
            yield path


def test_every_route_declares_its_permission() -> None:
    routes = create_app(Database("postgresql+asyncpg://nowhere")).routes
    assert len(list(flattened(routes))) > 5
    assert list(unguarded(routes)) == []


def test_a_planted_route_without_permission_is_found() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    router = APIRouter(prefix="/api/v1")

    @router.get("/open")
    def leak() -> str:
        return "everything"

    app.include_router(router)
    assert list(unguarded(app.routes)) == ["/api/v1/open"]
