"""The paper for seals, and the sealed paper coming back: the same text, or it is refused (A33)."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement, SealedCopy
from backend.agreements.queries import papers
from backend.agreements.rules import is_own_paper, is_party, is_signed_paper, may_be_sealed
from backend.agreements.schemas import AgreementRead, Paper
from backend.agreements.service.check_sealed import (
    MARK,
    NUMBER,
    SHOWN,
    Looked,
    look_at,
    page_address,
    strangers,
)
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
from backend.platform import audit, clock, documents
from backend.platform.constraints import on_violation
from backend.platform.database import Database, read_case, use_case
from backend.platform.documents import HOW_TO
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce, invalid

on_violation("SEAL-02", "盖章件与双方签署的文本不一致，没有保存。", rule="SEAL-02")

TEMPLATE = "agreements/data/agreement.typ"
MOST = 30
NOT_READ = f"没有读到二维码。{HOW_TO}也可以对照纸面页脚填写编号和校验值。"


def _data(agreement: Agreement) -> dict[str, Any]:
    """The paper's words: the text as it was signed, its foot drawn as room for seals."""
    title, *blocks = agreement.text.strip().split("\n\n")
    title, number = title.split("\n")[:2]
    signed = agreement.state in SIGNED_BY_BOTH
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
    }


@use_case
async def _take(session: AsyncSession, actor: Actor, agreement_id: UUID) -> Agreement:
    row, _ = await visible(session, actor, agreement_id)
    agreement: Agreement = row[0]
    await audit.record(session, agreement, "download", actor, text_hash=agreement.text_hash)
    return agreement


async def download_paper(db: Database, actor: Actor, agreement_id: UUID) -> Paper:
    """The agreement as PDF for seal; noted in the trail. Raises 404 for outsiders."""
    agreement = await _take(db, actor, agreement_id)
    pdf = await documents.compose_coded(
        TEMPLATE, _data(agreement), agreement.created_at, partial(page_address, agreement)
    )
    return Paper(content=pdf, filename=f"派驻服务协议_{agreement.number}.pdf")


@read_case
async def _admit(session: AsyncSession, actor: Actor, agreement_id: UUID) -> None:
    """Whose paper it is, before anybody's file is looked into."""
    _, sides = await visible(session, actor, agreement_id)
    enforce(is_party(sides.party(actor), sides.is_team_member), status=403)


def _compare(agreement: Agreement, looked: Looked, typed: tuple[str, str]) -> str:
    """What the comparison was based on: a code, the file's own words, else what was typed.

    Raises 409 SEAL-02 for another text, 422 where nothing was read and nothing was typed.
    """
    if looked.codes:
        return "code"
    number, mark = typed
    text = "\n".join(looked.words)
    marks, numbers = MARK.findall(text), NUMBER.findall(text)
    if not marks and not mark.strip():
        raise invalid(("/mark", NOT_READ))
    number = numbers[0] if marks and numbers else number
    enforce(is_signed_paper(number, marks or [mark], (agreement.number, agreement.text_hash)))
    return "read" if marks else "typed"


@use_case
async def _keep(
    session: AsyncSession,
    actor: Actor,
    agreement_id: UUID,
    arrived: Upload,
    read: tuple[Looked, tuple[str, str]],
) -> AgreementRead:
    agreement, sides = await locked(session, actor, agreement_id)
    party = sides.party(actor)
    enforce(is_party(party, sides.is_team_member), status=403)
    assert party is not None
    looked, typed = read
    enforce(may_be_sealed(agreement.state in SIGNED_BY_BOTH))
    enforce(is_own_paper(await strangers(session, actor, agreement, looked)))
    checked = _compare(agreement, looked, typed)
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
            pages=looked.pages,
            page_count=looked.page_count,
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
    """Keep a file of the sealed paper, compared by the codes on its pages.

    `typed`, number and the checksum's first characters, count where no code can be read. Raises
    403 AGR-03 for others than the two sides, 409 SEAL-01 before both signed, 409 SEAL-02 and
    SEAL-03 for the paper of another text, 422 for a file we do not take or cannot compare.
    """
    await _admit(db, actor, agreement_id)
    looked = await look_at(arrived)
    return await _keep(db, actor, agreement_id, arrived, (looked, typed))


async def _may_read(session: AsyncSession, actor: Actor, agreement_id: UUID) -> bool:
    return await queries.card(session, actor, agreement_id) is not None


register_reader("agreements", _may_read)
