"""Files that prove what a registration says: of which kinds, and whether they are all there."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import queries
from backend.attachments.rules import EvidenceKind, missing_evidence
from backend.attachments.schemas import Evidence, Parent
from backend.attachments.service.keeping import attach
from backend.codelists import service as codelists
from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.problems import FieldError


async def bind_evidence(
    session: AsyncSession,
    actor: Actor,
    rows: Sequence[Evidence],
    parent: Parent,
    cited: Collection[UUID] = (),
) -> list[Evidence]:
    """Step: bind what was uploaded to the registration; the rows as they are to be stored.

    Name and hash come from the file and not from the form, so that what is signed names the bytes.
    What the rows no longer name is let go, unless it is `cited` in what was submitted or signed.
    Raises 422 for a file that is not the actor's own.
    """
    there = {file.id: file for file in await queries.of_parent(session, parent.type, parent.id)}
    wanted = [row.attachment_id for row in rows]
    fresh = [id for id in wanted if id not in there]
    attached = await attach(session, actor, fresh, parent, "/evidence")
    for id, file in there.items():
        if id not in wanted and id not in cited:
            file.parent_type = file.parent_id = None
            await audit.record(session, file, "detach", actor, parent=str(parent.id))
    await session.flush()
    files = there | {file.id: file for file in attached}
    return [
        Evidence(
            kind=row.kind,
            attachment_id=row.attachment_id,
            filename=files[row.attachment_id].filename,
            sha256=files[row.attachment_id].sha256,
        )
        for row in rows
    ]


async def evidence_faults(
    session: AsyncSession, kinds_list: str, values: Mapping[str, Any]
) -> list[FieldError]:
    """Step: which files the values still lack, or have too many of, by the list of kinds."""
    kinds = [
        EvidenceKind(
            code=row["code"],
            name=row["name"],
            required=row["required"],
            most=int(row["most"]),
        )
        for row in await codelists.rows_of(session, kinds_list)
    ]
    kept = [str(row.get("kind") or "") for row in values.get("evidence") or []]
    found = missing_evidence(kinds, kept, values)
    return [FieldError(pointer="/evidence", message="；".join(found) + "。")] if found else []
