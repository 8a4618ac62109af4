"""The sealed paper as far as it has come back: each file, and which pages are still out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.models import Agreement, SealedCopy
from backend.agreements.queries import papers
from backend.agreements.rules import PARTY_NAMES
from backend.agreements.schemas import SealedPages, SealedRead
from backend.agreements.states import AGREEMENT
from backend.attachments.schemas import Parent
from backend.attachments.service import attachments_of
from backend.matches.states import Party


async def sealed_fields(session: AsyncSession, agreement: Agreement) -> dict[str, Any]:
    """Step: what an agreement shows of its sealed paper."""
    found = await attachments_of(session, Parent(AGREEMENT.subject, agreement.id))
    files = {file.id: file for file in found}
    copies = await papers.sealed(session, agreement.id)
    shown = [
        SealedRead(
            file=files[one.attachment_id],
            party=one.party,
            party_name=PARTY_NAMES[Party(one.party)],
            checked=one.checked,
            pages=one.pages,
            uploaded_at=one.created_at,
            counts=one.text_hash == agreement.text_hash,
        )
        for one in copies
    ]
    present = [one for one in copies if one.text_hash == agreement.text_hash]
    return {"sealed": shown, "sealed_pages": _pages(present)}


def _pages(copies: Sequence[SealedCopy]) -> SealedPages | None:
    count = max((one.page_count for one in copies if one.page_count), default=0)
    here = sorted({page for one in copies for page in one.pages})
    missing = [page for page in range(1, count + 1) if page not in here]
    return SealedPages(count=count, here=here, missing=missing) if count else None
