"""Reading bad-credit records and the looks into outside lists."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.credit_records.models import CreditCheck, CreditRecord
from backend.credit_records.rules import CreditFact
from backend.credit_records.schemas import CreditRecordQuery, PublicRecordQuery
from backend.credit_records.states import CONFIRMED, CreditState
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.rows import AnySelect


def in_force(on: date) -> ColumnElement[bool]:
    """Whether a record blocks on a day: its last day ends it, whatever its state says."""
    return and_(
        CreditRecord.state == CreditState.ACTIVE,
        CreditRecord.valid_from <= on,
        or_(CreditRecord.valid_to.is_(None), CreditRecord.valid_to >= on),
    )


async def active(session: AsyncSession, kind: str, key: str, on: date) -> list[CreditFact]:
    """The records in force against a subject on a day, the one that lasts longest first."""
    query = (
        select(CreditRecord.behaviour, CreditRecord.decision_document, CreditRecord.valid_to)
        .where(CreditRecord.subject_kind == kind, CreditRecord.subject_key == key, in_force(on))
        .order_by(CreditRecord.valid_to.desc().nulls_first(), CreditRecord.id)
    )
    return [CreditFact(*row) for row in await session.execute(query)]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """All records for the department; for organisations those two officers have confirmed."""
    if actor.role is Role.DEPARTMENT:
        return true()
    return CreditRecord.state.in_(CONFIRMED)


def listing(actor: Actor, asked: CreditRecordQuery) -> AnySelect:
    """The records an officer may see; what waits for a second one first."""
    query = select(CreditRecord).where(visible_to(actor))
    if asked.state is not None:
        query = query.where(CreditRecord.state == asked.state)
    if asked.kind is not None:
        query = query.where(CreditRecord.subject_kind == asked.kind)
    if asked.import_id is not None:
        query = query.where(CreditRecord.import_id == asked.import_id)
    if asked.q:
        query = query.where(
            or_(
                CreditRecord.subject_name.contains(asked.q, autoescape=True),
                CreditRecord.number == asked.q.upper(),
                CreditRecord.decision_document.contains(asked.q, autoescape=True),
            )
        )
    waits = CreditRecord.state == CreditState.PROPOSED
    return query.order_by(waits.desc(), CreditRecord.id.desc())


def published(asked: PublicRecordQuery, on: date) -> AnySelect:
    """The records in force that the decision made public."""
    query = select(CreditRecord).where(CreditRecord.is_public, in_force(on))
    if asked.kind is not None:
        query = query.where(CreditRecord.subject_kind == asked.kind)
    return query.order_by(CreditRecord.valid_from.desc(), CreditRecord.id.desc())


async def against(session: AsyncSession, keys: Collection[str]) -> list[CreditRecord]:
    """Every confirmed record against these subjects, the newest first."""
    query = select(CreditRecord).where(
        CreditRecord.subject_key.in_(list(keys)), CreditRecord.confirmed_at.is_not(None)
    )
    return list((await session.execute(query.order_by(CreditRecord.id.desc()))).scalars())


async def known(session: AsyncSession, keys: Collection[str]) -> set[tuple[str, str]]:
    """(subject key, decision document) of what is on file against these subjects already."""
    query = select(CreditRecord.subject_key, CreditRecord.decision_document).where(
        CreditRecord.subject_key.in_(list(keys)), CreditRecord.state != CreditState.DISMISSED
    )
    return {(row.subject_key, row.decision_document) for row in await session.execute(query)}


async def proposed_of_import(session: AsyncSession, import_id: UUID) -> list[UUID]:
    """The records of an imported list that wait for a second officer."""
    query = select(CreditRecord.id).where(
        CreditRecord.import_id == import_id, CreditRecord.state == CreditState.PROPOSED
    )
    return list((await session.execute(query.order_by(CreditRecord.id))).scalars())


async def run_out(session: AsyncSession, on: date) -> list[UUID]:
    """Active records whose last day is past."""
    query = select(CreditRecord.id).where(
        CreditRecord.state == CreditState.ACTIVE, CreditRecord.valid_to < on
    )
    return list((await session.execute(query.order_by(CreditRecord.id))).scalars())


async def checks_of(session: AsyncSession, subject_id: UUID) -> list[CreditCheck]:
    """The looks into outside lists for one registration, the newest first."""
    query = select(CreditCheck).where(CreditCheck.subject_id == subject_id)
    return list((await session.execute(query.order_by(CreditCheck.id.desc()))).scalars())
