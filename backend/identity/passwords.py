"""Passwords: argon2id through passlib's interface, off the event loop, few at a time."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from passlib.context import CryptContext

from backend.settings import get_settings

MIN_LENGTH = 10
MAX_LENGTH = 128
# The start of every list of guesses; a length rule alone lets these through.
COMMON = frozenset(
    [
        "1234567890",
        "12345678910",
        "0123456789",
        "1111111111",
        "qwertyuiop",
        "password123",
        "1q2w3e4r5t",
        "abcdefghij",
        "aaaaaaaaaa",
        "woaini1314520",
        "a123456789",
        "5201314520",
        "password1234",
        "qwerty123456",
    ]
)

_context = CryptContext(schemes=["argon2"], argon2__type="ID")
_known: ContextVar[dict[str, str] | None] = ContextVar("known_hashes", default=None)


@lru_cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(get_settings().hashing_threads, "hashing")


@lru_cache
def _decoy() -> str:
    return _context.hash("nobody has this password")


def weakness(password: str) -> str | None:
    """Why a new password will not do, in Chinese, or None."""
    if len(password) < MIN_LENGTH:
        return f"密码至少 {MIN_LENGTH} 位，可以用一句好记的话。"
    if len(password) > MAX_LENGTH:
        return f"密码最多 {MAX_LENGTH} 位。"
    if password.lower() in COMMON or len(set(password)) < 4:
        return "这个密码太常见，容易被猜到，请换一个。"
    return None


async def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    known = _known.get() or {}
    if password in known:
        return known[password]
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(), _context.hash, password)


@contextmanager
def hashed_once(password: str) -> Iterator[None]:
    """Within the block all accounts with `password` share one hash: for loading a demo, only.

    Hundreds of accounts cost one hash then, not a minute; real passwords never go this way.
    """
    token = _known.set({password: _context.hash(password)})
    try:
        yield
    finally:
        _known.reset(token)


def _matches(password: str, stored: str | None) -> bool:
    # Without an account the same work is done on a decoy, so the time tells nothing.
    try:
        right = _context.verify(password, stored or _decoy())
    except ValueError:
        return False
    return right and stored is not None


async def verify_password(password: str, stored: str | None) -> bool:
    """Whether `password` is the one behind `stored`; takes the same time without an account."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(), _matches, password, stored)
