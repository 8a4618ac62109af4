"""Token buckets in one UNLOGGED table: limits that hold over all processes."""

from datetime import datetime, timedelta

from sqlalchemy import Float, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Base
from backend.platform.problems import Problem


class RateBucket(Base):
    """What is left of one key's allowance."""

    __tablename__ = "rate_buckets"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    key: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float] = mapped_column(Float)
    refilled_at: Mapped[datetime]


# One statement, so that simultaneous takers cannot share a token. A refused attempt changes
# nothing: asking on does not push the end away, and nobody is locked out by another's guesses.
TAKE = text(
    """
    INSERT INTO rate_buckets AS b (key, tokens, refilled_at)
    VALUES (:key, CAST(:burst AS float) - 1, :now)
    ON CONFLICT (key) DO UPDATE SET
      tokens = least(CAST(:burst AS float),
                     b.tokens + greatest(0, extract(epoch FROM :now - b.refilled_at)) * :rate) - 1,
      refilled_at = :now
    WHERE b.tokens + greatest(0, extract(epoch FROM :now - b.refilled_at)) * :rate > 0.999999
    RETURNING tokens
    """
)


async def take(session: AsyncSession, key: str, *, burst: int, per: timedelta) -> None:
    """Take one token of `key`'s bucket of `burst`, refilled evenly over `per`.

    Raises 429 with Retry-After when it is empty.
    """
    values = {
        "key": key,
        "burst": burst,
        "rate": burst / per.total_seconds(),
        "now": clock.now(),
    }
    if (await session.execute(TAKE, values)).first() is None:
        wait = int(per.total_seconds() / burst) + 1
        raise Problem(
            429,
            f"尝试次数过多，请在 {wait // 60 + 1} 分钟后再试。",
            headers={"Retry-After": str(wait)},
        )


async def give_back(session: AsyncSession, key: str) -> None:
    """Return one token: the attempt was an honest one."""
    statement = text("UPDATE rate_buckets SET tokens = tokens + 1 WHERE key = :key")
    await session.execute(statement, {"key": key})


async def refund(session: AsyncSession, key: str) -> None:
    """Forget a key: its owner has proved himself."""
    await session.execute(text("DELETE FROM rate_buckets WHERE key = :key"), {"key": key})
