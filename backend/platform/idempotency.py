"""Same client, same Idempotency-Key: one effect and one answer.

The key is claimed and its answer stored in the use case's own transaction, so a crash between
effect and answer leaves either both or neither.
"""

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock, request_scope
from backend.platform.models import Base
from backend.platform.problems import conflict
from backend.platform.request_scope import IdempotencyClaim

KEPT = timedelta(days=7)


class IdempotencyKey(Base):
    """A key a client used, what it asked with it, and the answer it got."""

    __tablename__ = "idempotency_keys"

    client: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int]
    answer: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Replayed(Exception):
    """The key was used before: carries the answer given then."""

    def __init__(self, status: int, answer: str | None) -> None:
        super().__init__("replayed")
        self.status = status
        self.answer = answer


def _pending() -> IdempotencyClaim | None:
    scope = request_scope.current()
    return scope.idempotency if scope else None


async def claim(session: AsyncSession) -> None:
    """Take the request's key for this transaction; waits for a twin that is under way.

    Raises Replayed when it was answered before, 409 when it was used for something else.
    """
    pending = _pending()
    if pending is None or pending.claimed:
        return
    row = {
        "client": pending.client,
        "key": pending.key,
        "request_hash": pending.request_hash,
        "status": pending.status,
        "created_at": clock.now(),
    }
    taken = await session.execute(
        insert(IdempotencyKey).values(row).on_conflict_do_nothing().returning(IdempotencyKey.key)
    )
    if taken.first() is None:
        await _replay(session, pending)
    pending.claimed = True


async def _replay(session: AsyncSession, pending: IdempotencyClaim) -> None:
    earlier = await session.get(IdempotencyKey, (pending.client, pending.key))
    if earlier is None or earlier.request_hash != pending.request_hash:
        raise conflict(
            "这个 Idempotency-Key 已用于另一项操作，请换一个新的。",
            kind="idempotency-key",
        )
    raise Replayed(earlier.status, earlier.answer)


def _serialized(answer: Any) -> str | None:
    if answer is None:
        return None
    if isinstance(answer, BaseModel):
        return answer.model_dump_json()
    return TypeAdapter(type(answer)).dump_json(answer).decode()


async def remember(session: AsyncSession, answer: object) -> None:
    """Store the answer beside its key, in the same transaction."""
    pending = _pending()
    if pending is None or not pending.claimed or pending.answered:
        return
    claimed = update(IdempotencyKey).filter_by(client=pending.client, key=pending.key)
    answered = await session.execute(
        claimed.values(answer=_serialized(answer)).returning(IdempotencyKey.key),
        execution_options={"synchronize_session": False},
    )
    answered.scalar_one()  # an answer without its claim must not be given
    pending.answered = True


def forget_claim() -> None:
    """A rolled-back transaction took its claim with it; the next attempt claims anew."""
    pending = _pending()
    if pending is not None:
        pending.claimed = pending.answered = False


async def sweep(session: AsyncSession) -> None:
    """Drop keys older than a week."""
    old = clock.now() - KEPT
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < old))
