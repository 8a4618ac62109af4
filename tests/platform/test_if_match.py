"""No edit overwrites what its editor has not seen."""

import asyncio
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import expect_version, lock
from backend.platform.forms import Form
from backend.platform.routing import Db, IfMatch, SliceRouter
from backend.site.models import SiteText

URL = "/api/v1/test-texts"


class TextIn(Form):
    """The edited field."""

    body: str


class TextRead(BaseModel):
    """A text and its version."""

    body: str
    version: int


@use_case
async def edit(session: AsyncSession, id: UUID, version: int | None, body: TextIn) -> TextRead:
    """An edit as slices write them."""
    found = await lock(session, SiteText, id, "这段文字")
    expect_version(found, version)
    found.body = body.body
    await session.flush()
    return TextRead(body=found.body, version=found.version)


@read_case
async def read(session: AsyncSession, id: UUID) -> TextRead:
    """A reading as slices write them."""
    found = await session.get_one(SiteText, id)
    return TextRead(body=found.body, version=found.version)


def _router() -> SliceRouter:
    router = SliceRouter("test")

    @router.get("/test-texts/{id}", public=True)
    async def get(id: UUID, db: Db) -> TextRead:
        return await read(db, id)

    @router.put("/test-texts/{id}", public=True)
    async def put(id: UUID, body: TextIn, version: IfMatch, db: Db) -> TextRead:
        return await edit(db, id, version, body)

    return router


@pytest.fixture
def app(own_app: FastAPI) -> FastAPI:
    """The API with a text to edit."""
    own_app.include_router(_router())
    return own_app


@pytest.fixture
async def text(db: Database, client) -> str:
    """The address of a text at version 1."""
    async with db.transaction() as session:
        row = SiteText(key="test.edit", title="联系我们", body="旧")
        session.add(row)
    return f"{URL}/{row.id}"


async def put(client: httpx.AsyncClient, url: str, version: str | None, body: str = "新"):
    headers = {"If-Match": version} if version else {}
    return await client.put(url, json={"body": body}, headers=headers)


async def test_the_tag_one_read_opens_the_edit_once(client, text: str) -> None:
    tag = (await client.get(text)).headers["etag"]
    assert tag == '"1"'
    changed = await put(client, text, tag)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    stale = await put(client, text, tag, "更新")
    assert stale.status_code == 412
    assert stale.headers["etag"] == '"2"'
    assert (await client.get(text)).json() == {"body": "新", "version": 2}


async def test_an_edit_must_say_what_it_saw(client, text: str) -> None:
    assert (await put(client, text, None)).status_code == 428
    assert (await put(client, text, '"one"')).status_code == 400
    assert (await put(client, text, 'W/"1"')).status_code == 200


async def test_a_missing_record_is_404(client, text: str) -> None:
    missing = f"{URL}/{UUID(int=1)}"
    assert (await put(client, missing, '"1"')).status_code == 404


@pytest.mark.parametrize("round_number", range(3))
async def test_of_twenty_editors_one_wins_and_nothing_is_lost(
    client, text: str, round_number: int
) -> None:
    answers = await asyncio.gather(
        *(put(client, text, '"1"', f"第{number}人") for number in range(20))
    )
    won = [answer for answer in answers if answer.status_code == 200]
    assert len(won) == 1
    assert {a.status_code for a in answers if a is not won[0]} == {412}
    assert (await client.get(text)).json() == won[0].json()
