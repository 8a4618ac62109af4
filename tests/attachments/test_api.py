"""Uploads: told by their content, kept once, read by those who may."""

import io
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import text

from backend.attachments import service
from backend.attachments.schemas import Parent
from backend.attachments.service import opening
from backend.platform import clock, storage
from backend.platform.database import Database
from backend.platform.problems import Problem
from backend.settings import get_settings
from tests.attachments.corpus.parts import MARK, docx, pdf, photo, saved, xlsx
from tests.factories import people

PDF = pdf()
PNG = saved(photo(), "PNG")
JPEG = saved(photo(), "JPEG")
URL = "/api/v1/attachments"


async def upload(client, content: bytes, name: str, **more):
    """POST one file."""
    return await client.post(URL, files={"file": (name, content)}, **more)


@pytest.fixture
def parents(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[UUID]]:
    """A parent type whose readers and writers the test names."""
    people_by_right: dict[str, set[UUID]] = {"read": set(), "write": set()}

    def allows(right: str):
        async def may(_session, actor, _parent_id) -> bool:
            return actor.account_id in people_by_right[right]

        return may

    monkeypatch.setattr(opening, "_READERS", {})
    monkeypatch.setattr(opening, "_WRITERS", {})
    service.register_reader("cases", allows("read"))
    service.register_writer("cases", allows("write"))
    return people_by_right


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "证明.pdf", "application/pdf"),
        (docx(), "申请.docx", "wordprocessingml.document"),
        (xlsx({}), "名单.xlsx", "spreadsheetml.sheet"),
    ],
)
async def test_honest_files_come_back_as_they_went(db, sign_in, content, name, media_type):
    client = await sign_in(await people.person(db))
    kept = await upload(client, content, name)
    assert kept.status_code == 201, kept.text
    assert kept.json()["filename"] == name
    assert kept.json()["media_type"].endswith(media_type)
    assert kept.json()["size"] == len(content)
    back = await client.get(kept.json()["link"])
    assert back.content == content
    assert back.headers["content-disposition"].startswith("attachment; filename")
    assert back.headers["x-content-type-options"] == "nosniff"
    assert back.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [(PNG, "扫描.PNG", "image/png"), (JPEG, "照片.jpeg", "image/jpeg")],
)
async def test_pictures_come_back_drawn_anew(db, sign_in, content, name, media_type):
    client = await sign_in(await people.person(db))
    kept = (await upload(client, content + MARK, name)).json()
    back = await client.get(kept["link"])
    assert (kept["filename"], kept["media_type"]) == (name, media_type)
    assert MARK not in back.content
    with Image.open(io.BytesIO(back.content)) as image:
        assert image.size == (320, 240)
    assert back.headers["content-disposition"].startswith("attachment; filename")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\我\\证明.pdf", "证明.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
async def test_names_are_made_harmless(db, sign_in, sent, shown):
    client = await sign_in(await people.person(db))
    assert (await upload(client, PDF, sent)).json()["filename"] == shown


async def test_the_same_bytes_are_kept_once(db, sign_in):
    client, other = [await sign_in(await people.person(db)) for _ in range(2)]
    content = pdf(f"({uuid4()})")
    kept = (await upload(client, content, "a.pdf")).json()
    again = (await upload(other, content, "b.pdf")).json()
    assert kept["id"] != again["id"]
    assert kept["sha256"] == again["sha256"]
    folder = get_settings().data_dir / "uploads" / kept["sha256"][:2]
    assert [path.name for path in folder.iterdir()].count(kept["sha256"]) == 1
    assert not list((get_settings().data_dir / "uploads").glob("new-*"))


async def test_a_repeated_key_keeps_one_file_whatever_its_boundary(db, sign_in):
    client = await sign_in(await people.person(db))
    key = {"Idempotency-Key": "upload-once"}
    first = await upload(client, PDF, "a.pdf", headers=key)
    again = await upload(client, PDF, "a.pdf", headers=key)  # httpx makes a new boundary
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert (await upload(client, PNG, "a.png", headers=key)).status_code == 409
    async with db.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM attachments")) == 1


async def test_too_large_is_413_and_too_large_for_json_is_not(db, sign_in):
    client = await sign_in(await people.person(db))
    limits = get_settings()
    between = pdf(b"(" + b" " * limits.body_limit_bytes + b")")
    assert (await upload(client, between, "a.pdf")).status_code == 201
    large = PDF + b"\0" * limits.upload_limit_bytes
    assert (await upload(client, large, "a.pdf")).status_code == 413


async def test_a_draft_is_its_owners_alone(db, sign_in, client):
    owner = await sign_in(await people.person(db))
    link = (await upload(owner, PDF, "a.pdf")).json()["link"]
    other = await sign_in(await people.person(db))
    officer = await sign_in(await people.officer(db))
    missing = await other.get(f"{URL}/{uuid4()}")
    for stranger in (other, officer):
        hidden = await stranger.get(link)
        assert hidden.status_code == 404
        assert hidden.json()["detail"] == missing.json()["detail"]
    assert (await client.get(link)).status_code == 401


async def test_an_attached_file_is_read_by_whom_the_parent_allows(db, sign_in, parents):
    owner, reader, stranger = [await people.person(db) for _ in range(3)]
    parents["read"].add(reader.account_id)
    client = await sign_in(owner)
    kept = (await upload(client, PDF, "a.pdf")).json()
    parent = Parent("cases", uuid4())
    async with db.transaction() as session:
        await service.attach(session, owner, [UUID(kept["id"])], parent)
        (attached,) = await service.attachments_of(session, parent)
    assert attached.parent_id == parent.id
    answers = [
        (await (await sign_in(who)).get(kept["link"])).status_code
        for who in (owner, reader, await people.officer(db), stranger)
    ]
    assert answers == [200, 200, 200, 404]


async def test_only_ones_own_drafts_can_be_attached(db, sign_in):
    owner, other = await people.person(db), await people.person(db)
    kept = UUID((await upload(await sign_in(owner), PDF, "a.pdf")).json()["id"])
    for who, ids in ((other, [kept]), (owner, [kept, uuid4()])):
        with pytest.raises(Problem) as refused:
            await attach(db, who, ids)
        assert refused.value.status == 422
    await attach(db, owner, [kept])
    with pytest.raises(Problem):  # it belongs somewhere now
        await attach(db, owner, [kept])


async def attach(db: Database, who, ids: list[UUID]) -> None:
    """Bind files to a new parent."""
    async with db.transaction() as session:
        await service.attach(session, who, ids, Parent("cases", uuid4()))


async def test_uploading_straight_to_a_record_needs_its_slices_leave(db, sign_in, parents):
    writer, stranger = await people.person(db), await people.person(db)
    parents["write"].add(writer.account_id)
    parent = {"parent_type": "cases", "parent_id": str(uuid4())}
    kept = await upload(await sign_in(writer), PDF, "a.pdf", data=parent)
    assert (kept.status_code, kept.json()["parent_id"]) == (201, parent["parent_id"])
    refused = await upload(await sign_in(stranger), PDF, "a.pdf", data=parent)
    assert refused.status_code == 404
    unknown = await upload(
        await sign_in(writer), PDF, "a.pdf", data=parent | {"parent_type": "accounts"}
    )
    assert unknown.status_code == 404
    half = await upload(await sign_in(writer), PDF, "a.pdf", data={"parent_type": "cases"})
    assert half.status_code == 422


async def test_what_nobody_took_up_is_swept_after_a_day(db, sign_in, monkeypatch):
    owner = await people.person(db)
    client = await sign_in(owner)
    draft, taken = [(await upload(client, pdf(f"({uuid4()})"), "a.pdf")).json() for _ in range(2)]
    await attach(db, owner, [UUID(taken["id"])])
    await service.sweep(db)
    assert storage.path_of(draft["sha256"]).exists()
    monkeypatch.setattr(storage, "ORPHAN_SECONDS", -1)
    with clock.at(clock.now() + timedelta(hours=25)):
        await service.sweep(db)
    assert not storage.path_of(draft["sha256"]).exists()
    assert storage.path_of(taken["sha256"]).exists()
    assert (await client.get(draft["link"])).status_code == 404
    assert (await client.get(taken["link"])).status_code == 200
