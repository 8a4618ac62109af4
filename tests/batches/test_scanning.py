"""Letters and certificates known by photos and scans: at the department's register, in public."""

from datetime import datetime

import pytest

from backend.batches import service
from backend.identity.actor import SYSTEM
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.identifiers import new_code, shown_code
from tests.attachments.corpus.parts import photo, saved
from tests.factories import agreements, organisations, people
from tests.factories import experts as make
from tests.factories.scans import Shot, pages, photographed, recognised, scanned, with_code

READ = "/api/v1/receipts/read"
CHECK = "/api/v1/verification/file"
NO_CODE = saved(photo(size=(1200, 1600)), "JPEG")
PHONE = Shot(width=1200)
LYING = Shot(width=1700)
"""The list lies on its side: the phone is turned with it."""


def november(day: int) -> datetime:
    """A morning of November 2026."""
    return datetime(2026, 11, day, 10, tzinfo=SHANGHAI)


async def frozen_list(db, **overrides):
    """An organisation's frozen list, and its printed pages."""
    with clock.at(november(18)):
        made = await make.recommended_expert(db, **overrides)
        batch_id = await make.batch_of(db, made)
    with clock.at(november(21)):
        batch = await service.freeze(db, SYSTEM, batch_id)
    paper = await service.download_papers(db, made.reviewer, batch_id, "pdf")
    return made, batch, pages(paper.content), paper.content


async def send(client, content, path=READ, name="照片.jpg"):
    return await client.post(path, files={"file": (name, content)})


@pytest.mark.clause("6.4.2")
async def test_a_photo_of_any_page_finds_its_list(db, sign_in):
    _, batch, printed, _ = await frozen_list(db)
    officer = await sign_in(await people.officer(db))
    for page, shot in ((printed[0], PHONE), (printed[-1], LYING)):
        found = (await send(officer, photographed(page, shot))).json()
        (paper,) = found["papers"]
        assert paper["batch"]["id"] == str(batch.id)
        assert (paper["scanned_hash"], paper["hash_agrees"]) == (batch.list_hash[:16], True)
        assert (paper["pages"], found["notes"], found["unread"]) == ([1], [], [])
    desk = await sign_in(await organisations.city_bureau(db, organisations.JIUJIANG))
    assert (await send(desk, photographed(printed[0], PHONE))).status_code == 403


@pytest.mark.clause("6.4.2")
async def test_a_scanned_stack_is_parted_into_its_lists(db, sign_in):
    _, first, ours, _ = await frozen_list(db)
    _, second, theirs, _ = await frozen_list(db, city_code="360400", county_code="360403")
    blank = ours[0].copy()
    blank.paste("white", (0, 0, *blank.size))
    stack = scanned([ours[0], ours[1], blank, theirs[0]])
    officer = await sign_in(await people.officer(db))
    found = (await send(officer, stack, name="一叠.pdf")).json()
    assert found["page_count"] == 4
    assert [(one["batch"]["id"], one["pages"]) for one in found["papers"]] == [
        (str(first.id), [1, 2]),
        (str(second.id), [4]),
    ]
    assert found["unread"] == [3]


@pytest.mark.clause("6.4.2")
async def test_a_page_printed_before_a_change_shows_another_hash(db, sign_in):
    _, batch, _, _ = await frozen_list(db)
    url = f"https://tepai.example/verify/{batch.code.replace('-', '')}?h={'f' * 16}"
    officer = await sign_in(await people.officer(db))
    (paper,) = (await send(officer, with_code(url))).json()["papers"]
    assert (paper["scanned_hash"], paper["hash_agrees"]) == ("f" * 16, False)
    receive = f"/api/v1/batches/{batch.id}/receive"
    body = {"printed_count": 1, "printed_hash": paper["scanned_hash"]}
    refused = await officer.post(receive, json=body)
    assert "校验值" in refused.json()["errors"][0]["message"]


async def test_what_is_no_list_is_named_for_the_officer(db, sign_in):
    filed = await make.filed_expert(db)
    mine = await sign_in(filed.actor)
    certificate = (await mine.get(f"/api/v1/experts/{filed.id}/certificate/file")).content
    contract = await agreements.drafted_agreement(db)
    clerk = await sign_in(contract.enterprise)
    paper = (await clerk.get(f"/api/v1/agreements/{contract.agreement.id}/paper")).content
    officer = await sign_in(await people.officer(db))
    nowhere = with_code(f"https://tepai.example/verify/{new_code()}")
    for content, said in (
        (photographed(pages(certificate)[0]), "属于备案证明，不是推荐名单"),
        (photographed(pages(paper)[0]), "属于派驻服务协议，不是推荐名单"),
        (nowhere, "属于平台上没有的核验码"),
        (with_code("https://weixin.example/abc"), "没有读到二维码"),
        (NO_CODE, "放平"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 99, "HEIC"),
        (b"%PDF-1.7 broken", "打不开"),
    ):
        refused = await send(officer, content)
        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert error["pointer"] == "/file"
        assert said in error["message"]


@pytest.mark.clause("6.4.3")
async def test_a_photo_gets_the_public_the_answer_of_the_typed_code(client, db):
    made, batch, printed, original = await frozen_list(db)
    typed = (await client.get(f"/api/v1/verification/{batch.code}")).json()
    for content in (photographed(printed[0], PHONE), scanned(printed[:2])):
        answer = await send(client, content, CHECK)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert found["list"] == typed["list"]
        # The picture was compared with nothing, and nobody says it was.
        assert (found["kind"], found["is_same"], found["is_original"]) == ("scan", None, False)
        assert found["differences"] == []
        assert found["read"]["code"] == shown_code(batch.code.replace("-", ""))
        assert found["read"]["hash"] == batch.list_hash[:16]
        assert made.name not in str(found)
    compared = (await send(client, original, CHECK)).json()
    assert (compared["kind"], compared["is_original"], compared["read"]) == ("pdf", True, None)


@pytest.mark.clause("6.4.3")
async def test_a_scan_with_recognised_letters_is_compared_with_nothing(client, db, tmp_path):
    """Text recognition makes mistakes: they are no differences."""
    _, batch, printed, _ = await frozen_list(db)
    guessed = recognised(printed[0], f"核验码 {batch.code}　共 9 人", tmp_path)
    found = (await send(client, guessed, CHECK)).json()
    assert (found["kind"], found["is_same"], found["difference_count"]) == ("scan", None, 0)


@pytest.mark.clause("3.1.3", "6.4.3")
async def test_a_certificate_is_verified_as_file_and_as_photo(client, db, sign_in):
    filed = await make.filed_expert(db)
    mine = await sign_in(filed.actor)
    url = f"/api/v1/experts/{filed.id}/certificate"
    original = (await mine.get(f"{url}/file")).content
    compared = (await send(client, original, CHECK)).json()
    assert (compared["is_original"], compared["certificate"]["is_valid"]) == (True, True)
    seen = (await send(client, photographed(pages(original)[0], PHONE), CHECK)).json()
    assert (seen["kind"], seen["is_same"]) == ("scan", None)
    assert seen["certificate"] == compared["certificate"]
    assert filed.name not in str(seen)


async def test_the_public_is_told_what_a_picture_is_not(client, db, sign_in):
    _, _, ours, _ = await frozen_list(db)
    _, _, theirs, _ = await frozen_list(db, city_code="360400", county_code="360403")
    contract = await agreements.drafted_agreement(db)
    clerk = await sign_in(contract.enterprise)
    paper = (await clerk.get(f"/api/v1/agreements/{contract.agreement.id}/paper")).content
    for content, said in (
        (NO_CODE, "没有读到二维码"),
        (scanned([ours[0], theirs[0]]), "不止一份材料"),
        (photographed(pages(paper)[0]), "派驻服务协议，不在这里核验"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 99, "HEIC"),
    ):
        refused = await send(client, content, CHECK)
        assert refused.status_code == 422
        assert said in refused.json()["errors"][0]["message"]
        assert contract.agreement.number not in refused.text
    unknown = with_code(f"https://tepai.example/verify/{new_code()}")
    assert (await send(client, unknown, CHECK)).status_code == 404


async def test_pictures_are_throttled_like_files(client, db):
    answers = [(await send(client, b"", CHECK)).status_code for _ in range(10)]
    assert answers == [422] * 10
    assert (await send(client, NO_CODE, CHECK)).status_code == 429
