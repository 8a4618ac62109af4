"""Experts over HTTP. Deciding on one is in the slice `batches`, which an approval leads to."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Response

from backend.commitments.schemas import PledgeIn, PledgeRead, SignatureIn
from backend.experts import exports, service
from backend.experts.schemas import (
    ContactRead,
    EmployerChangeRead,
    EmployerDecisionIn,
    EmployerIn,
    ExpertCard,
    ExpertDetail,
    ExpertDraft,
    ExpertQuery,
    ExpertSelfTestIn,
    ExpertSubmissionRead,
    KeywordsIn,
    RevealIn,
)
from backend.experts.service import changing_employer, keeping_current
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.documents import PDF_ANSWER, pdf_answer
from backend.platform.forms import DraftSaved, ReasonIn
from backend.platform.pagination import Page
from backend.platform.routing import Db, IfMatch, SliceRouter, require_if_match
from backend.platform.self_test import SelfTestRead
from backend.platform.versions import VersionDiff
from backend.reviews.schemas import VersionPair

router = SliceRouter("experts")
Version = Annotated[int, Depends(require_if_match)]


@router.post("/experts", permission=Permission.EXPERT_REGISTER, status_code=201)
async def start(body: ExpertDraft, db: Db, actor: Who) -> ExpertDetail:
    """Begin my registration."""
    return await service.start(db, actor, body)


# Keeps nothing, so there is nothing to repeat.
@router.post("/experts/self-test", public=True, idempotent=False)
async def self_test(body: ExpertSelfTestIn, db: Db) -> SelfTestRead:
    """资格自测: what the rules say of somebody with these answers, and what would change it."""
    return await service.self_test(db, body)


@router.get("/experts/mine", permission=Permission.EXPERT_REGISTER)
async def mine(db: Db, actor: Who) -> ExpertDetail | None:
    """My registration, or null."""
    return await service.mine(db, actor)


@router.get("/experts", permission=Permission.EXPERT_READ)
async def library(asked: Annotated[ExpertQuery, Query()], db: Db, actor: Who) -> Page[ExpertCard]:
    """Search the library; staff find their own people in any state."""
    return await service.library(db, actor, asked)


@router.get("/experts/{expert_id}", permission=Permission.EXPERT_READ)
async def read(expert_id: UUID, db: Db, actor: Who) -> ExpertDetail:
    """One expert, as much as I may see."""
    return await service.read(db, actor, expert_id)


@router.patch("/experts/{expert_id}/draft", permission=Permission.EXPERT_REGISTER)
async def save_draft(
    expert_id: UUID, body: ExpertDraft, db: Db, actor: Who, version: Version
) -> DraftSaved:
    """Save any part of my registration; a null clears a field."""
    return await service.save_draft(db, actor, expert_id, version, body)


@router.post("/experts/{expert_id}/submit", permission=Permission.EXPERT_REGISTER)
async def submit(
    expert_id: UUID, body: SignatureIn, db: Db, actor: Who, version: IfMatch
) -> ExpertDetail:
    """Submit my registration under the signed commitment."""
    return await service.submit(db, actor, expert_id, version, body)


@router.post("/experts/{expert_id}/withdraw", permission=Permission.EXPERT_REGISTER)
async def withdraw(expert_id: UUID, body: ReasonIn, db: Db, actor: Who) -> ExpertDetail:
    """Withdraw my application, or leave the library."""
    return await service.move(db, actor, expert_id, "withdraw", body.reason)


@router.post("/experts/{expert_id}/pause", permission=Permission.EXPERT_REGISTER)
async def pause(expert_id: UUID, body: ReasonIn, db: Db, actor: Who) -> ExpertDetail:
    """Take no new services for now."""
    return await service.move(db, actor, expert_id, "pause", body.reason)


@router.post("/experts/{expert_id}/resume", permission=Permission.EXPERT_REGISTER)
async def resume(expert_id: UUID, db: Db, actor: Who) -> ExpertDetail:
    """Take new services again."""
    return await service.move(db, actor, expert_id, "resume")


@router.post("/experts/{expert_id}/employer-change", permission=Permission.EXPERT_REGISTER)
async def report_employer(expert_id: UUID, body: EmployerIn, db: Db, actor: Who) -> ExpertDetail:
    """Report where I work now; I stay in the library, and services go on."""
    return await changing_employer.report(db, actor, expert_id, body)


@router.post("/experts/{expert_id}/employer-change/withdraw", permission=Permission.EXPERT_REGISTER)
async def withdraw_employer(expert_id: UUID, db: Db, actor: Who) -> ExpertDetail:
    """Take the report back while it waits."""
    return await changing_employer.withdraw(db, actor, expert_id)


@router.post("/experts/{expert_id}/employer-change/{action}", permission=Permission.REVIEW_DECIDE)
async def decide_employer(
    expert_id: UUID,
    action: Literal["confirm", "decline"],
    body: EmployerDecisionIn,
    db: Db,
    actor: Who,
) -> EmployerChangeRead:
    """Confirm that the expert works where we recommend now, or decline with the reason."""
    return await changing_employer.decide(db, actor, expert_id, action, body)


@router.post("/experts/{expert_id}/keywords", permission=Permission.EXPERT_REGISTER)
async def confirm_keywords(expert_id: UUID, body: KeywordsIn, db: Db, actor: Who) -> ExpertDetail:
    """Confirm my keywords for another year, or change them."""
    return await keeping_current.confirm_keywords(db, actor, expert_id, body)


@router.get("/experts/{expert_id}/submissions", permission=Permission.EXPERT_READ)
async def submissions(expert_id: UUID, db: Db, actor: Who) -> list[ExpertSubmissionRead]:
    """Every submission as it was, and what changed."""
    return await service.read_submissions(db, actor, expert_id)


@router.get("/experts/{expert_id}/submissions/diff", permission=Permission.EXPERT_READ)
async def compare(
    expert_id: UUID, asked: Annotated[VersionPair, Query()], db: Db, actor: Who
) -> VersionDiff:
    """What changed between any two submissions, or since one of them in my draft."""
    return await service.compare_submissions(db, actor, expert_id, asked)


# Not idempotent: a stored answer would keep personal data in clear.
@router.post("/experts/{expert_id}/reveal", permission=Permission.EXPERT_READ, idempotent=False)
async def reveal(expert_id: UUID, body: RevealIn, db: Db, actor: Who) -> ContactRead:
    """Contact data in full, for a purpose that is written down."""
    return await service.reveal(db, actor, expert_id, body)


@router.get("/experts/{expert_id}/commitment", permission=Permission.EXPERT_READ, **PDF_ANSWER)
async def paper(expert_id: UUID, db: Db, actor: Who, blank: bool = False) -> Response:
    """The signed commitment as a PDF; `blank` gives the text in force without a signature."""
    made = await service.paper(db, actor, expert_id, blank=blank)
    return pdf_answer(made.content, made.filename)


@router.get("/experts/{expert_id}/pledge", permission=Permission.EXPERT_REGISTER)
async def pledge(expert_id: UUID, db: Db, actor: Who) -> PledgeRead:
    """Whether I have to sign a new version, and what it changes."""
    return await service.read_pledge(db, actor, expert_id)


@router.post("/experts/{expert_id}/pledge", permission=Permission.EXPERT_REGISTER)
async def sign_anew(expert_id: UUID, body: PledgeIn, db: Db, actor: Who) -> PledgeRead:
    """Sign the commitment in force."""
    return await service.sign_anew(db, actor, expert_id, body)


@router.export("/experts/export", permission=Permission.EXPERT_READ)
async def export_library(
    asked: Annotated[ExpertQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The library with these filters as a spreadsheet."""
    return await exports.LIBRARY.take(db, actor, asked, body)
