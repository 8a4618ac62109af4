"""What a code on paper stands for, as anybody may know it (6.4.3)."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch, Certificate
from backend.batches.rules import HASH_SHOWN
from backend.batches.schemas import CertificateVerification, ListVerification, VerificationRead
from backend.batches.service.certifying import is_valid
from backend.batches.service.checking import alterations
from backend.batches.service.freezing import list_rows
from backend.batches.service.papers import frozen_list
from backend.batches.states import BATCH
from backend.platform import clock, masking
from backend.platform.database import read_case
from backend.platform.identifiers import shown_code
from backend.platform.problems import Problem

UNKNOWN = "平台上没有这个核验码。请对照纸面核对每个字符；仍然没有，说明这份材料不是平台生成的。"


def unknown() -> Problem:
    """The 404 for a code nobody issued."""
    return Problem(404, UNKNOWN)


async def of_list(session: AsyncSession, batch: Batch) -> ListVerification:
    """Step: what anybody may know of a frozen list."""
    frozen = await frozen_list(session, batch)
    altered = await alterations(session, batch, await list_rows(session, batch))
    return ListVerification(
        number=batch.number,
        organisation_name=frozen.letter["organisation"],
        month=batch.month,
        entry_count=len(frozen.rows),
        waived_count=frozen.letter["waived_count"],
        frozen_at=frozen.frozen_at,
        state=batch.state,
        state_name=BATCH.label(batch.state),
        short_hash=frozen.list_hash[:HASH_SHOWN],
        is_intact=not altered,
        names=[masking.person(row[1]) or "" for row in frozen.rows],
    )


async def of_certificate(
    session: AsyncSession, certificate: Certificate
) -> CertificateVerification:
    """Step: what anybody may know of a certificate."""
    valid, since = await is_valid(session, certificate)
    return CertificateVerification(
        number=certificate.number,
        name=masking.person(certificate.content["name"]) or "",
        organisation_name=certificate.content["organisation"],
        filed_on=certificate.content["filed_on"],
        is_valid=valid,
        ended_at=None if valid else since,
    )


@read_case
async def look_up(session: AsyncSession, code: str) -> VerificationRead:
    """What a code stands for, names masked. Raises 404 for a code nobody issued."""
    shown = VerificationRead(code=shown_code(code), checked_at=clock.now())
    batch = await queries.by_mark(session, code=code)
    if batch is not None:
        shown.list = await of_list(session, batch)
        return shown
    certificate = await queries.certificate(session, code=code)
    if certificate is None:
        raise unknown()
    shown.certificate = await of_certificate(session, certificate)
    return shown
