"""Annex 1 without an account: filled in, and continued, by a private link (clause 4.9)."""

from datetime import timedelta
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.organisations import pictures, queries
from backend.organisations.handing_in import hand_in, judged, missing, organisation_of
from backend.organisations.models import Annex1Form as FormRow
from backend.organisations.schemas import (
    Annex1Content,
    Annex1Draft,
    Annex1Read,
    Annex1Start,
    Annex1Started,
    LinkMailed,
    PictureRead,
)
from backend.organisations.showing import version_read
from backend.organisations.states import EDITABLE, ORGANISATION
from backend.platform import clock, masking, request_scope, throttle
from backend.platform.actions import verdict_read
from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import expect_version, lock
from backend.platform.identifiers import new_id
from backend.platform.letters import page_address, send_letter
from backend.platform.problems import FieldError, Problem, conflict, invalid
from backend.platform.secret_links import guessed_at, new_token, token_hash
from backend.platform.storage import Download
from backend.settings import get_settings

CLOSED = (
    "没有找到申请表：链接可能不完整或已被新链接代替，也可能账号已经分配、表格已过期。"
    "请核对链接，或联系省科技厅。"
)
KEPT = timedelta(days=90)
STARTS, PER_HOUR = 20, timedelta(hours=1)
MAILS, PER_DAY = 5, timedelta(days=1)
MAIL = (
    "您正在为“{name}”填写组织推荐部门账号申请表。\n\n"
    "用下面的私密链接可以随时继续填写、打印和查看进度，账号分配后失效。"
    "有链接的人都能修改表格，请勿转发：\n{link}"
)


def link_of(token: str) -> str:
    """The page that continues the form: the secret stays behind #, where servers do not see it."""
    return f"/organisations/apply/form#{token}"


async def new_form(session: AsyncSession, draft: dict[str, Any]) -> tuple[FormRow, str]:
    """Step: a form, and the token that opens it."""
    token = new_token()
    form = FormRow(id=new_id(), token_hash=token_hash(token), draft=draft)
    session.add(form)
    await session.flush()
    return form, token


async def start(db: Database, body: Annex1Start) -> Annex1Started:
    """Begin a form and hand out its link, once. Raises 429 after many from one address."""
    scope = request_scope.current()
    key = f"annex1-from:{scope.client_address if scope else ''}"
    async with db.transaction() as session:
        await throttle.take(session, key, burst=STARTS, per=PER_HOUR)
    return await _start(db, body)


@use_case
async def _start(session: AsyncSession, body: Annex1Start) -> Annex1Started:
    form, token = await new_form(session, body.model_dump(mode="json", exclude_none=True))
    mailed = await _mail(session, form, token)
    return Annex1Started(link=link_of(token), mailed=mailed, form=await _read(session, form))


async def _mail(session: AsyncSession, form: FormRow, token: str) -> bool:
    address = form.draft.get("contact_email")
    if not address or not get_settings().smtp_url:
        return False
    # Nobody is flooded with our mails, whoever names his address.
    key = f"annex1-mail:{token_hash(address.lower())}"
    await throttle.take(session, key, burst=MAILS, per=PER_DAY)
    name = form.draft.get("name") or "贵单位"
    words = MAIL.format(name=name, link=page_address(link_of(token)))
    await send_letter(session, f"annex1:{new_id()}", address, "继续填写账号申请表", words)
    return True


@read_case
async def _find(session: AsyncSession, token: str) -> UUID:
    found = await queries.form_behind(session, token_hash(token))
    if found is None:
        raise Problem(404, CLOSED)
    return found


async def opened(db: Database, token: str) -> UUID:
    """The form behind a link. Raises 404 alike for an unknown, ended and missing one."""
    async with guessed_at(db):
        return await _find(db, token)


async def read(db: Database, token: str) -> Annex1Read:
    """The form as it stands. Raises 404 like `opened`."""
    return await _read_one(db, await opened(db, token))


@read_case
async def _read_one(session: AsyncSession, form_id: UUID) -> Annex1Read:
    return await _read(session, await session.get_one(FormRow, form_id))


async def _read(session: AsyncSession, form: FormRow) -> Annex1Read:
    organisation = await organisation_of(session, form)
    id = organisation.id if organisation else None
    versions = await queries.versions(session, id) if id else []
    last = versions[-1].content if versions else None
    number = organisation.number if organisation else None
    return Annex1Read(
        version=form.version,
        state=organisation.state if organisation else "draft",
        state_name=ORGANISATION.label(organisation.state) if organisation else "填写中",
        editable=organisation is None or organisation.state in EDITABLE,
        number=number,
        draft=Annex1Draft.model_validate(form.draft),
        missing=await missing(session, form.draft),
        verdicts=[verdict_read(one) for one in await judged(session, form.draft, id)],
        reasons=[FieldError.model_validate(one) for one in organisation.reasons]
        if organisation
        else [],
        versions=[version_read(number or "", one) for one in versions],
        changed=last is not None and _shown(last) != _shown(form.draft),
        submitted=Annex1Content.model_validate(last) if last else None,
        pictures=[pictures.picture_read(one) for one in await queries.pictures(session, form.id)],
        kept_until=None if organisation else (form.updated_at + KEPT).date(),
    )


def _shown(content: dict[str, Any]) -> dict[str, Any]:
    """The answers that say something: an empty one is as good as none."""
    return {name: value for name, value in content.items() if value not in (None, "", [], False)}


async def save(db: Database, token: str, version: int, body: Annex1Draft) -> Annex1Read:
    """Save any part of the form; a null clears a field. Raises 412 on another's change."""
    return await _save(db, await opened(db, token), version, body)


@use_case
async def _save(
    session: AsyncSession, form_id: UUID, version: int, body: Annex1Draft
) -> Annex1Read:
    form = await _editable(session, form_id)
    expect_version(form, version)
    sent = body.model_dump(mode="json", exclude_unset=True)
    full = body.model_dump(mode="json", exclude_none=True)
    merged = form.draft | {name: full.get(name) for name in sent}
    form.draft = {name: value for name, value in merged.items() if value is not None}
    await session.flush()
    return await _read(session, form)


async def _editable(session: AsyncSession, form_id: UUID) -> FormRow:
    form = await lock(session, FormRow, form_id, "申请表")
    organisation = await organisation_of(session, form)
    if organisation is not None and organisation.state not in EDITABLE:
        label = ORGANISATION.label(organisation.state)
        raise conflict(f"申请表{label}，现在不能修改。需要更正请联系省科技厅退回。", kind="state")
    return form


async def upload(db: Database, token: str, file: BinaryIO) -> PictureRead:
    """Keep a logo or picture of the form. Raises 422 for anything but a sound JPG or PNG."""
    return await _upload(db, await opened(db, token), file)


@use_case
async def _upload(session: AsyncSession, form_id: UUID, file: BinaryIO) -> PictureRead:
    form = await _editable(session, form_id)
    return pictures.picture_read(await pictures.keep(session, form.id, file))


async def picture(db: Database, token: str, picture_id: UUID) -> Download:
    """One of the form's pictures."""
    form_id = await opened(db, token)
    async with db.reading() as session:
        return await pictures.open_picture(session, form_id, picture_id)


async def mail_link(db: Database, token: str) -> LinkMailed:
    """Mail the link to the contact's address. Raises 422 without one, 429 after several."""
    return await _mail_link(db, await opened(db, token), token)


@use_case
async def _mail_link(session: AsyncSession, form_id: UUID, token: str) -> LinkMailed:
    form = await session.get_one(FormRow, form_id)
    address = form.draft.get("contact_email")
    if not address:
        raise invalid(("/contact_email", "请先在“联系人”一节填写电子邮箱，再发送链接。"))
    return LinkMailed(mailed=await _mail(session, form, token), address=masking.email(str(address)))


async def submit(db: Database, token: str, version: int | None) -> Annex1Read:
    """Submit the form, or a corrected one.

    Raises 422 with every fault, 409 with the rule that is not met or when nothing changed.
    """
    return await _submit(db, await opened(db, token), version)


@use_case
async def _submit(session: AsyncSession, form_id: UUID, version: int | None) -> Annex1Read:
    form = await _editable(session, form_id)
    expect_version(form, version)
    await hand_in(session, form)
    return await _read(session, form)


async def sweep(db: Database) -> None:
    """Drop forms that were never submitted and not touched for ninety days."""
    async with db.transaction() as session:
        await queries.forget_forms(session, clock.now() - KEPT)
