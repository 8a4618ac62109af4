"""Conflicts of interest: declared by experts, found from employers, judged before any match."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.conflicts import queries
from backend.conflicts.models import ConflictDeclaration
from backend.conflicts.rules import KIND_NAMES, Tie, no_conflict_of_interest
from backend.conflicts.schemas import DeclarationIn, DeclarationRead
from backend.platform import clock
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
