"""Commitments: the text in force, and signing it for a content."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments import queries
from backend.commitments.models import CommitmentSignature, CommitmentText
from backend.commitments.rules import current_commitment
from backend.commitments.schemas import CommitmentRead, SignatureIn
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce, not_found

DATA = Path(__file__).parent / "data"
KINDS = ("expert", "enterprise")
FIRST_DAY = date(2021, 7, 1)


def text_hash(title: str, body: str) -> str:
    """SHA-256 over what the signer reads."""
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


async def load_texts(session: AsyncSession) -> None:
    """Step: put the shipped texts in as number 1 where a kind has none."""
    for kind in KINDS:
        if await queries.newest(session, kind, date.max) is None:
            heading, _, body = (DATA / f"{kind}.md").read_text(encoding="utf-8").partition("\n")
            title, body = heading.removeprefix("# ").strip(), body.strip()
            session.add(
                CommitmentText(
                    kind=kind,
                    number=1,
                    title=title,
                    body=body,
                    text_hash=text_hash(title, body),
                    valid_from=FIRST_DAY,
                )
            )
    await session.flush()


async def current(session: AsyncSession, kind: str) -> CommitmentText:
    """Step: the text in force today. Raises 404 for an unknown kind."""
    found = await queries.newest(session, kind, clock.today())
    if found is None:
        raise not_found("承诺书")
    return found


@read_case
async def read_current(session: AsyncSession, kind: str) -> CommitmentRead:
    """The text in force, to be shown in full before signing."""
    return CommitmentRead.model_validate(await current(session, kind), from_attributes=True)


@dataclass(frozen=True)
class Signed:
    """What a signature is for: this content of this subject."""

    subject_type: str
    subject_id: UUID
    content_hash: str


async def sign(
    session: AsyncSession, actor: Actor, kind: str, signature: SignatureIn, signed: Signed
) -> UUID:
    """Step: sign the text in force for a subject's content. Raises 409 COM-01 for an old text."""
    text = await current(session, kind)
    enforce(current_commitment(signature.commitment_hash, text.text_hash))
    kept = CommitmentSignature(
        id=new_id(),
        text_id=text.id,
        text_hash=text.text_hash,
        account_id=actor.account_id,
        signer_name=signature.signer_name,
        subject_type=signed.subject_type,
        subject_id=signed.subject_id,
        content_hash=signed.content_hash,
    )
    session.add(kept)
    await session.flush()
    return kept.id
