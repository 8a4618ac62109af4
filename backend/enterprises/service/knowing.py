"""By which credit codes somebody's enterprises are known: what bad credit is held against."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.enterprises import queries
from backend.platform.crypto import normal_number


async def codes_of(session: AsyncSession, account_id: UUID | None) -> dict[str, bool]:
    """Step: credit codes of an account's enterprises, and whether each was submitted."""
    found: dict[str, bool] = {}
    for enterprise in await queries.of_member(session, account_id):
        drafted = enterprise.draft.get("uscc")
        if drafted:
            found.setdefault(normal_number(drafted), False)
        if enterprise.uscc:
            found[enterprise.uscc] = True
    return found
