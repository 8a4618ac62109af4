"""The text in force, signing it for a content, and who owes a signature after a new version."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments import queries
from backend.commitments.models import CommitmentSignature, CommitmentText
from backend.commitments.rules import (
    current_commitment,
    duty_changes,
    sealed_copy_given,
    signed_anew,
    structure_of,
)
from backend.commitments.schemas import (
    CommitmentRead,
    DutyChangeRead,
    PledgeRead,
    SignatureIn,
)
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import Database, read_case
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import enforce, not_found
from backend.platform.rules import Verdict

DATA = Path(__file__).parent.parent / "data"
KINDS = ("expert", "enterprise")
FIRST_DAY = date(2021, 7, 1)
AT_ONCE = 500


def text_hash(title: str, body: str) -> str:
    """SHA-256 over what the signer reads; the database computes the same."""
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


def commitment_read(text: CommitmentText) -> CommitmentRead:
    """A text as it is shown."""
    return CommitmentRead.model_validate(text, from_attributes=True)


@read_case
async def read_current(session: AsyncSession, kind: str) -> CommitmentRead:
    """The text in force, to be shown in full before signing."""
    return commitment_read(await current(session, kind))


@dataclass(frozen=True)
class Signed:
    """What a signature is for: this content of this subject, with the sealed paper if any."""

    subject_type: str
    subject_id: UUID
    content_hash: str
    sealed_copy_id: UUID | None = None


async def sign(
    session: AsyncSession, actor: Actor, kind: str, signature: SignatureIn, signed: Signed
) -> UUID:
    """Step: sign the text in force for a subject's content.

    Raises 409 COM-01 for an old text, COM-05 for an enterprise without its sealed copy.
    """
    text = await current(session, kind)
    enforce(
        current_commitment(signature.commitment_hash, text.text_hash),
        sealed_copy_given(kind == "enterprise", signed.sealed_copy_id is not None),
    )
    kept = CommitmentSignature(
        id=new_id(),
        text_id=text.id,
        text_hash=text.text_hash,
        account_id=actor.account_id,
        signer_name=signature.signer_name,
        subject_type=signed.subject_type,
        subject_id=signed.subject_id,
        content_hash=signed.content_hash,
        sealed_copy_id=signed.sealed_copy_id,
    )
    session.add(kept)
    await session.flush()
    return kept.id


async def pledged(
    session: AsyncSession, kind: str, subjects: Mapping[UUID, str], *, is_self: bool = True
) -> Verdict:
    """Step: COM-02 for these subjects, named: whether each signed the text in force."""
    text = await current(session, kind)
    signed = await queries.signed_by(session, text, list(subjects))
    owing = [name for id, name in subjects.items() if id not in signed]
    return signed_anew(owing, is_self=is_self)


async def sealed_copies(session: AsyncSession, subject: str, id: UUID) -> set[UUID]:
    """Step: the scans of sealed papers that signatures of this subject cite."""
    return await queries.sealed_copies(session, subject, id)


async def pledge_of(session: AsyncSession, kind: str, subject: str, id: UUID) -> PledgeRead:
    """Step: where a subject stands with the commitment, and what changed since it signed."""
    text = await current(session, kind)
    last = await queries.last_signature(session, subject, id)
    is_owed = last is None or last.CommitmentText.id != text.id
    changes = []
    if last is not None and is_owed:
        before = structure_of(last.CommitmentText.body)
        found = duty_changes(before, structure_of(text.body))
        changes = [DutyChangeRead.model_validate(one) for one in found]
    return PledgeRead(
        current=commitment_read(text),
        is_owed=is_owed,
        signed_number=last.CommitmentText.number if last else None,
        signed_at=last.CommitmentSignature.signed_at if last else None,
        signer_name=last.CommitmentSignature.signer_name if last else None,
        reason=await queries.reason_of(session, text.id),
        changes=changes,
    )


async def ask_again(db: Database) -> None:
    """Tell everybody who signed an older text that a newer one is in force; each once."""
    for kind in KINDS:
        async with db.reading() as session:
            text = await current(session, kind)
            accounts = await queries.owing_accounts(session, kind, text.id)
        for start in range(0, len(accounts), AT_ONCE):
            async with db.transaction() as session:
                for account_id in accounts[start : start + AT_ONCE]:
                    await send_message(
                        session,
                        f"commitments:{text.id}",
                        account_id,
                        "承诺书已更新，请重新签署",
                        f"《{text.title}》第{text.number}版已经施行。重新签署前，不能提出新的申请、"
                        "同意匹配或发布需求；正在进行的服务不受影响。",
                        f"/commitments/sign/{kind}",
                    )
