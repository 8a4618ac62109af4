"""Files to attach in a test: small ones that are what they say."""

import io
from typing import Any
from uuid import UUID

import httpx

from backend.attachments import service
from backend.attachments.schemas import Upload
from backend.identity.actor import Actor
from backend.platform.database import Database
from tests.attachments.corpus.parts import pdf

EXPERT = ("IDENTITY", "DEGREE", "TITLE")
ENTERPRISE = ("LICENCE", "SEALED", "STATUS")
PAPER = pdf()


async def uploaded(db: Database, actor: Actor, name: str = "证明.pdf") -> UUID:
    """A paper the actor has just uploaded."""
    return (await service.upload(db, actor, Upload(io.BytesIO(PAPER), name), None)).id


async def evidence(db: Database, actor: Actor, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """One paper of each kind, as a registration lists them."""
    return [
        {"kind": kind, "attachment_id": str(await uploaded(db, actor, f"{kind}.pdf"))}
        for kind in kinds
    ]


async def sent_evidence(client: httpx.AsyncClient, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """The same over HTTP, by whoever the client acts for."""
    found = []
    for kind in kinds:
        files = {"file": (f"{kind}.pdf", PAPER)}
        kept = await client.post("/api/v1/attachments", files=files)
        assert kept.status_code == 201, kept.text
        found.append({"kind": kind, "attachment_id": kept.json()["id"]})
    return found
