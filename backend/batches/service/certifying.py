"""The filed expert's certificate (科技特派员备案证明): issued once, valid while the expert is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Certificate
from backend.batches.schemas import CertificateRead, Paper
from backend.batches.service.freezing import ListRow
from backend.experts import service as experts
from backend.experts.states import EXPERT, ExpertState
from backend.identity.actor import Actor
from backend.platform import audit, clock, documents
from backend.platform.database import Database, read_case, use_case
from backend.platform.identifiers import new_code, shown_code
from backend.platform.numbers import next_number
from backend.platform.problems import not_found
from backend.settings import get_settings

TEMPLATE = "batches/data/certificate.typ"
SERIES = "TPY"
WHAT = "这份备案证明"
VALID = frozenset({ExpertState.FILED, ExpertState.PAUSED})


async def certify(session: AsyncSession, number: str, organisation: str, row: ListRow) -> None:
    """Step: issue the certificate of an entry that was just filed, of the batch of that number."""
    printed = row.printed
    session.add(
        Certificate(
            expert_id=row.entry.expert_id,
            entry_id=row.entry.id,
            number=await next_number(session, SERIES),
            code=new_code(),
            content={
                "name": printed["name"],
                "employer": printed["employer"],
                "title": printed["title"],
                "discipline": printed["discipline"],
                "organisation": organisation,
                "batch": number,
                "filed_on": f"{clock.today():%Y年%-m月%-d日}",
                "url": get_settings().site_url,
            },
        )
    )


async def is_valid(session: AsyncSession, certificate: Certificate) -> tuple[bool, datetime | None]:
    """Step: whether the expert is still filed; and since when not, where it is known."""
    row = await queries.expert_state(session, certificate.expert_id)
    return EXPERT.parse(row.state) in VALID, row.since


async def _own(session: AsyncSession, actor: Actor, expert_id: UUID) -> Certificate | None:
    if not await experts.may_read_files(session, actor, expert_id):
        raise not_found(WHAT)
    return await queries.certificate(session, expert_id=expert_id)


@read_case
async def read_certificate(
    session: AsyncSession, actor: Actor, expert_id: UUID
) -> CertificateRead | None:
    """An expert's certificate, or None before filing.

    Raises 404 for others than the expert and the offices in charge.
    """
    certificate = await _own(session, actor, expert_id)
    if certificate is None:
        return None
    valid, since = await is_valid(session, certificate)
    return CertificateRead(
        number=certificate.number,
        code=shown_code(certificate.code),
        issued_at=certificate.created_at,
        is_valid=valid,
        ended_at=None if valid else since,
    )


@use_case
async def _take(session: AsyncSession, actor: Actor, expert_id: UUID) -> Certificate:
    certificate = await _own(session, actor, expert_id)
    if certificate is None:
        raise not_found(WHAT)
    await audit.record(session, certificate, "download", actor, number=certificate.number)
    return certificate


async def certificate_pdf(certificate: Certificate) -> bytes:
    """The certificate as PDF: the same bytes every time."""
    url = f"{certificate.content['url']}/verify/{certificate.code}"
    data = certificate.content | {
        "number": certificate.number,
        "notes": [f"核验码 {shown_code(certificate.code)}"],
        "qr": documents.qr_svg(url),
    }
    return await documents.compose(TEMPLATE, data, certificate.created_at)


async def download_certificate(db: Database, actor: Actor, expert_id: UUID) -> Paper:
    """The certificate as PDF. Raises 404 without one, and for those who may not see it."""
    certificate = await _take(db, actor, expert_id)
    pdf = await certificate_pdf(certificate)
    return Paper(pdf, f"科技特派员备案证明_{certificate.number}.pdf", "application/pdf")
