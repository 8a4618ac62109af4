"""Reading invitations, narrowed to the inviting organisation."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, column, false, or_, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from backend.expert_invitations.models import ExpertInvitation
from backend.expert_invitations.schemas import InvitationQuery
from backend.expert_invitations.states import InvitationState, Stage
from backend.experts.models import Expert
from backend.experts.states import ExpertState
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.rows import AnyRow, AnySelect

organisations = table("organisations", column("id"), column("name"))
E = ExpertState
SUBMITTED = (E.SUBMITTED, E.RETURNED, E.RECOMMENDED)
IN_LIBRARY = (E.FILED, E.PAUSED)
ENDED = (E.REJECTED, E.WITHDRAWN, E.DISQUALIFIED)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """One's own organisation's, and nobody else's: they are its address book."""
    if actor.role is Role.REVIEWER:
        return ExpertInvitation.organisation_id == actor.organisation_id
    return false()


def _stage(now: datetime) -> ColumnElement[str]:
    state = ExpertInvitation.state
    return case(
        (state == InvitationState.REVOKED, Stage.REVOKED),
        (Expert.state.in_(IN_LIBRARY), Stage.IN_LIBRARY),
        (Expert.state.in_(SUBMITTED), Stage.SUBMITTED),
        (Expert.state.in_(ENDED), Stage.ENDED),
        (state == InvitationState.SIGNED_UP, Stage.SIGNED_UP),
        (ExpertInvitation.expires_at <= now, Stage.EXPIRED),
        else_=Stage.INVITED,
    )


def listing(actor: Actor, asked: InvitationQuery, now: datetime) -> AnySelect:
    """The invitations with the stage each has come to, the newest first."""
    stage = _stage(now)
    query = select(
        ExpertInvitation, stage.label("stage"), Expert.employer_name.label("employer_name")
    )
    query = query.outerjoin(Expert, Expert.id == ExpertInvitation.expert_id).where(
        visible_to(actor)
    )
    if asked.stage is not None:
        query = query.where(stage == asked.stage)
    if asked.q:
        query = query.where(ExpertInvitation.name.contains(asked.q, autoescape=True))
    return query.order_by(ExpertInvitation.id.desc())


async def visible(
    session: AsyncSession, actor: Actor, invitation_id: UUID, now: datetime
) -> AnyRow | None:
    """One invitation with its stage, if it is the actor's organisation's."""
    query = listing(actor, InvitationQuery(), now).where(ExpertInvitation.id == invitation_id)
    return (await session.execute(query)).one_or_none()


async def hold_organisation(session: AsyncSession, organisation_id: UUID | None) -> None:
    """Let one upload of an organisation after the other look for whom it has invited."""
    query = select(organisations.c.id).where(organisations.c.id == organisation_id)
    await session.execute(query.with_for_update(key_share=True))


async def keys_invited(
    session: AsyncSession, organisation_id: UUID | None, keys: Collection[str]
) -> set[str]:
    """Those of the keyed numbers the organisation has a live invitation for."""
    query = select(ExpertInvitation.phone_key, ExpertInvitation.email_key).where(
        ExpertInvitation.organisation_id == organisation_id,
        ExpertInvitation.state != InvitationState.REVOKED,
        or_(ExpertInvitation.phone_key.in_(keys), ExpertInvitation.email_key.in_(keys)),
    )
    return {key for row in await session.execute(query) for key in row if key}


async def by_token(session: AsyncSession, token_hash: str) -> ExpertInvitation | None:
    """The invitation a link leads to, locked."""
    query = select(ExpertInvitation).where(ExpertInvitation.token_hash == token_hash)
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def organisation_name(session: AsyncSession, organisation_id: UUID) -> str:
    """What the organisation is called."""
    query = select(organisations.c.name).where(organisations.c.id == organisation_id)
    return (await session.execute(query)).scalar_one()


async def long_expired(session: AsyncSession, before: datetime) -> list[UUID]:
    """Invitations nobody took up, expired before a moment."""
    query = select(ExpertInvitation.id).where(
        ExpertInvitation.state == InvitationState.INVITED, ExpertInvitation.expires_at < before
    )
    return list((await session.execute(query.order_by(ExpertInvitation.id))).scalars())
