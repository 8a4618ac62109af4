"""Reading commitment texts, drafts and signatures."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import column, exists, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from backend.commitments.models import CommitmentDraft, CommitmentSignature, CommitmentText
from backend.commitments.states import DraftState
from backend.identity.models import Account
from backend.platform.rows import AnyRow

SUBJECTS = {"expert": "experts", "enterprise": "enterprises"}


async def newest(session: AsyncSession, kind: str, on: date) -> CommitmentText | None:
    """The newest text of `kind` valid on a day."""
    query = (
        select(CommitmentText)
        .where(CommitmentText.kind == kind, CommitmentText.valid_from <= on)
        .order_by(CommitmentText.number.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def last_signature(session: AsyncSession, subject: str, id: UUID) -> AnyRow | None:
    """The signature under the newest text a subject signed, the latest one, with the text."""
    query = (
        select(CommitmentSignature, CommitmentText)
        .join(CommitmentText, CommitmentText.id == CommitmentSignature.text_id)
        .where(CommitmentSignature.subject_type == subject, CommitmentSignature.subject_id == id)
        .order_by(CommitmentText.number.desc(), CommitmentSignature.signed_at.desc())
        .limit(1)
    )
    return (await session.execute(query)).one_or_none()


async def sealed_copies(session: AsyncSession, subject: str, id: UUID) -> set[UUID]:
    """The sealed papers a subject's signatures came with."""
    query = select(CommitmentSignature.sealed_copy_id).where(
        CommitmentSignature.subject_type == subject,
        CommitmentSignature.subject_id == id,
        CommitmentSignature.sealed_copy_id.is_not(None),
    )
    return {one for one in (await session.execute(query)).scalars() if one is not None}


async def signed_by(
    session: AsyncSession, text: CommitmentText, ids: Collection[UUID]
) -> set[UUID]:
    """Those of the subjects who signed this text."""
    query = select(CommitmentSignature.subject_id).where(
        CommitmentSignature.subject_type == SUBJECTS[text.kind],
        CommitmentSignature.subject_id.in_(list(ids)),
        CommitmentSignature.text_id == text.id,
    )
    return set((await session.execute(query)).scalars())


async def reason_of(session: AsyncSession, text_id: UUID) -> str:
    """Why a published text was made; empty for the first one."""
    query = select(CommitmentDraft.reason).where(CommitmentDraft.text_id == text_id)
    return (await session.execute(query)).scalar_one_or_none() or ""


async def versions(session: AsyncSession) -> list[AnyRow]:
    """Every published text with how many signed it, the newest first."""
    count = (
        select(func.count(func.distinct(CommitmentSignature.subject_id)))
        .where(CommitmentSignature.text_id == CommitmentText.id)
        .scalar_subquery()
    )
    query = select(CommitmentText, count.label("signatures")).order_by(
        CommitmentText.kind.desc(), CommitmentText.number.desc()
    )
    return list((await session.execute(query)).all())


async def version_before(session: AsyncSession, text_id: UUID) -> CommitmentText | None:
    """The version that a published one replaced."""
    after = aliased(CommitmentText)
    query = (
        select(CommitmentText)
        .join(after, (after.kind == CommitmentText.kind) & (after.number > CommitmentText.number))
        .where(after.id == text_id)
        .order_by(CommitmentText.number.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


def _alive(kind: str) -> ColumnElement[bool]:
    """Whether a signature's subject still takes part; slices above are read by name."""
    subjects = table(SUBJECTS[kind], column("id"), column("state"))
    ended = ("withdrawn", "rejected", "disqualified", "draft", "returned")
    alive = subjects.c.state.not_in(ended)
    return exists().where(subjects.c.id == CommitmentSignature.subject_id, alive)


async def owing_accounts(session: AsyncSession, kind: str, text_id: UUID) -> list[UUID]:
    """Who signed for a subject that has not signed this text yet."""
    newer = aliased(CommitmentSignature)
    signed = exists().where(
        newer.subject_type == CommitmentSignature.subject_type,
        newer.subject_id == CommitmentSignature.subject_id,
        newer.text_id == text_id,
    )
    query = (
        select(CommitmentSignature.account_id)
        .where(CommitmentSignature.subject_type == SUBJECTS[kind], ~signed, _alive(kind))
        .distinct()
    )
    return list((await session.execute(query)).scalars())


async def open_drafts(session: AsyncSession) -> list[AnyRow]:
    """Drafts that are not published, with their author's name, the latest first."""
    query = (
        select(CommitmentDraft, Account.display_name)
        .join(Account, Account.id == CommitmentDraft.drafted_by)
        .where(CommitmentDraft.state != DraftState.PUBLISHED)
        .order_by(CommitmentDraft.updated_at.desc())
        .limit(100)
    )
    return list((await session.execute(query)).all())


async def names(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of accounts."""
    query = select(Account.id, Account.display_name).where(Account.id.in_(list(ids)))
    return {row.id: row.display_name for row in (await session.execute(query)).all()}
