"""Links that carry their own proof: unguessable, kept as a hash, slow to guess at."""

import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from backend.platform import request_scope, throttle
from backend.platform.database import Database

WRONG_LINKS = 30
WINDOW = timedelta(minutes=5)


def new_token() -> str:
    """256 random bits, to be shown once."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@asynccontextmanager
async def guessed_at(db: Database) -> AsyncIterator[None]:
    """Around looking a token up: an address that sends many wrong ones has to wait.

    Raises 429 once its allowance is used up; a lookup that succeeds costs nothing.
    """
    scope = request_scope.current()
    key = f"link-from:{scope.client_address if scope else ''}"
    # Transactions of their own: a wrong guess counts although its request is refused.
    async with db.transaction() as session:
        await throttle.take(session, key, burst=WRONG_LINKS, per=WINDOW)
    yield
    async with db.transaction() as session:
        await throttle.give_back(session, key)
