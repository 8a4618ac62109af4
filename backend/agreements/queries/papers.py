"""What is read of looks, sealed copies, and the copies experts' recommenders get."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.models import AgreementCopy, AgreementLook, SealedCopy
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.organisations.models import Organisation
from backend.platform import clock
from backend.platform.rows import AnyRow


async def look(session: AsyncSession, actor: Actor, agreement_id: UUID) -> int | None:
    """The revision the actor has read last."""
    query = select(AgreementLook.revision).filter_by(
        account_id=actor.account_id, agreement_id=agreement_id
    )
    return (await session.execute(query)).scalar_one_or_none()


async def note_look(session: AsyncSession, actor: Actor, agreement_id: UUID, revision: int) -> None:
    """Remember which revision the actor has read."""
    values = {"revision": revision, "seen_at": clock.now()}
    keys = {"account_id": actor.account_id, "agreement_id": agreement_id}
    statement = insert(AgreementLook).values(**keys, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))


async def sealed(session: AsyncSession, agreement_id: UUID) -> Sequence[SealedCopy]:
    """The files of the sealed paper, oldest first."""
    query = select(SealedCopy).filter_by(agreement_id=agreement_id).order_by(SealedCopy.id)
    return (await session.execute(query)).scalars().all()


async def copies(session: AsyncSession, agreement_id: UUID) -> Sequence[AnyRow]:
    """Each copy with its organisation's name, oldest first."""
    query = (
        select(AgreementCopy, Organisation.name)
        .join(Organisation, Organisation.id == AgreementCopy.organisation_id)
        .where(AgreementCopy.agreement_id == agreement_id)
        .order_by(AgreementCopy.id)
    )
    return (await session.execute(query)).all()


async def own_copy(
    session: AsyncSession, actor: Actor, agreement_id: UUID, text_hash: str
) -> AgreementCopy | None:
    """The copy the actor's organisation has of this text, locked."""
    query = select(AgreementCopy).filter_by(
        agreement_id=agreement_id, organisation_id=actor.organisation_id, text_hash=text_hash
    )
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def reviewers(session: AsyncSession, organisation_id: UUID) -> list[UUID]:
    """The accounts that decide for an organisation."""
    query = select(Membership.account_id).where(
        Membership.organisation_id == organisation_id,
        Membership.role == Role.REVIEWER,
        Membership.ended_at.is_(None),
    )
    return list((await session.execute(query.order_by(Membership.id))).scalars())
