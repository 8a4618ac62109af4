"""Who invites."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from backend.identity.actor import Actor
from backend.platform.database import Database
from tests.factories import experts, organisations

SignIn = Callable[[Actor], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def reviewer(db: Database) -> Actor:
    """The reviewer of a university, which invites its own staff."""
    return await organisations.university(db, experts.credit_code(1))


@pytest.fixture
async def office(reviewer: Actor, sign_in: SignIn) -> httpx.AsyncClient:
    """The reviewer at work."""
    return await sign_in(reviewer)
