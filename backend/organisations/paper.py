"""Annex 1 on paper: printed, sealed, posted, and known again by its code (clause A1.4)."""

import asyncio
import re
import unicodedata
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.identity.actor import Actor
from backend.organisations import pictures, queries
from backend.organisations.annex1 import opened
from backend.organisations.models import Annex1Form, Annex1Version, Organisation, PaperArrival
from backend.organisations.rules import paper_is_current
from backend.organisations.schemas import OrganisationRead, PaperIn, PaperRead
from backend.organisations.showing import code_of, organisation_read
from backend.organisations.states import ORGANISATION, TYPE_NAMES, OrganisationType
from backend.platform import audit, clock, storage
from backend.platform.database import Database, read_case, use_case
from backend.platform.documents import (
    HOW_TO,
    codes_of_upload,
    compose,
    paper_of,
    qr_svg,
    register_paper,
)
from backend.platform.edits import lock
from backend.platform.images import redraw
from backend.platform.problems import conflict, invalid, not_found

TEMPLATE = "organisations/data/annex1.typ"
CODE = re.compile(r"(DW-\d{4}-\d{6,})-(\d{1,4})-([0-9A-F]{8})")
PRINTED_SIDE = 900
NAME = "组织推荐部门账号申请表"
NOT_READ = f"没有读到申请表的二维码。{HOW_TO}也可以照页脚输入编号。"
register_paper(NAME, re.compile(f"^{CODE.pattern}$"))
PLACES = (("city_code", "divisions"), ("county_code", "divisions"), ("zone_code", "zones"))


async def own_print(db: Database, token: str, number: int | None) -> tuple[str, bytes]:
    """The applicant's print of the last version, or of an earlier one: code and PDF."""
    form_id = await opened(db, token)
    async with db.reading() as session:
        form = await session.get_one(Annex1Form, form_id)
        if form.organisation_id is None:
            raise conflict("申请表还没有提交，提交后才能打印。", kind="state")
        data, on = await _data(session, form.organisation_id, number)
    return data["code"], await compose(TEMPLATE, data, on)


async def office_print(
    db: Database, organisation_id: UUID, number: int | None
) -> tuple[str, bytes]:
    """The same print for the department."""
    async with db.reading() as session:
        data, on = await _data(session, organisation_id, number)
    return data["code"], await compose(TEMPLATE, data, on)


async def _data(
    session: AsyncSession, organisation_id: UUID, number: int | None
) -> tuple[dict[str, Any], Any]:
    organisation = await session.get(Organisation, organisation_id)
    found = await queries.versions(session, organisation_id)
    wanted = [one for one in found if number in (None, one.number)]
    if organisation is None or not wanted:
        raise not_found("这一版申请表")
    version = wanted[-1]
    form = await queries.form_of(session, organisation_id)
    code = code_of(organisation.number or "", version.number, version.content_hash)
    data = {
        **version.content,
        "type": TYPE_NAMES[OrganisationType(version.content["type"])],
        "place": await _place(session, version.content),
        "number": organisation.number,
        "code": code,
        "version": version.number,
        "hash": version.content_hash,
        "submitted_on": f"{version.created_at.astimezone(clock.SHANGHAI):%Y年%-m月%-d日}",
        "qr": qr_svg(code),
    }
    return data | await _drawn(session, form.id, version), version.created_at


async def _place(session: AsyncSession, content: dict[str, Any]) -> str:
    names = [
        await codelists.name_of(session, table, content[field])
        for field, table in PLACES
        if content.get(field)
    ]
    return " ".join(names)


async def _drawn(session: AsyncSession, form_id: UUID, version: Annex1Version) -> dict[str, Any]:
    """Logo and pictures as bytes, small enough for paper."""
    kept = await pictures.of_form(session, form_id)

    def load(ids: list[str | None]) -> list[list[int]]:
        return [_small(kept[one].sha256) for one in ids if one in kept]

    content = version.content
    logo, shown = await asyncio.to_thread(
        lambda: (load([content.get("logo")]), load(content.get("pictures", [])))
    )
    return {"logo_image": logo, "picture_images": shown}


def _small(sha256: str) -> list[int]:
    with storage.path_of(sha256).open("rb") as kept, redraw(kept, PRINTED_SIDE).file as small:
        return list(small.read())


def read_code(text: str) -> tuple[str, int, str] | None:
    """Number, version and check code of a paper's code as typed or scanned; None if it is none."""
    plain = re.sub(r"[\s]", "", unicodedata.normalize("NFKC", text)).upper()
    found = CODE.fullmatch(re.sub(r"[‐-―−]", "-", plain))
    return (found[1], int(found[2]), found[3]) if found else None


@read_case
async def _one(session: AsyncSession, organisation_id: UUID) -> tuple[str, str]:
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None:
        raise not_found("这个单位")
    return organisation.name, organisation.number or ""


async def read_paper(db: Database, organisation_id: UUID, file: BinaryIO) -> PaperRead:
    """The code on a scan or a photo of an organisation's sealed form; nothing is registered yet.

    Raises 422 where no code can be read, or where it is another organisation's or another paper's.
    """
    name, number = await _one(db, organisation_id)
    pages: dict[str, list[int]] = {}
    others = []
    for one in (await codes_of_upload(file)).found:
        read = read_code(one.text)
        if read:
            pages.setdefault("-".join(map(str, read)), []).append(one.page)
        elif other := paper_of(one.text):
            others.append(f"这是{other}，不是账号申请表，请核对。")
    foreign = [code for code in pages if not code.startswith(f"{number}-")]
    if foreign:
        raise invalid(("/file", f"编号 {foreign[0]} 不是“{name}”的申请表，请核对。"))
    if not pages:
        raise invalid(("/file", (*others, NOT_READ)[0]))
    if len(pages) > 1:
        raise invalid(("/file", f"文件里有不同的编号：{'、'.join(pages)}。请按同一版分开登记。"))
    ((code, found),) = pages.items()
    return PaperRead(code=code, pages=found)


@use_case
async def receive(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: PaperIn
) -> OrganisationRead:
    """Register a sealed paper. An old version is noted too, but the application waits on.

    Raises 422 for a code that is unreadable or another organisation's.
    """
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    on = body.received_on or clock.today()
    if on > clock.today():
        raise invalid(("/received_on", "收到日期不能晚于今天。"))
    read = read_code(body.code)
    if read is None:
        text = "请按盖章件页脚输入完整编号，形如 DW-2026-000001-1-1A2B3C4D，或扫描二维码。"
        raise invalid(("/code", text))
    if read[0] != organisation.number:
        raise invalid(("/code", f"这个编号不是“{organisation.name}”的申请表，请核对。"))
    newest = (await queries.versions(session, organisation_id))[-1]
    verdict = paper_is_current(read[1:], (newest.number, newest.content_hash[:8].upper()))
    session.add(
        PaperArrival(
            organisation_id=organisation_id,
            code="-".join(map(str, read)),
            version_number=read[1],
            received_on=on,
            is_current=verdict.ok,
            registered_by=actor.account_id,
        )
    )
    if verdict.ok:
        organisation.paper_received_on = on
        await audit.transition(session, organisation, ORGANISATION, "receive_paper", actor)
    else:
        await audit.record(session, organisation, "old_paper", actor, reason=verdict.reason)
    return await organisation_read(session, actor, organisation)
