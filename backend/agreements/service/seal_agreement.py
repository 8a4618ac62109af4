"""The paper for seals, and the sealed paper coming back: the same text, or it is refused (A33)."""

import asyncio
import re
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement, SealedCopy
from backend.agreements.queries import papers
from backend.agreements.rules import is_party, is_signed_paper, may_be_sealed
from backend.agreements.schemas import AgreementRead, Paper
from backend.agreements.service.read_agreement import (
    SIGNED_BY_BOTH,
    agreement_detail,
    locked,
    visible,
)
from backend.agreements.service.tell_sides import other_side, tell_sides
from backend.attachments.schemas import Parent, Upload
from backend.attachments.service import receive, register_reader
from backend.identity.actor import Actor
from backend.platform import audit, clock, documents, file_checks, file_types
from backend.platform.constraints import on_violation
from backend.platform.database import Database, read_case, use_case
from backend.platform.documents import UnreadableFile, read_words
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce, invalid
from backend.settings import get_settings

on_violation("SEAL-02", "盖章件与双方签署的文本不一致，没有保存。", rule="SEAL-02")

TEMPLATE = "agreements/data/agreement.typ"
SHOWN = 16
"""Characters of the checksum on each page."""
MOST = 30
MARK = re.compile(r"校验值\s*([0-9a-f]{8,64})")
NUMBER = re.compile(r"协议编号[:：]\s*([A-Z]{2}-?[0-9-]+)")


def _data(agreement: Agreement) -> dict[str, Any]:
    """The paper's words: the text as it was signed, its foot drawn as room for seals."""
    title, *blocks = agreement.text.strip().split("\n\n")
    title, number = title.split("\n")[:2]
    signed = agreement.state in SIGNED_BY_BOTH
    url = f"{get_settings().site_url}/agreements/{agreement.id}?h={agreement.text_hash[:SHOWN]}"
    return {
        "title": title,
        "head": number,
        "blocks": [block.split("\n") for block in blocks[:-2]],
        "feet": [block.split("\n") for block in blocks[-2:]],
        "targets": agreement.terms["targets"],
        "number": agreement.number,
        "hash": agreement.text_hash[:SHOWN],
        "full_hash": agreement.text_hash,
        "mark": None if signed else "征求意见稿　双方签署前不得盖章",
        "qr": documents.qr_svg(url),
    }


@use_case
async def _take(
    session: AsyncSession, actor: Actor, agreement_id: UUID
) -> tuple[dict[str, Any], Any, str]:
    row, _ = await visible(session, actor, agreement_id)
    agreement: Agreement = row[0]
    await audit.record(session, agreement, "download", actor, text_hash=agreement.text_hash)
    return _data(agreement), agreement.created_at, agreement.number


async def download_paper(db: Database, actor: Actor, agreement_id: UUID) -> Paper:
    """The agreement as PDF for seal; noted in the trail. Raises 404 for outsiders."""
    data, on, number = await _take(db, actor, agreement_id)
    pdf = await documents.compose(TEMPLATE, data, on)
    return Paper(content=pdf, filename=f"派驻服务协议_{number}.pdf")


async def _printed(arrived: Upload) -> list[str] | None:
    """The words of a PDF's pages; None for a picture. A scan has pages without words."""
    kind = await asyncio.to_thread(file_checks.sniff, arrived.file)
    arrived.file.seek(0)
    if kind != file_types.PDF:
        return None
    content = await asyncio.to_thread(arrived.file.read)
    arrived.file.seek(0)
    try:
        return list((await read_words("pdf", content))["pages"])
    except UnreadableFile:
        raise invalid(("/file", "这个 PDF 打不开，请重新扫描，或改传照片。")) from None


def _marks(pages: list[str] | None, number: str, mark: str) -> tuple[str, list[str], str]:
    """Number and checksums to compare: what the file itself says goes before what was typed."""
    text = "\n".join(pages or [])
    found, numbers = MARK.findall(text), NUMBER.findall(text)
    if not found:
        return number, [mark], "typed"
    return (numbers[0] if numbers else number), found, "read"


@read_case
async def _admit(session: AsyncSession, actor: Actor, agreement_id: UUID) -> None:
    """Whose paper it is, before anybody's file is looked into."""
    _, sides = await visible(session, actor, agreement_id)
    enforce(is_party(sides.party(actor), sides.is_team_member), status=403)


@use_case
async def _keep(
    session: AsyncSession,
    actor: Actor,
    agreement_id: UUID,
    arrived: Upload,
    read: tuple[str, list[str], str],
) -> AgreementRead:
    agreement, sides = await locked(session, actor, agreement_id)
    party = sides.party(actor)
    enforce(is_party(party, sides.is_team_member), status=403)
    assert party is not None
    number, marks, checked = read
    enforce(may_be_sealed(agreement.state in SIGNED_BY_BOTH))
    enforce(is_signed_paper(number, marks, (agreement.number, agreement.text_hash)))
    if len(await papers.sealed(session, agreement.id)) >= MOST:
        raise invalid(("/file", f"盖章件最多 {MOST} 个文件。"))
    file = await receive(session, actor, arrived, Parent("agreements", agreement.id))
    session.add(
        SealedCopy(
            id=new_id(),
            agreement_id=agreement.id,
            attachment_id=file.id,
            text_hash=agreement.text_hash,
            party=party,
            checked=checked,
            account_id=actor.account_id,
        )
    )
    await audit.record(session, agreement, "seal", actor, sha256=file.sha256, checked=checked)
    words = ("对方上传了盖章件", f"协议 {agreement.number} 的盖章件已上传，与签署的文本一致。")
    event = f"agreement:{agreement.id}:sealed:{clock.today()}"
    link = f"/agreements/{agreement.id}"
    await tell_sides(session, agreement.match_id, event, words, link, only=other_side(party))
    return await agreement_detail(session, actor, agreement.id)


async def upload_sealed(
    db: Database, actor: Actor, agreement_id: UUID, arrived: Upload, typed: tuple[str, str]
) -> AgreementRead:
    """Keep a file of the sealed paper; `typed` are number and the checksum's first characters.

    Raises 403 AGR-03 for others than the two sides, 409 SEAL-01 before both signed, 409 SEAL-02
    for the paper of another text, 422 for a file we do not take.
    """
    await _admit(db, actor, agreement_id)
    pages = await _printed(arrived)
    return await _keep(db, actor, agreement_id, arrived, _marks(pages, *typed))


async def _may_read(session: AsyncSession, actor: Actor, agreement_id: UUID) -> bool:
    return await queries.card(session, actor, agreement_id) is not None


register_reader("agreements", _may_read)
