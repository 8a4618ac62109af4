"""The spreadsheet of invitations as a clerk fills it in, and the letters it makes."""

import io
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import httpx
import openpyxl
from sqlalchemy import select

from backend.expert_invitations import service
from backend.expert_invitations.schemas import InvitationQuery, InvitationRead
from backend.expert_invitations.service.reading_lines import TITLES
from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.platform.documents import Column, Sheet, write_sheet
from backend.platform.outbox import Message

INVITATIONS = "/api/v1/expert-invitations"
GOOD = {"姓名": "演示专家甲", "手机号": "138-0000-1234", "邮箱": "Jia@Demo.example"}


async def template(office: httpx.AsyncClient) -> openpyxl.Workbook:
    reply = (await office.get(f"{INVITATIONS}/template")).raise_for_status()
    return openpyxl.load_workbook(io.BytesIO(reply.content))


def fill(book: openpyxl.Workbook, *people_: Mapping[str, str]) -> bytes:
    """Type people into the template, below its headings, as a clerk does."""
    page = book.worksheets[0]
    head = next(row for row in page.iter_rows() if row[0].value == "姓名")
    for offset, person in enumerate(people_, 1):
        for cell in head:
            if cell.value in person:
                page.cell(cell.row + offset, cell.column, person[cell.value])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def filled(office: httpx.AsyncClient, *people_: Mapping[str, str]) -> bytes:
    return fill(await template(office), *people_)


async def send(office: httpx.AsyncClient, path: str, content: bytes, **more: Any) -> httpx.Response:
    files = {"file": ("名单.xlsx", content)}
    return await office.post(f"{INVITATIONS}{path}", files=files, data=more)


async def invited(
    db: Database, reviewer: Actor, *people_: Mapping[str, str]
) -> list[InvitationRead]:
    """These people invited by a reviewer's organisation; the newest first."""

    async def lines() -> AsyncIterator[Sequence[str]]:
        for one in people_:
            yield [one.get(title, "") for title in TITLES]

    columns = [Column(title) for title in TITLES]
    with await write_sheet(Sheet("邀请名单", columns), lines()) as file:
        await service.send(db, reviewer, file, only_correct=False)
    return (await service.listing(db, reviewer, InvitationQuery())).items


async def letters(db: Database) -> list[Message]:
    async with db.reading() as session:
        query = select(Message).where(Message.account_id.is_(None)).order_by(Message.id)
        return list((await session.execute(query)).scalars())


def token_in(link: str | None) -> str:
    return str(link).rpartition("#")[2]
