"""Conflicts of interest: declared by experts, found from employers, judged before any match."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.conflicts import queries
from backend.conflicts.models import ConflictDeclaration, ReviewerInterest
from backend.conflicts.rules import (
    BLOCKING,
    DECLARED,
    EMPLOYED,
    INTEREST_NAMES,
    KIND_NAMES,
    Tie,
    no_conflict_of_interest,
)
from backend.conflicts.schemas import (
    ConflictPath,
    DeclarationIn,
    DeclarationRead,
    InterestIn,
    InterestRead,
)
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.crypto import fingerprint
from backend.platform.database import read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.problems import not_found
from backend.platform.rules import Verdict


@dataclass(frozen=True)
class ConflictExpert:
    """What the check needs of an expert."""

    expert_id: UUID
    name: str
    employer_uscc: str | None


@dataclass(frozen=True)
class ConflictEnterprise:
    """What the check needs of an enterprise."""

    uscc: str | None
    legal_representative: str | None = None


async def replace_declarations(
    session: AsyncSession, expert_id: UUID, declarations: Sequence[DeclarationIn]
) -> None:
    """Step: the expert's declarations are from now on exactly these; earlier ones stay on file."""
    await session.execute(
        update(ConflictDeclaration)
        .where(ConflictDeclaration.expert_id == expert_id)
        .where(ConflictDeclaration.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )
    for one in declarations:
        session.add(ConflictDeclaration(expert_id=expert_id, **one.model_dump()))
    await session.flush()


async def declarations_of(session: AsyncSession, expert_id: UUID) -> list[DeclarationRead]:
    """Step: what an expert declares at present."""
    return [
        DeclarationRead(
            enterprise_uscc=one.enterprise_uscc,
            enterprise_name=one.enterprise_name,
            kind=one.kind,
            kind_name=KIND_NAMES[one.kind],
            note=one.note,
        )
        for one in await queries.declared(session, [expert_id])
    ]


async def check(
    session: AsyncSession, experts: Sequence[ConflictExpert], enterprise: ConflictEnterprise
) -> Verdict:
    """Step: CON-01 for one expert or a whole team against one enterprise."""
    if enterprise.uscc is None:
        return no_conflict_of_interest([])
    names = {expert.expert_id: expert.name for expert in experts}
    found = await queries.declared(session, list(names), enterprise.uscc)
    ties = [Tie(names[one.expert_id], one.kind) for one in found]
    ties += [Tie(e.name, "post") for e in experts if e.employer_uscc == enterprise.uscc]
    return no_conflict_of_interest(ties)


async def paths(
    session: AsyncSession, experts: Sequence[ConflictExpert], enterprise: ConflictEnterprise
) -> list[ConflictPath]:
    """Step: every tie of these experts to the enterprise, and from where it is known.

    Whoever calls hands them only to the expert himself and to competent reviewers (A23).
    """
    if enterprise.uscc is None:
        return []
    names = {expert.expert_id: expert.name for expert in experts}
    employed = [e.expert_id for e in experts if e.employer_uscc == enterprise.uscc]
    found = [(id, "post", EMPLOYED, None) for id in employed]
    declared = await queries.declared(session, list(names), enterprise.uscc)
    found += [(one.expert_id, one.kind, DECLARED, one.note) for one in declared]
    return [
        ConflictPath(
            expert_id=id,
            expert_name=names[id],
            kind=kind,
            kind_name=KIND_NAMES[kind],
            source_name=source,
            note=note,
            blocks=kind in BLOCKING,
        )
        for id, kind, source, note in found
    ]


async def _interests(session: AsyncSession, actor: Actor) -> list[InterestRead]:
    return [
        InterestRead(
            id=one.id,
            kind=one.kind,
            kind_name=INTEREST_NAMES[one.kind],
            enterprise_uscc=one.enterprise_uscc,
            enterprise_name=one.enterprise_name,
            person_name=one.person_name,
            is_identified=one.person_fingerprint is not None,
            note=one.note,
            declared_at=one.created_at,
        )
        for one in await queries.interests(session, actor.account_id)
    ]


@read_case
async def my_interests(session: AsyncSession, actor: Actor) -> list[InterestRead]:
    """What I declared: these matters never come to my desk (decision A23)."""
    return await _interests(session, actor)


@use_case
async def declare_interest(
    session: AsyncSession, actor: Actor, body: InterestIn
) -> list[InterestRead]:
    """Declare an interest; from now on a colleague decides what concerns it."""
    number = body.person_id_number
    interest = ReviewerInterest(
        id=new_id(),
        account_id=actor.account_id,
        kind=body.kind,
        enterprise_uscc=body.enterprise_uscc,
        enterprise_name=body.enterprise_name,
        person_name=body.person_name,
        person_fingerprint=fingerprint(number) if number else None,
        note=body.note,
    )
    session.add(interest)
    await audit.record(session, interest, "declare_interest", actor, kind=body.kind)
    return await _interests(session, actor)


@use_case
async def withdraw_interest(
    session: AsyncSession, actor: Actor, interest_id: UUID
) -> list[InterestRead]:
    """The interest is over; the declaration stays on file. Raises 404 for another's."""
    interest = await queries.interest(session, actor.account_id, interest_id)
    if interest is None:
        raise not_found("这条回避申报")
    interest.withdrawn_at = clock.now()
    await audit.record(session, interest, "withdraw_interest", actor)
    return await _interests(session, actor)
