"""A new version: drafted by one officer, checked and published by another, then never edited."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments import queries
from backend.commitments.models import CommitmentDraft, CommitmentText
from backend.commitments.rules import (
    Structure,
    begins_later,
    body_of,
    duty_changes,
    published_by_another,
    structure_of,
)
from backend.commitments.schemas import (
    CommitmentRead,
    DraftCard,
    DraftIn,
    DraftNew,
    DraftRead,
    DutyChangeRead,
    Overview,
    VersionRead,
)
from backend.commitments.service.signing import commitment_read, text_hash
from backend.commitments.states import COMMITMENT_DRAFT, EDITABLE
from backend.identity.actor import Actor
from backend.platform import audit, clock, jobs
from backend.platform.actions import AllowedAction, allowed
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.edits import expect_version, lock
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, enforce, invalid, not_found

WHAT = "这份承诺书草稿"
ASK_AGAIN = "commitments.ask-again-now"
LABELS = {
    "publish": "复核无误，发布",
    "propose": "提请复核发布",
    "send_back": "退回修改",
    "discard": "作废",
}
on_violation("ck_commitment_drafts_two_persons", "起草人不能自己发布。", rule="COM-03")
on_violation("uq_commitment_texts_kind_number", "另一版刚刚发布，请刷新后核对版次再发布。")


def _structure(draft: CommitmentDraft) -> Structure:
    return Structure(draft.opening, draft.duties, draft.closing)


async def _newest(session: AsyncSession, kind: str) -> CommitmentText:
    found = await queries.newest(session, kind, date.max)
    if found is None:
        raise not_found("承诺书")
    return found


@read_case
async def overview(session: AsyncSession) -> Overview:
    """Every version, and every draft that is not published."""
    versions = await published(session)
    drafts = [
        DraftCard(**_card(row.CommitmentDraft, row.display_name))
        for row in await queries.open_drafts(session)
    ]
    return Overview(versions=versions, drafts=drafts)


async def published(session: AsyncSession) -> list[VersionRead]:
    """Step: every version with how many signed it, the newest first."""
    today = clock.today()
    in_force = [await queries.newest(session, kind, today) for kind in queries.SUBJECTS]
    present = {text.id for text in in_force if text is not None}
    return [
        VersionRead(
            **commitment_read(row.CommitmentText).model_dump(),
            is_current=row.CommitmentText.id in present,
            is_coming=row.CommitmentText.valid_from > today,
            signatures=row.signatures,
        )
        for row in await queries.versions(session)
    ]


@read_case
async def read_version(session: AsyncSession, text_id: UUID) -> CommitmentRead:
    """One published version. Raises 404 when there is none."""
    text = await session.get(CommitmentText, text_id)
    if text is None:
        raise not_found("这一版承诺书")
    return commitment_read(text)


def _card(draft: CommitmentDraft, author: str) -> dict[str, Any]:
    return {
        "id": draft.id,
        "kind": draft.kind,
        "title": draft.title,
        "state": draft.state,
        "state_name": COMMITMENT_DRAFT.label(draft.state),
        "valid_from": draft.valid_from,
        "drafted_by_name": author,
        "updated_at": draft.updated_at,
    }


async def _show(session: AsyncSession, actor: Actor, draft: CommitmentDraft) -> DraftRead:
    people = [id for id in (draft.drafted_by, draft.published_by) if id]
    names = await queries.names(session, people)
    newest = await _newest(session, draft.kind)
    before = newest
    if draft.text_id is not None:
        before = await queries.version_before(session, draft.text_id) or newest
    structure = _structure(draft)
    changes = duty_changes(structure_of(before.body), structure)
    return DraftRead(
        **_card(draft, names.get(draft.drafted_by, "")),
        version=draft.version,
        opening=draft.opening,
        duties=draft.duties,
        closing=draft.closing,
        reason=draft.reason,
        body=body_of(structure),
        published_by_name=names.get(draft.published_by) if draft.published_by else None,
        text_id=draft.text_id,
        newest_number=newest.number,
        changes=[DutyChangeRead.model_validate(one) for one in changes],
        allowed_actions=_actions(actor, draft, newest),
    )


def _actions(actor: Actor, draft: CommitmentDraft, newest: CommitmentText) -> list[AllowedAction]:
    two = published_by_another(str(draft.drafted_by), str(actor.account_id))
    day = draft.valid_from or clock.today()
    rules = {"publish": [two, begins_later(day, clock.today(), newest.valid_from)]}
    return [
        allowed(action, label, *rules.get(action, []))
        for action, label in LABELS.items()
        if COMMITMENT_DRAFT.allows(draft.state, action)
    ]


@use_case
async def begin_draft(session: AsyncSession, actor: Actor, body: DraftNew) -> DraftRead:
    """Begin a new version with the words of the newest one."""
    newest = await _newest(session, body.kind)
    structure = structure_of(newest.body)
    draft = CommitmentDraft(
        id=new_id(),
        kind=body.kind,
        title=newest.title,
        opening=structure.opening,
        duties=list(structure.duties),
        closing=structure.closing,
        drafted_by=actor.account_id,
    )
    await audit.create(session, draft, COMMITMENT_DRAFT, actor)
    return await _show(session, actor, draft)


@read_case
async def read_draft(session: AsyncSession, actor: Actor, draft_id: UUID) -> DraftRead:
    """One draft. Raises 404 when there is none."""
    draft = await session.get(CommitmentDraft, draft_id)
    if draft is None:
        raise not_found(WHAT)
    return await _show(session, actor, draft)


@use_case
async def edit_draft(
    session: AsyncSession, actor: Actor, draft_id: UUID, version: int, body: DraftIn
) -> DraftRead:
    """Save a draft. Who saved last is its author, and does not publish it.

    Raises 409 once it is proposed, 412 when somebody else saved meanwhile, 422 for a paragraph
    outside the duties that looks like one of them.
    """
    draft = await lock(session, CommitmentDraft, draft_id, WHAT)
    expect_version(draft, version)
    if draft.state not in EDITABLE:
        label = COMMITMENT_DRAFT.label(draft.state)
        raise conflict(f"这份草稿{label}，现在不能修改。", kind="state")
    structure = Structure(body.opening, body.duties, body.closing)
    if structure_of(body_of(structure)) != structure:
        text = "开头、结尾和每条承诺中请不要空行，也不要以“一、”这样的编号开头；编号会自动加上。"
        raise invalid(("/duties", text))
    for name, value in body.model_dump().items():
        setattr(draft, name, value)
    assert actor.account_id is not None
    draft.drafted_by = actor.account_id
    await audit.record(session, draft, "edit", actor)
    return await _show(session, actor, draft)


@use_case
async def move_draft(session: AsyncSession, actor: Actor, draft_id: UUID, action: str) -> DraftRead:
    """Propose for publication, send back to the author, or discard."""
    draft = await lock(session, CommitmentDraft, draft_id, WHAT)
    if action == "propose" and not (draft.reason and draft.valid_from):
        raise invalid(("/valid_from", "请先填写施行日期和修订说明，保存后再提请发布。"))
    await audit.transition(session, draft, COMMITMENT_DRAFT, action, actor)
    return await _show(session, actor, draft)


@use_case
async def publish_draft(session: AsyncSession, actor: Actor, draft_id: UUID) -> DraftRead:
    """Publish a proposed version: from its day on everybody is asked to sign it.

    Raises 409 COM-03 for its author, COM-04 for a day that is past.
    """
    draft = await lock(session, CommitmentDraft, draft_id, WHAT)
    newest = await _newest(session, draft.kind)
    day = draft.valid_from or clock.today()
    enforce(
        published_by_another(str(draft.drafted_by), str(actor.account_id)),
        begins_later(day, clock.today(), newest.valid_from),
    )
    body = body_of(_structure(draft))
    text = CommitmentText(
        id=new_id(),
        kind=draft.kind,
        number=newest.number + 1,
        title=draft.title,
        body=body,
        text_hash=text_hash(draft.title, body),
        valid_from=day,
    )
    session.add(text)
    await session.flush()
    draft.text_id, draft.published_by = text.id, actor.account_id
    number = text.number
    await audit.transition(session, draft, COMMITMENT_DRAFT, "publish", actor, number=number)
    if day == clock.today():
        await jobs.enqueue(session, ASK_AGAIN, {})
    return await _show(session, actor, draft)
