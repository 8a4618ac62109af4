"""Reading bad-credit records."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.credit_records.models import CreditRecord
from backend.credit_records.rules import CreditFact
from backend.credit_records.states import CreditState
from backend.platform.rows import AnySelect


async def active(session: AsyncSession, kind: str, key: str, on: date) -> list[CreditFact]:
    """The records in force against a subject on a day."""
    query = select(
        CreditRecord.behaviour, CreditRecord.decision_document, CreditRecord.valid_to
    ).where(
        CreditRecord.subject_kind == kind,
        CreditRecord.subject_key == key,
        CreditRecord.state == CreditState.ACTIVE,
        CreditRecord.valid_from <= on,
        or_(CreditRecord.valid_to.is_(None), CreditRecord.valid_to >= on),
    )
    return [CreditFact(*row) for row in await session.execute(query)]


def listing(state: str | None = None) -> AnySelect:
    """All records, perhaps of one state, newest first, for the officers who keep them."""
    query = select(CreditRecord).order_by(CreditRecord.id.desc())
    return query.where(CreditRecord.state == state) if state else query


async def newest_first(session: AsyncSession) -> list[CreditRecord]:
    """The newest records."""
    return list((await session.execute(listing().limit(200))).scalars())
