"""Transactions. A use case is one transaction; nobody else commits."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from backend.platform import idempotency, request_scope
from backend.platform.constraints import explain
from backend.platform.problems import Problem
from backend.platform.registry import all_tables

P = ParamSpec("P")
T = TypeVar("T")

# PostgreSQL's words for "try again": deadlock, serialization failure.
RETRYABLE = frozenset({"40P01", "40001"})
ATTEMPTS = 4


class Database:
    """The connection pool, and the two ways to use it."""

    def __init__(self, url: str, *, pool_size: int = 10, max_overflow: int = 20) -> None:
        all_tables()
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_timeout=10,
            pool_pre_ping=True,
            hide_parameters=True,  # they are what people typed, and errors are logged
            connect_args={
                "server_settings": {
                    "TimeZone": "Asia/Shanghai",
                    "statement_timeout": "15000",
                }
            },
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One read-write transaction: committed at the end, or nothing of it stays."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One read-only transaction; a write inside it fails in PostgreSQL."""
        options = {"postgresql_readonly": True}
        reader = self.engine.execution_options(**options)
        async with AsyncSession(reader, expire_on_commit=False) as session, session.begin():
            yield session

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", "") or "")


def is_unreachable(error: BaseException) -> bool:
    """Whether a failure means that the database cannot be reached or takes nobody in."""
    if isinstance(error, DBAPIError):
        # Classes 08, 53 and 57P: connection lost, no room, going down or coming up.
        return error.connection_invalidated or _sqlstate(error).startswith(("08", "53", "57P"))
    return isinstance(error, OSError | PoolTimeout)


async def _attempt(db: Database, step: Callable[[AsyncSession], Awaitable[T]]) -> T:
    try:
        async with db.transaction() as session:
            await idempotency.claim(session)
            answer = await step(session)
            await session.flush()
            await idempotency.remember(session, answer)
        return answer
    except IntegrityError as error:
        raise explain(error) from error
    except StaleDataError as error:
        raise Problem(412, "这条记录刚被他人更新，请查看最新内容后再操作。") from error


async def in_its_own(db: Database, step: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """A step in a transaction of its own, inside a use case that goes through many of them.

    It does not share the fate of the others; broken constraints and deadlocks as in a use case.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with db.transaction() as session:
                answer = await step(session)
                await session.flush()
            return answer
        except IntegrityError as error:
            raise explain(error) from error
        except StaleDataError as error:
            raise Problem(412, "这条记录刚被他人更新，请查看最新内容后再操作。") from error
        except DBAPIError as error:
            if _sqlstate(error) not in RETRYABLE or attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


class _TakenBackError(Exception):
    """Ends a rehearsal."""


async def rehearse(db: Database, step: Callable[[AsyncSession], Awaitable[object]]) -> None:
    """Carry a step out to its end, deferred checks included, and leave nothing of it.

    Raises what carrying it out would raise.
    """

    async def and_back(session: AsyncSession) -> None:
        await step(session)
        await session.flush()
        await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        raise _TakenBackError

    with suppress(_TakenBackError):
        await in_its_own(db, and_back)


def _note_version(answer: object) -> None:
    scope = request_scope.current()
    if scope is not None:
        scope.version = getattr(answer, "version", None)


def use_case(
    step: Callable[Concatenate[AsyncSession, P], Awaitable[T]],
) -> Callable[Concatenate[Database, P], Awaitable[T]]:
    """Turn a step of a session into a use case of the database: one transaction.

    The answer of an idempotent request is stored in the same transaction; a deadlock is tried
    again; a broken constraint leaves as the problem registered for it.
    """

    @wraps(step)
    async def run(db: Database, /, *args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = await _attempt(db, lambda session: step(session, *args, **kwargs))
                _note_version(answer)
                return answer
            except DBAPIError as error:
                if _sqlstate(error) not in RETRYABLE or attempt == ATTEMPTS:
                    raise
                idempotency.forget_claim()
        raise AssertionError("unreachable")

    return run


def read_case(
    step: Callable[Concatenate[AsyncSession, P], Awaitable[T]],
) -> Callable[Concatenate[Database, P], Awaitable[T]]:
    """Turn a step of a session into a reading of the database: one read-only transaction."""

    @wraps(step)
    async def run(db: Database, /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with db.reading() as session:
            answer = await step(session, *args, **kwargs)
        _note_version(answer)
        return answer

    return run
