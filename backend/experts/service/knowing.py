"""By which numbers a person is known: what bad credit is held against."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.experts import queries
from backend.experts.service import sealing
from backend.platform.crypto import fingerprint


async def numbers_of(session: AsyncSession, account_id: UUID | None) -> dict[str, bool]:
    """Step: fingerprints of an account's identity numbers, and whether each was submitted.

    A number that stands in a draft alone is claimed only; it may be somebody else's.
    """
    found: dict[str, bool] = {}
    for expert in await queries.of_account(session, account_id):
        drafted = sealing.opened(expert.draft).get("id_number")
        if drafted:
            found.setdefault(fingerprint(drafted), False)
        if expert.id_fingerprint:
            found[expert.id_fingerprint] = True
    return found
