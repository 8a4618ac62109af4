"""What was submitted, read back and hashed anew: for lists, and to find what was altered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy.ext.asyncio import AsyncSession

from backend.experts import queries
from backend.experts.service import sealing
from backend.platform.content import content_hash


@dataclass(frozen=True)
class SubmittedContent:
    """A submission as it is stored now, personal numbers masked."""

    content: dict[str, Any]
    recorded_hash: str
    actual_hash: str
    """Differs from the recorded one when somebody altered the row; empty when it cannot be read."""

    @property
    def is_intact(self) -> bool:
        """Whether the submission is what was signed."""
        return self.actual_hash == self.recorded_hash


async def submitted_contents(
    session: AsyncSession, submission_ids: Iterable[UUID]
) -> dict[UUID, SubmittedContent]:
    """Step: these submissions by their ids, each hashed anew."""
    found = {}
    for row in await queries.submissions_by_id(session, submission_ids):
        try:
            content = sealing.opened(row.content)
        except (InvalidTag, ValueError):
            found[row.id] = SubmittedContent({}, row.content_hash, "")
        else:
            actual = content_hash(content)
            found[row.id] = SubmittedContent(sealing.masked(content), row.content_hash, actual)
    return found
