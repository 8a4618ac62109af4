"""Two statements: experts for a demand and demands for an expert.

Who is not to be recommended is left out inside the statement: conflicts, full experts, bad
credit, those who asked not to be designated, and those who took part or declined before.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, func, literal, or_, select, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity.models import ExpertPlace
from backend.conflicts.models import ConflictDeclaration
from backend.credit_records.models import CreditRecord
from backend.credit_records.states import CreditState
from backend.demands.models import Demand, DemandVersion
from backend.demands.states import DemandState
from backend.enterprises.models import Enterprise
from backend.enterprises.states import EnterpriseState
from backend.experts.models import Expert
from backend.experts.states import ExpertState
from backend.matches.models import Match, Participation
from backend.matches.states import MatchState
from backend.platform.rows import AnyRow, AnySelect

# Declared ties that forbid a match (rule CON-01); the others need a decision only.
BLOCKING = ("post", "legal_representative", "shares", "relative")
CANDIDATES = 100
# Weights of D, C, B, A; length-normalised, for a long profile is not a better one.
WEIGHTS = text("'{0.1, 0.3, 0.6, 1.0}'::float4[]")
BY_LENGTH = 1


@dataclass(frozen=True)
class Wanted:
    """What is searched with."""

    query: str
    disciplines: list[str]
    chains: list[str]
    cap: int
    today: date


def _rank(vector: Any, wanted: Wanted) -> ColumnElement[float]:
    return func.ts_rank(WEIGHTS, vector, cast(wanted.query, TSQUERY), BY_LENGTH)


def _declared_tie() -> ColumnElement[bool]:
    tie = select(ConflictDeclaration.id).where(
        ConflictDeclaration.expert_id == Expert.id,
        ConflictDeclaration.enterprise_uscc == Enterprise.uscc,
        ConflictDeclaration.kind.in_(BLOCKING),
        ConflictDeclaration.withdrawn_at.is_(None),
    )
    return tie.exists()


def _bad_credit(kind: str, key: Any, today: date) -> ColumnElement[bool]:
    record = select(CreditRecord.id).where(
        CreditRecord.subject_kind == kind,
        CreditRecord.subject_key == key,
        CreditRecord.state == CreditState.ACTIVE,
        CreditRecord.valid_from <= today,
        or_(CreditRecord.valid_to.is_(None), CreditRecord.valid_to >= today),
    )
    return record.exists()


def _has_room(cap: int) -> ColumnElement[bool]:
    """A free place, or one of this very enterprise that the demand would share."""
    is_open = and_(ExpertPlace.expert_id == Expert.id, ExpertPlace.closed_at.is_(None))
    used = select(func.count()).select_from(ExpertPlace).where(is_open).scalar_subquery()
    shared = select(ExpertPlace.id).where(is_open, ExpertPlace.enterprise_id == Enterprise.id)
    return or_(used < func.least(Expert.max_enterprises, cap), shared.exists())


def _took_part() -> ColumnElement[bool]:
    """In it now, or said no (or was refused) before."""
    before = (
        select(Participation.id)
        .join(Match, Match.id == Participation.match_id)
        .where(
            Participation.demand_id == Demand.id,
            Participation.expert_id == Expert.id,
            or_(Participation.closed_at.is_(None), Match.state == MatchState.DECLINED),
        )
    )
    return before.exists()


def _possible(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What keeps a pair of expert and demand from being recommended, both ways alike."""
    return [
        Expert.state == ExpertState.FILED,
        Demand.state == DemandState.PUBLISHED,
        Enterprise.state == EnterpriseState.APPROVED,
        Expert.employer_uscc.is_distinct_from(Enterprise.uscc),
        ~_declared_tie(),
        ~_bad_credit("person", Expert.id_fingerprint, wanted.today),
        ~_bad_credit("enterprise", Enterprise.uscc, wanted.today),
        ~_took_part(),
        _has_room(wanted.cap),
    ]


def _pairs() -> AnySelect:
    return (
        select(Expert, Demand)
        .select_from(Expert)
        .join(Demand, literal(True))  # noqa: FBT003
        .join(Enterprise, Enterprise.id == Demand.enterprise_id)
    )


async def experts_for(session: AsyncSession, demand_id: UUID, wanted: Wanted) -> list[AnyRow]:
    """The best candidates by text, discipline and chain, with the rank of their text."""
    rank = _rank(Expert.search, wanted)
    related = or_(
        Expert.search.bool_op("@@")(cast(wanted.query, TSQUERY)),
        Expert.disciplines.overlap(wanted.disciplines),
        Expert.chains.overlap(wanted.chains),
    )
    query = (
        _pairs()
        .add_columns(rank.label("rank"))
        .where(Demand.id == demand_id, Expert.is_designable, related, *_possible(wanted))
        .order_by(rank.desc(), Expert.id)
        .limit(CANDIDATES)
    )
    return list((await session.execute(query)).all())


async def demands_for(session: AsyncSession, expert_id: UUID, wanted: Wanted) -> list[AnyRow]:
    """The best published demands by text, discipline and chain, with the rank of their text."""
    rank = _rank(Demand.search, wanted)
    related = or_(
        Demand.search.bool_op("@@")(cast(wanted.query, TSQUERY)),
        Demand.disciplines.overlap(wanted.disciplines),
        Demand.chain_code.in_(wanted.chains),
    )
    query = (
        _pairs()
        .join(
            DemandVersion,
            and_(
                DemandVersion.demand_id == Demand.id,
                DemandVersion.number == Demand.published_number,
            ),
        )
        .add_columns(rank.label("rank"), DemandVersion.content.label("content"))
        .where(Expert.id == expert_id, related, *_possible(wanted))
        .order_by(rank.desc(), Demand.id)
        .limit(CANDIDATES)
    )
    return list((await session.execute(query)).all())


async def version(session: AsyncSession, demand_id: UUID) -> dict[str, Any]:
    """The published content of a demand."""
    query = (
        select(DemandVersion.content)
        .join(Demand, Demand.id == DemandVersion.demand_id)
        .where(Demand.id == demand_id, DemandVersion.number == Demand.published_number)
    )
    return (await session.execute(query)).scalar_one()


async def expert(session: AsyncSession, expert_id: UUID) -> Expert:
    """The expert demands are recommended to."""
    return await session.get_one(Expert, expert_id)
