"""Loads the tables the product ships as files: code lists, policies, who reviews what."""

import hashlib
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

PACKAGE = Path(__file__).parent.parent
SLICES = ("codelists", "commitments", "organisations", "policies", "site")


def shipped_edition() -> str:
    """A short name for the content of all shipped files; changes when one of them does."""
    digest = hashlib.sha256()
    for slice_name in SLICES:
        for file in sorted((PACKAGE / slice_name / "data").rglob("*")):
            if file.is_file():
                digest.update(file.relative_to(PACKAGE).as_posix().encode() + file.read_bytes())
    return f"reference {digest.hexdigest()[:16]}"


async def load_reference(url: str) -> None:
    """Bring the tables to the shipped files in one transaction, and note their edition."""
    from backend.codelists.service import load_code_lists
    from backend.commitments.service import load_texts
    from backend.organisations.tasks import load_jurisdiction
    from backend.platform.database import Database
    from backend.policies.service import load_policies
    from backend.site.service import load_site_texts

    db = Database(url, pool_size=1)
    try:
        async with db.transaction() as session:
            await load_code_lists(session)
            await load_policies(session)
            await load_jurisdiction(session)
            await load_texts(session)
            await load_site_texts(session)
            await _note_edition(session)
    finally:
        await db.close()


async def _note_edition(session: AsyncSession) -> None:
    """Write the edition where a start can read it at once, in the schema's comment."""
    edition = shipped_edition()
    await session.execute(text(f"COMMENT ON SCHEMA public IS '{edition}'"))
