"""The organisation's own page once it has its account, kept by its manager."""

from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations import pictures, queries
from backend.organisations.handing_in import POINTERS, judged, missing
from backend.organisations.models import Organisation
from backend.organisations.rules import fixed_by_department
from backend.organisations.schemas import (
    Annex1Draft,
    Annex1Form,
    OrganisationAbout,
    OrganisationRead,
    PictureRead,
)
from backend.organisations.showing import (
    ALLOTTED,
    about,
    content_of,
    manages,
    organisation_read,
    take_over,
)
from backend.organisations.states import OrganisationState
from backend.platform import audit
from backend.platform.database import read_case, use_case
from backend.platform.edits import expect_version, lock
from backend.platform.problems import conflict, enforce, enforce_all, invalid, not_found
from backend.platform.storage import Download

FIXED = ("name", "type", "uscc", "city_code", "county_code", "zone_code")


def sees_all(actor: Actor, organisation_id: UUID) -> bool:
    """Its own people and the department read an organisation in full."""
    return actor.role is Role.DEPARTMENT or actor.organisation_id == organisation_id


async def _managed(session: AsyncSession, actor: Actor, organisation_id: UUID) -> Organisation:
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    if not sees_all(actor, organisation_id):
        raise not_found("这个单位")
    members = await identity.members(session, organisation_id=organisation_id)
    enforce(manages(actor, members), status=403)
    return organisation


@use_case
async def edit(
    session: AsyncSession, actor: Actor, organisation_id: UUID, version: int, body: Annex1Draft
) -> OrganisationRead:
    """Change any part of an allotted organisation's information.

    Raises 412 on another's change, 422 with every fault, 409 ORG-12 for what the department fixes.
    """
    organisation = await _managed(session, actor, organisation_id)
    expect_version(organisation, version)
    if organisation.state not in ALLOTTED:
        raise conflict("账号分配之后才能在这里修改；此前请在申请表中修改。", kind="state")
    sent = body.model_dump(mode="json", exclude_unset=True)
    before = content_of(organisation)
    changed = {name: value for name, value in sent.items() if value != before.get(name)}
    fixed = tuple(name for name in FIXED if name in changed)
    enforce(fixed_by_department(actor.role is Role.DEPARTMENT, fixed))
    content = await _whole(session, organisation, before | changed)
    take_over(organisation, content)
    await session.flush()
    await audit.record(session, organisation, "edit", actor, fields=sorted(changed))
    return await organisation_read(session, actor, organisation)


async def _whole(
    session: AsyncSession, organisation: Organisation, merged: dict[str, Any]
) -> dict[str, Any]:
    """The answers, if they still are a whole form."""
    given = {name: value for name, value in merged.items() if value is not None}
    found = [(one.pointer, one.message) for one in await missing(session, given)]
    form = await queries.form_of(session, organisation.id)
    kept = await pictures.of_form(session, form.id)
    used = [*given.get("pictures", []), given.get("logo")]
    if any(one and one not in kept for one in used):
        found.append(("/pictures", "有图片已失效，请重新上传。"))
    if found:
        raise invalid(*found)
    enforce_all(await judged(session, given, organisation.id), POINTERS)
    return Annex1Form.model_validate(given).model_dump(mode="json")


@use_case
async def upload(session: AsyncSession, actor: Actor, file: BinaryIO) -> PictureRead:
    """Keep a picture for the page of one's own organisation."""
    if actor.organisation_id is None:
        raise not_found("您的单位")
    organisation = await _managed(session, actor, actor.organisation_id)
    form = await queries.form_of(session, organisation.id)
    row = await pictures.keep(session, form.id, file)
    await audit.record(session, row, "upload", actor, sha256=row.sha256)
    return pictures.picture_read(row)


async def _active(session: AsyncSession, organisation_id: UUID) -> Organisation | None:
    organisation = await session.get(Organisation, organisation_id)
    active = organisation is not None and organisation.state == OrganisationState.ACTIVE
    return organisation if active else None


@read_case
async def read_about(session: AsyncSession, organisation_id: UUID) -> OrganisationAbout:
    """An organisation with an account, for anybody signed in."""
    organisation = await _active(session, organisation_id)
    if organisation is None:
        raise not_found("这个单位")
    return about(organisation)


@read_case
async def picture(
    session: AsyncSession, actor: Actor, organisation_id: UUID, picture_id: UUID
) -> Download:
    """A picture: of the page in force for everybody, any other for who reads it in full."""
    if not sees_all(actor, organisation_id):
        organisation = await _active(session, organisation_id)
        content = content_of(organisation) if organisation else {}
        if str(picture_id) not in (content.get("logo"), *content.get("pictures", [])):
            raise not_found("这张图片")
    if await session.get(Organisation, organisation_id) is None:
        raise not_found("这张图片")
    form = await queries.form_of(session, organisation_id)
    return await pictures.open_picture(session, form.id, picture_id)
