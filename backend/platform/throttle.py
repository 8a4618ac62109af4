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


# One statement, so that simultaneous takers cannot share a token.
TAKE = text(
    """
    INSERT INTO rate_buckets AS b (key, tokens, refilled_at)
    VALUES (:key, CAST(:burst AS float) - 1, :now)
    ON CONFLICT (key) DO UPDATE SET
      tokens = greatest(-1, least(:burst, b.tokens + extract(epoch FROM :now - b.refilled_at)
               * CAST(:burst AS float) / CAST(:seconds AS float)) - 1),
      refilled_at = :now
    RETURNING tokens
    """
)


async def take(session: AsyncSession, key: str, *, burst: int, per: timedelta) -> None:
    """Take one token of `key`'s bucket of `burst`, refilled evenly over `per`.

    Raises 429 with Retry-After when it is empty. Commit the session in either case.
    """
    values = {
        "key": key,
        "burst": burst,
        "seconds": per.total_seconds(),
        "now": clock.now(),
    }
    left = (await session.execute(TAKE, values)).scalar_one()
    if left < 0:
        wait = int(per.total_seconds() / burst) + 1
        raise Problem(
            429,
            f"尝试次数过多，请在 {max(1, wait // 60 + 1)} 分钟后再试。",
            headers={"Retry-After": str(wait)},
        )


async def refund(session: AsyncSession, key: str) -> None:
    """Forget a key: its owner has proved himself."""
    await session.execute(text("DELETE FROM rate_buckets WHERE key = :key"), {"key": key})
