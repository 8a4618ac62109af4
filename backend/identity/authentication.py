"""How a request proves who sends it: bearer token, and the hat it chooses."""

from uuid import UUID

from fastapi import Request

from backend.identity.actor import Actor
from backend.identity.sessions import actor_of
from backend.platform.problems import Problem

HAT_HEADER = "Tepai-Membership"


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else None


def _hat(request: Request) -> UUID | None:
    chosen = request.headers.get(HAT_HEADER)
    if not chosen:
        return None
    try:
        return UUID(chosen)
    except ValueError:
        raise Problem(400, f"{HAT_HEADER} 请求头应为身份的编号。") from None


async def authenticate(request: Request) -> Actor:
    """The actor of a request. Raises 401 without a good token."""
    return await actor_of(request.app.state.database, _bearer(request), _hat(request))
