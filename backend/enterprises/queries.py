"""Reading enterprises, narrowed to what an actor may see."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, column, exists, func, or_, select, table
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.commitments.models import CommitmentSignature, CommitmentText
from backend.conflicts.models import ReviewerInterest
from backend.enterprises.models import Enterprise, EnterpriseSubmission
from backend.enterprises.schemas import EnterpriseQuery
from backend.enterprises.states import EnterpriseState
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.organisations.models import Organisation
from backend.platform.rows import AnyRow, AnySelect
from backend.reviews.models import ReviewTask

# Slices beside and above this one are read by name.
experts = table("experts", column("id"), column("state"))
demands = table("demands", column("enterprise_id"))
places = table("expert_places", *(column(c) for c in ("expert_id", "enterprise_id", "closed_at")))
LIVE_IN_LIBRARY = ("filed", "paused")
ENDED = (
    EnterpriseState.WITHDRAWN,
    EnterpriseState.REJECTED,
    EnterpriseState.DISQUALIFIED,
)


def is_member(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor's account belongs to the enterprise, whatever hat is worn."""
    return exists().where(
        Membership.account_id == actor.account_id,
        Membership.enterprise_id == Enterprise.id,
        Membership.ended_at.is_(None),
    )


def _barred(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor has an interest in it: then a colleague deals with it (decision A23)."""
    bars = ReviewerInterest.bars(
        actor.account_id,
        uscc=Enterprise.uscc,
        fingerprint=None,
        names=array([Enterprise.legal_representative]),
        enterprise_id=None,
    )
    return func.coalesce(bars, False)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """One's own, one's organisation's, approved ones for filed experts, or all."""
    own = is_member(actor)
    if actor.role is Role.DEPARTMENT:
        return Enterprise.id.is_not(None)
    if actor.role in {Role.REVIEWER, Role.LIAISON}:
        theirs = Enterprise.organisation_id == actor.organisation_id
        return or_(own, and_(theirs, ~_barred(actor)))
    if actor.role is Role.EXPERT:
        filed = exists().where(
            experts.c.id == actor.expert_id, experts.c.state.in_(LIVE_IN_LIBRARY)
        )
        return or_(own, and_(filed, Enterprise.state == EnterpriseState.APPROVED))
    return own


async def some(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Those of these enterprises the actor may see, and whether each is the actor's own."""
    query = select(Enterprise, is_member(actor).label("is_own"))
    query = query.where(Enterprise.id.in_(ids), visible_to(actor))
    return (await session.execute(query)).all()


async def visible(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> AnyRow | None:
    """The same of one, if the actor may see it."""
    return next(iter(await some(session, actor, [enterprise_id])), None)


def listing(actor: Actor, asked: EnterpriseQuery) -> AnySelect:
    """The enterprises an actor may see, filtered, by name."""
    query = select(Enterprise).where(visible_to(actor))
    for field, wanted in (
        (Enterprise.city_code, asked.city_code),
        (Enterprise.county_code, asked.county_code),
        (Enterprise.zone_code, asked.zone_code),
        (Enterprise.chain_code, asked.chain),
        (Enterprise.state, asked.state),
    ):
        if wanted is not None:
            query = query.where(field == wanted)
    if asked.q:
        said = Enterprise.name.contains(asked.q, autoescape=True)
        query = query.where(or_(said, Enterprise.uscc == asked.q.strip().upper()))
    return query.order_by(Enterprise.name, Enterprise.id)


async def present_of(session: AsyncSession, actor: Actor) -> Enterprise | None:
    """The enterprise of the actor's hat, else the account's live one, else its latest."""
    query = (
        select(Enterprise)
        .where(is_member(actor))
        .order_by(
            (Enterprise.id == actor.enterprise_id).desc().nulls_last(),
            Enterprise.state.in_(ENDED),
            Enterprise.id.desc(),
        )
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def submissions(session: AsyncSession, enterprise_id: UUID) -> list[AnyRow]:
    """Every submission with its signature, oldest first."""
    signature, text = CommitmentSignature, CommitmentText
    query = (
        select(EnterpriseSubmission, signature.signer_name, signature.signed_at, text.title)
        .join(signature, signature.id == EnterpriseSubmission.commitment_signature_id)
        .join(text, text.id == signature.text_id)
        .where(EnterpriseSubmission.enterprise_id == enterprise_id)
        .order_by(EnterpriseSubmission.number)
    )
    return list((await session.execute(query)).all())


async def organisation_and_due(session: AsyncSession, enterprise: Enterprise) -> AnyRow | None:
    """The competent organisation's name, and the due day of the open review."""
    open_task = and_(ReviewTask.subject_id == enterprise.id, ReviewTask.closed_at.is_(None))
    query = (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.contact_name,
            Organisation.contact_phone,
            ReviewTask.due_on,
        )
        .outerjoin(ReviewTask, open_task)
        .where(Organisation.id == enterprise.organisation_id)
    )
    return (await session.execute(query)).one_or_none()


async def member_accounts(session: AsyncSession, enterprise_id: UUID) -> list[UUID]:
    """The accounts of everybody who acts for the enterprise."""
    query = select(Membership.account_id).where(
        Membership.enterprise_id == enterprise_id, Membership.ended_at.is_(None)
    )
    return list((await session.execute(query)).scalars())


async def has_demands(session: AsyncSession, enterprise_id: UUID) -> bool:
    """Whether the enterprise has begun a demand."""
    query = select(demands.c.enterprise_id).where(demands.c.enterprise_id == enterprise_id)
    return (await session.execute(query.limit(1))).first() is not None


async def has_double(session: AsyncSession, enterprise: Enterprise) -> bool:
    """Whether another live enterprise has the same name."""
    query = select(Enterprise.id).where(
        Enterprise.id != enterprise.id,
        Enterprise.name == enterprise.name,
        Enterprise.state.not_in(ENDED),
    )
    return (await session.execute(query.limit(1))).first() is not None


async def open_places(session: AsyncSession, enterprise_id: UUID) -> int:
    """How many experts serve the enterprise or are promised to it."""
    here = and_(places.c.enterprise_id == enterprise_id, places.c.closed_at.is_(None))
    query = select(func.count()).select_from(places).where(here)
    return (await session.execute(query)).scalar_one()


async def of_member(session: AsyncSession, account_id: UUID | None) -> list[Enterprise]:
    """The enterprises an account acts or has acted for."""
    mine = select(Membership.enterprise_id).where(Membership.account_id == account_id)
    query = select(Enterprise).where(Enterprise.id.in_(mine)).order_by(Enterprise.id)
    return list((await session.execute(query)).scalars())
