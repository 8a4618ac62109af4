"""The commitment as a paper: to be read, printed, signed by hand and sealed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments import queries
from backend.commitments.models import CommitmentDraft, CommitmentSignature, CommitmentText
from backend.commitments.rules import Structure, body_of, numeral, structure_of
from backend.commitments.schemas import Paper, Signatory
from backend.commitments.service.signing import current, text_hash
from backend.platform import clock, documents
from backend.platform.clock import SHANGHAI
from backend.platform.database import read_case
from backend.platform.problems import not_found

TEMPLATE = "commitments/data/paper.typ"


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y年%-m月%-d日 %H:%M}"


def _data(title: str, edition: str, structure: Structure, kind: str) -> dict[str, Any]:
    return {
        "title": title,
        "edition": edition,
        "mark": text_hash(title, body_of(structure))[:16],
        "opening": structure.opening.split("\n\n"),
        "duties": [f"{numeral(n)}、{duty}" for n, duty in enumerate(structure.duties, 1)],
        "closing": structure.closing.split("\n\n"),
        "sealed": kind == "enterprise",
        "facts": [],
        "signer": "",
        "signed": None,
    }


def _of_text(text: CommitmentText) -> dict[str, Any]:
    edition = f"第{text.number}版，自{text.valid_from:%Y年%-m月%-d日}起施行"
    return _data(text.title, edition, structure_of(text.body), text.kind)


def _signed(signature: CommitmentSignature) -> dict[str, str]:
    return {
        "name": signature.signer_name,
        "at": _local(signature.signed_at),
        "content": signature.content_hash,
        "text": signature.text_hash,
    }


async def paper_of(session: AsyncSession, who: Signatory, *, blank: bool) -> Paper:
    """Step: the text a subject signed last with the signature; `blank`: the text in force without.

    Somebody who signed nothing yet gets the text in force, to be read or sealed.
    """
    last = (
        None if blank else await queries.last_signature(session, who.subject_type, who.subject_id)
    )
    text = last.CommitmentText if last else await current(session, who.kind)
    data = _of_text(text) | {"facts": [list(fact) for fact in who.facts], "signer": who.signer}
    if last:
        data["signed"] = _signed(last.CommitmentSignature)
    made = last.CommitmentSignature.signed_at if last else clock.now()
    content = await documents.compose(TEMPLATE, data, made)
    return Paper(content, f"{text.title}（第{text.number}版）{who.signer}.pdf")


@read_case
async def version_paper(session: AsyncSession, text_id: UUID) -> Paper:
    """A published version without a signatory. Raises 404 when there is none."""
    text = await session.get(CommitmentText, text_id)
    if text is None:
        raise not_found("这一版承诺书")
    content = await documents.compose(TEMPLATE, _of_text(text), clock.now())
    return Paper(content, f"{text.title}（第{text.number}版）.pdf")


@read_case
async def draft_paper(session: AsyncSession, draft_id: UUID) -> Paper:
    """A draft as it would be printed. Raises 404 when there is none."""
    draft = await session.get(CommitmentDraft, draft_id)
    if draft is None:
        raise not_found("这份承诺书草稿")
    structure = Structure(draft.opening, draft.duties, draft.closing)
    data = _data(draft.title, "预览，尚未发布", structure, draft.kind)
    content = await documents.compose(TEMPLATE, data, clock.now())
    return Paper(content, f"{draft.title}（预览）.pdf")
