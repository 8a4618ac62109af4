"""Annex 1 without an account, by its private link."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select, text

from backend.organisations import annex1
from backend.organisations.models import Annex1Form, OrganisationPicture
from backend.platform import clock, storage
from backend.platform.secret_links import WRONG_LINKS, token_hash
from tests.factories import organisations as make
from tests.factories import people
from tests.factories.annex1 import API, WHOLE, Applicant


@pytest.mark.clause("4.9", "A1.1", "A1.2", "A1.3")
async def test_a_form_is_begun_saved_and_continued_by_its_link_without_an_account(db, client):
    one = await Applicant.start(client)
    first = await one.send("PATCH", json={"address": "南昌市演示大道100号"})
    assert "/uscc" in {fault["pointer"] for fault in first.json()["missing"]}
    later = Applicant(client, one.headers["Tepai-Link"], 0)
    found = (await later.send("GET")).json()
    assert found["state"] == "draft"
    assert found["draft"]["address"] == "南昌市演示大道100号"
    assert found["draft"]["name"] == WHOLE["name"]
    await later.complete(pictures=3)
    whole = (await later.send("GET")).json()
    assert whole["missing"] == []
    kept = {name: whole["draft"][name] for name in WHOLE}
    assert kept == WHOLE
    stale = await one.send("PATCH", json={"address": "别处"})
    assert stale.status_code == 412


@pytest.mark.clause("4.9")
async def test_only_the_hash_of_a_link_is_kept(db, client):
    one = await Applicant.start(client)
    token = one.headers["Tepai-Link"]
    assert len(token) >= 43, "256 bits"
    async with db.reading() as session:
        form = (await session.execute(select(Annex1Form))).scalar_one()
        assert form.token_hash == token_hash(token)
        dump = await session.execute(text("SELECT string_agg(t::text, '') FROM annex1_forms t"))
        assert token not in dump.scalar_one()
        answers = text("SELECT count(*) FROM idempotency_keys WHERE answer LIKE :t")
        kept = await session.execute(answers, {"t": f"%{token}%"})
        assert kept.scalar_one() == 0


@pytest.mark.clause("4.9")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("POST", "/submit"),
        ("POST", "/mail-link"),
        ("GET", "/paper.pdf"),
        ("GET", "/pictures/01890000-0000-7000-8000-000000000000"),
    ],
)
async def test_a_wrong_link_tells_as_little_as_an_ended_or_a_missing_one(db, client, method, path):
    one = await Applicant.start(client)
    token = one.headers["Tepai-Link"]
    async with db.transaction() as session:
        form = (await session.execute(select(Annex1Form))).scalar_one()
        form.token_hash = None
    answers = []
    for wrong in (token, token[:-1] + ("A" if token[-1] != "A" else "B"), "x", ""):
        one.headers = {"Tepai-Link": wrong} if wrong else {}
        body = {"json": {}} if method == "PATCH" else {}
        answers.append(await one.send(method, path, **body))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.clause("4.9")
async def test_guessing_links_is_slowed_down_for_right_ones_too(db, client):
    one = await Applicant.start(client)
    other = Applicant(client, "guess", 1)
    answers = [(await other.send("GET")).status_code for _ in range(WRONG_LINKS + 1)]
    assert answers.count(404) == WRONG_LINKS
    assert answers[-1] == 429
    assert (await one.send("GET")).status_code == 429
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert (await one.send("GET")).status_code == 200


async def test_reading_a_form_changes_nothing(db, client):
    one = await Applicant.start(client)
    await one.complete()
    await one.submit()
    counted = text(
        "SELECT (SELECT count(*) FROM audit_events), (SELECT sum(version) FROM annex1_forms),"
        " (SELECT sum(version) FROM organisations), (SELECT count(*) FROM annex1_versions)"
    )
    async with db.reading() as session:
        before = (await session.execute(counted)).one()
    for path in ("", "/paper.pdf"):
        assert (await one.send("GET", path)).status_code == 200
    async with db.reading() as session:
        assert (await session.execute(counted)).one() == before


@pytest.mark.clause("A1.1")
async def test_pictures_are_told_by_content_and_drawn_anew(db, client):
    one = await Applicant.start(client)
    photo = Image.new("RGB", (3000, 2000), "teal")
    exif = Image.Exif()
    exif[0x010F] = "演示相机"
    file = BytesIO()
    photo.save(file, "JPEG", exif=exif)
    file.write(b"<?php appended ?>")
    kept = await one.picture(file, "照片.jpg")
    assert kept.status_code == 201, kept.text
    shown = await one.send("GET", f"/pictures/{kept.json()['id']}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert b"appended" not in shown.content
    drawn = Image.open(BytesIO(shown.content))
    assert max(drawn.size) == 1600
    assert not drawn.getexif()
    for bad in (b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\nbroken", b"x" * (5 * 1024 * 1024 + 1)):
        refused = await one.picture(BytesIO(bad))
        assert refused.status_code == 422, bad[:10]
        assert refused.json()["errors"][0]["pointer"] == "/file"
    stranger = await Applicant.start(client)
    assert (await stranger.send("GET", f"/pictures/{kept.json()['id']}")).status_code == 404


@pytest.mark.clause("A1.1")
@pytest.mark.parametrize(("pictures", "accepted"), [(0, False), (1, True), (3, True), (4, False)])
async def test_one_to_three_pictures(db, client, pictures, accepted):
    one = await Applicant.start(client)
    await one.complete(pictures)
    answer = await one.submit()
    assert answer.is_success is accepted
    if not accepted:
        assert answer.json()["rule"] == "ORG-04"
        assert answer.json()["errors"][0]["pointer"] == "/pictures"


@pytest.mark.clause("A1.1", "4.2", "4.9")
async def test_what_is_wrong_is_told_at_once_and_tied_to_its_field(db, client):
    one = await Applicant.start(client)
    empty = await one.submit()
    assert empty.status_code == 422
    assert {"/type", "/uscc", "/contact_phone"} <= {e["pointer"] for e in empty.json()["errors"]}
    await one.complete(uscc="12360000MD0000000X", type="county_department")
    wrong = (await one.submit()).json()
    assert {e["pointer"] for e in wrong["errors"]} == {"/uscc", "/city_code"}
    await one.complete()
    assert (await one.submit()).status_code == 200
    second = await Applicant.start(client)
    await second.complete(uscc=make.code(8_000_002))
    taken = await second.submit()
    assert taken.json()["rule"] == "ORG-06"


async def test_drafts_are_not_shown_and_are_dropped_after_ninety_days(db, client, sign_in):
    one = await Applicant.start(client)
    await one.picture(make.image())
    done = await Applicant.start(client)
    await done.complete()
    await done.submit()
    desk = await sign_in(await people.officer(db))
    listed = (await desk.get(f"{API}/organisations")).json()["items"]
    assert [row["name"] for row in listed] == [WHOLE["name"]]
    with clock.at(clock.now() + timedelta(days=89)):
        await annex1.sweep(db)
    assert (await one.send("GET")).status_code == 200
    with clock.at(clock.now() + timedelta(days=91)):
        await annex1.sweep(db)
    assert (await one.send("GET")).status_code == 404
    assert (await done.send("GET")).status_code == 200
    async with db.reading() as session:
        left = select(func.count()).select_from(OrganisationPicture)
        assert (await session.execute(left)).scalar_one() == 2


async def test_the_nightly_sweep_of_files_keeps_pictures_of_forms(db, client, monkeypatch):
    from backend.attachments import service as attachments

    one = await Applicant.start(client)
    kept = (await one.picture(make.image("plum"))).json()["id"]
    async with db.reading() as session:
        sha256 = (await session.execute(select(OrganisationPicture.sha256))).scalar_one()
    monkeypatch.setattr(storage, "ORPHAN_SECONDS", -60)
    await attachments.sweep(db)
    assert storage.path_of(sha256).exists()
    assert (await one.send("GET", f"/pictures/{kept}")).status_code == 200
