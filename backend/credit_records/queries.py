"""Reading bad-credit records."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from backend.credit_records.models import CreditRecord
from backend.credit_records.rules import CreditFact
from backend.credit_records.states import CreditState
from backend.identity.actor import Actor
from backend.identity.permissions import Role
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


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """All records for the department; for organisations those two officers have confirmed."""
    if actor.role is Role.DEPARTMENT:
        return true()
    return CreditRecord.state.in_([CreditState.ACTIVE, CreditState.LIFTED])


def listing(actor: Actor, state: str | None = None) -> AnySelect:
    """The records an officer may see, perhaps of one state, newest first."""
    query = select(CreditRecord).where(visible_to(actor)).order_by(CreditRecord.id.desc())
    return query.where(CreditRecord.state == state) if state else query


async def newest_first(session: AsyncSession, actor: Actor) -> list[CreditRecord]:
    """The newest records an officer may see."""
    return list((await session.execute(listing(actor).limit(200))).scalars())
