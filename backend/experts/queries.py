"""Reading experts, narrowed to what an actor may see."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    and_,
    cast,
    column,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY, array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.commitments.models import CommitmentSignature, CommitmentText
from backend.conflicts.models import ReviewerInterest
from backend.experts.models import EmployerChange, Expert, ExpertSubmission
from backend.experts.schemas import ExpertQuery
from backend.experts.states import EXPERT, EmployerState, ExpertState
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.organisations.models import Organisation
from backend.platform import search
from backend.platform.rows import AnyRow, AnySelect
from backend.reviews.models import ReviewTask

# Slices beside and above this one are read by name.
enterprises = table("enterprises", column("id"), column("state"))
places = table("expert_places", *(column(c) for c in ("expert_id", "enterprise_id", "closed_at")))
SHOWN = literal_column("'{a,b}'::\"char\"[]")
WAIVED = literal_column("'$[*] ? (@.waived == true).id'::jsonpath")
ENDED = (ExpertState.WITHDRAWN, ExpertState.REJECTED, ExpertState.DISQUALIFIED)


def _enterprise_is_approved(actor: Actor) -> ColumnElement[bool]:
    approved = enterprises.c.id == actor.enterprise_id
    return exists().where(approved, enterprises.c.state == "approved")


def _expert_is_filed(actor: Actor) -> ColumnElement[bool]:
    own = select(Expert.id).where(Expert.id == actor.expert_id, Expert.state == ExpertState.FILED)
    return own.correlate(None).exists()


def matched_with(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor's enterprise holds a place with the expert: both sides have consented."""
    if actor.enterprise_id is None:
        return false()
    return exists().where(
        places.c.expert_id == Expert.id,
        places.c.enterprise_id == actor.enterprise_id,
        places.c.closed_at.is_(None),
    )


def asked_to_confirm(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor's organisation is asked to confirm the expert's new employer (A29)."""
    if actor.role is not Role.REVIEWER:
        return false()
    return exists().where(
        EmployerChange.expert_id == Expert.id,
        EmployerChange.organisation_id == actor.organisation_id,
        EmployerChange.state == EmployerState.REPORTED,
    )


def _barred(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor declared this person: then a colleague deals with it (decision A23)."""
    bars = ReviewerInterest.bars(
        actor.account_id,
        uscc=None,
        fingerprint=Expert.id_fingerprint,
        names=array([Expert.name]),
        enterprise_id=None,
    )
    return func.coalesce(bars, False)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """One's own, one's organisation's, the library for those let into it, or all (clause 3.1.3)."""
    own = Expert.account_id == actor.account_id
    if actor.role is Role.DEPARTMENT:
        return Expert.id.is_not(None)
    if actor.role is Role.REVIEWER:
        theirs = or_(Expert.organisation_id == actor.organisation_id, asked_to_confirm(actor))
        return or_(own, and_(theirs, ~_barred(actor)))
    in_library = Expert.state == ExpertState.FILED
    if actor.role is Role.ENTERPRISE:
        let_in = _enterprise_is_approved(actor)
        return or_(own, and_(let_in, or_(in_library, matched_with(actor))))
    if actor.role is Role.EXPERT:
        return or_(own, and_(in_library, _expert_is_filed(actor)))
    return own


def _with_facts(actor: Actor) -> AnySelect:
    """Experts with what a card needs beside their own columns."""
    used = (
        select(func.count())
        .select_from(places)
        .where(places.c.expert_id == Expert.id, places.c.closed_at.is_(None))
        .scalar_subquery()
    )
    waived = (
        select(func.jsonb_path_query_array(ExpertSubmission.verdicts, WAIVED))
        .where(ExpertSubmission.id == Expert.submission_id)
        .scalar_subquery()
    )
    return select(
        Expert,
        used.label("places_used"),
        matched_with(actor).label("is_matched"),
        asked_to_confirm(actor).label("is_asked"),
        waived.label("waived_rules"),
    )


async def visible(session: AsyncSession, actor: Actor, expert_id: UUID) -> AnyRow | None:
    """One expert with its card's facts, if the actor may see it."""
    query = _with_facts(actor).where(Expert.id == expert_id, visible_to(actor))
    return (await session.execute(query)).one_or_none()


async def with_facts(session: AsyncSession, actor: Actor, ids: Iterable[UUID]) -> list[AnyRow]:
    """These experts with their cards' facts, in no order."""
    rows = await session.execute(_with_facts(actor).where(Expert.id.in_(list(ids))))
    return list(rows.all())


def library(actor: Actor, asked: ExpertQuery) -> AnySelect:
    """The experts an actor may see, filtered; the latest filed first."""
    query = _with_facts(actor).where(visible_to(actor), Expert.state == asked.state)
    if asked.discipline:
        query = query.where(Expert.disciplines.contains([asked.discipline[:3]]))
    if asked.chain:
        query = query.where(Expert.chains.contains([asked.chain]))
    if asked.city_code:
        query = query.where(Expert.city_code == asked.city_code)
    if asked.title_level:
        query = query.where(Expert.title_level == asked.title_level)
    if asked.available:
        used = select(func.count()).select_from(places)
        mine = used.where(places.c.expert_id == Expert.id, places.c.closed_at.is_(None))
        query = query.where(mine.scalar_subquery() < Expert.max_enterprises)
    if asked.q:
        query = query.where(_says(actor, asked.q))
    return query.order_by(Expert.filed_at.desc().nulls_last(), Expert.id.desc())


def _says(actor: Actor, text: str) -> ColumnElement[bool]:
    words = search.all_of(text)
    found = Expert.search.op("@@")(cast(words, TSQUERY)) if words else false()
    if actor.role in {Role.DEPARTMENT, Role.REVIEWER}:
        # Staff find people by name too, also those whose name the library does not show.
        return or_(found, Expert.name.contains(text, autoescape=True))
    # Others find by what their card shows, A and B; results and experience open with a match.
    shown = func.ts_filter(Expert.search, SHOWN).op("@@")(cast(words, TSQUERY))
    return and_(found, shown) if words else false()


async def present_of(session: AsyncSession, account_id: UUID | None) -> Expert | None:
    """The account's live registration, else its latest ended one."""
    query = (
        select(Expert)
        .where(Expert.account_id == account_id)
        .order_by(Expert.state.in_(ENDED), Expert.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


def is_live(expert: Expert) -> bool:
    """Whether the registration counts towards "one person, one registration"."""
    return EXPERT.parse(expert.state) not in ENDED


async def by_id(session: AsyncSession, ids: Iterable[UUID]) -> list[Expert]:
    """These experts, by id."""
    query = select(Expert).where(Expert.id.in_(list(ids))).order_by(Expert.id)
    return list((await session.execute(query)).scalars())


async def submissions(session: AsyncSession, expert_id: UUID) -> list[AnyRow]:
    """Every submission with its signature, oldest first."""
    signature, text = CommitmentSignature, CommitmentText
    query = (
        select(ExpertSubmission, signature.signer_name, signature.signed_at, text.title)
        .join(signature, signature.id == ExpertSubmission.commitment_signature_id)
        .join(text, text.id == signature.text_id)
        .where(ExpertSubmission.expert_id == expert_id)
        .order_by(ExpertSubmission.number)
    )
    return list((await session.execute(query)).all())


async def submissions_by_id(session: AsyncSession, ids: Iterable[UUID]) -> list[ExpertSubmission]:
    """These submissions, in no order."""
    query = select(ExpertSubmission).where(ExpertSubmission.id.in_(list(ids)))
    return list((await session.execute(query)).scalars())


async def organisation_and_due(session: AsyncSession, expert: Expert) -> AnyRow | None:
    """The competent organisation's name, and the due day of the open review."""
    query = (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.contact_name,
            Organisation.contact_phone,
            ReviewTask.due_on,
        )
        .outerjoin(
            ReviewTask,
            and_(ReviewTask.subject_id == expert.id, ReviewTask.closed_at.is_(None)),
        )
        .where(Organisation.id == expert.organisation_id)
    )
    return (await session.execute(query)).one_or_none()


async def has_double(session: AsyncSession, expert: Expert) -> bool:
    """Whether another live registration has the same name and birth date."""
    query = select(Expert.id).where(
        Expert.id != expert.id,
        Expert.name == expert.name,
        Expert.birth_date == expert.birth_date,
        Expert.state.not_in(ENDED),
    )
    return (await session.execute(query.limit(1))).first() is not None


async def open_places(session: AsyncSession, expert_id: UUID) -> int:
    """How many enterprises the expert serves or is promised to."""
    mine = and_(places.c.expert_id == expert_id, places.c.closed_at.is_(None))
    query = select(func.count()).select_from(places).where(mine)
    return (await session.execute(query)).scalar_one()


async def of_account(session: AsyncSession, account_id: UUID | None) -> list[Expert]:
    """Every registration an account ever made."""
    query = select(Expert).where(Expert.account_id == account_id).order_by(Expert.id)
    return list((await session.execute(query)).scalars())


async def waiting_change(session: AsyncSession, expert_id: UUID) -> EmployerChange | None:
    """The change of employer that waits for confirmation."""
    query = select(EmployerChange).where(
        EmployerChange.expert_id == expert_id, EmployerChange.state == EmployerState.REPORTED
    )
    return (await session.execute(query)).scalar_one_or_none()


async def keywords_due(session: AsyncSession, before: datetime) -> Sequence[Expert]:
    """Experts in the library who last confirmed their keywords before a moment."""
    since = func.coalesce(Expert.keywords_confirmed_at, Expert.filed_at)
    query = select(Expert).where(Expert.state == ExpertState.FILED, since < before)
    return (await session.execute(query)).scalars().all()


async def employer_changes(session: AsyncSession, expert_id: UUID) -> list[AnyRow]:
    """Every change of an expert's employer with who confirms it, the newest first."""
    query = (
        select(EmployerChange, Organisation.name.label("organisation_name"))
        .join(Organisation, Organisation.id == EmployerChange.organisation_id)
        .where(EmployerChange.expert_id == expert_id)
        .order_by(EmployerChange.id.desc())
    )
    return list((await session.execute(query)).all())


async def reviewers_of(session: AsyncSession, organisation_id: UUID) -> list[UUID]:
    """The accounts on an organisation's desk."""
    query = select(Membership.account_id).where(
        Membership.role == Role.REVIEWER,
        Membership.organisation_id == organisation_id,
        Membership.ended_at.is_(None),
    )
    return list((await session.execute(query.distinct().order_by(Membership.account_id))).scalars())
