"""Sealed paper comes back as scans and photos: its codes say whose text it is, and which pages."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.agreements import rules
from tests.attachments.corpus.parts import photo, saved
from tests.factories import agreements as made
from tests.factories import experts as make
from tests.factories import matches, standins
from tests.factories.agreements import Contract
from tests.factories.scans import Shot, pages, photographed, scanned

API = "/api/v1/agreements"
NO_CODE = saved(photo(size=(1200, 1600)), "JPEG")
PHONE = Shot(width=1200)


async def paper_of(client, agreement_id):
    """The pages as they are printed."""
    return pages((await client.get(f"{API}/{agreement_id}/paper")).content)


async def send(client, agreement_id, content, name="照片.jpg", **typed):
    files = {"file": (name, content)}
    return await client.post(f"{API}/{agreement_id}/sealed", data=typed, files=files)


async def signed(db, sign_in, around=None) -> tuple[Contract, object, str]:
    contract = await made.signed_agreement(db, around)
    return contract, await sign_in(contract.enterprise), str(contract.agreement.id)


async def revised(client, agreement_id) -> None:
    """The enterprise changes a term: another text, another hash."""
    before = (await client.get(f"{API}/{agreement_id}")).json()
    terms = before["terms"] | {"pay": "按月支付，每月八千元。"}
    del terms["targets"]
    headers = {"If-Match": f'"{before["version"]}"'}
    answer = await client.put(f"{API}/{agreement_id}/terms", json=terms, headers=headers)
    assert answer.status_code == 200, answer.text


@pytest.mark.clause("5.4.1")
async def test_a_scan_of_all_pages_is_kept_without_typing(db, sign_in):
    contract, enterprise, id = await signed(db, sign_in)
    printed = await paper_of(enterprise, id)
    kept = await send(enterprise, id, scanned(printed), "盖章件.pdf")
    assert kept.status_code == 201, kept.text
    (copy,) = kept.json()["sealed"]
    everything = list(range(1, len(printed) + 1))
    assert (copy["checked"], copy["pages"], copy["counts"]) == ("code", everything, True)
    assert kept.json()["sealed_pages"] == {
        "count": len(printed),
        "here": everything,
        "missing": [],
    }
    # What is typed beside a code that was read counts for nothing.
    again = await send(enterprise, id, scanned(printed[:1]), "第1页.pdf", number="XY", mark="0" * 8)
    assert [one["checked"] for one in again.json()["sealed"]] == ["code", "code"]
    seen = (await (await sign_in(contract.expert)).get(f"{API}/{id}")).json()
    assert seen["sealed_pages"]["missing"] == []


@pytest.mark.clause("5.4.1")
async def test_photos_page_by_page_tell_which_pages_are_missing(db, sign_in):
    _, enterprise, id = await signed(db, sign_in)
    printed = await paper_of(enterprise, id)
    assert len(printed) >= 2
    last = await send(enterprise, id, photographed(printed[-1], PHONE))
    assert last.status_code == 201, last.text
    count = len(printed)
    assert last.json()["sealed_pages"]["here"] == [count]
    assert last.json()["sealed_pages"]["missing"] == list(range(1, count))
    for page in printed[:-1]:
        answer = await send(enterprise, id, photographed(page, PHONE))
    assert answer.json()["sealed_pages"]["missing"] == []


@pytest.mark.clause("5.4.1")
async def test_another_agreements_page_is_refused_and_named_to_whom_it_concerns(db, sign_in):
    contract, enterprise, id = await signed(db, sign_in)
    other = await made.drafted_agreement(db, await matches.stage(db, contract.reviewer))
    theirs = await paper_of(await sign_in(other.enterprise), other.agreement.id)
    ours = await paper_of(enterprise, id)
    refused = await send(enterprise, id, photographed(theirs[0]))
    assert (refused.status_code, refused.json()["rule"]) == (409, "SEAL-03")
    assert "另一份协议" in refused.json()["detail"]
    assert other.agreement.number not in refused.text
    # One page that strayed into a scan is enough, and is named.
    mixed = await send(enterprise, id, scanned([ours[0], theirs[0]]), "盖章件.pdf")
    assert "文件第 2 页的二维码属于另一份协议" in mixed.json()["detail"]
    # The expert serves under both, and is told the number.
    stage = await matches.stage(db, contract.reviewer)
    shared = matches.Stage(stage.reviewer, stage.enterprise, contract.expert, stage.demand)
    second = await made.drafted_agreement(db, shared)
    expert = await sign_in(contract.expert)
    page = (await paper_of(expert, second.agreement.id))[0]
    named = await send(expert, id, photographed(page))
    assert f"纸面上的二维码属于协议 {second.agreement.number}" in named.json()["detail"]
    assert (await enterprise.get(f"{API}/{id}")).json()["sealed"] == []


@pytest.mark.clause("5.4.1")
async def test_an_older_revision_is_refused_by_its_number(db, sign_in):
    contract = await made.drafted_agreement(db)
    enterprise, id = await sign_in(contract.enterprise), str(contract.agreement.id)
    before = await paper_of(enterprise, id)
    await revised(enterprise, id)
    for who in (contract.enterprise, contract.expert):
        await made.sign(db, who, contract.agreement.id)
    refused = await send(enterprise, id, photographed(before[0]))
    assert (refused.status_code, refused.json()["rule"]) == (409, "SEAL-03")
    assert "这份协议的第 1 稿（双方签署的是第 2 稿）" in refused.json()["detail"]
    assert "重新打印" in refused.json()["detail"]
    now = await paper_of(enterprise, id)
    assert (await send(enterprise, id, photographed(now[0]))).status_code == 201


async def test_a_page_of_another_paper_is_named(db, sign_in):
    _, enterprise, id = await signed(db, sign_in)
    filed = await make.filed_expert(db)
    office = await sign_in(filed.actor)
    certificate = (await office.get(f"/api/v1/experts/{filed.id}/certificate/file")).content
    refused = await send(enterprise, id, photographed(pages(certificate)[0]))
    assert (refused.status_code, refused.json()["rule"]) == (409, "SEAL-03")
    assert "推荐名单或备案证明" in refused.json()["detail"]
    english = await enterprise.post(
        f"{API}/{id}/sealed",
        files={"file": ("照片.jpg", photographed(pages(certificate)[0]))},
        headers={"Accept-Language": "en"},
    )
    assert english.json()["detail"] == (
        "The code on the paper is that of a list of recommendations or a certificate, not of the"
        " text both sides signed; it was not kept. Please download the present paper for seal,"
        " print and seal it again, and upload that."
    )


@pytest.mark.clause("5.4.1")
async def test_without_a_code_a_person_types_and_is_told_how_to_photograph(db, sign_in):
    contract, enterprise, id = await signed(db, sign_in)
    asked = await send(enterprise, id, NO_CODE)
    assert asked.status_code == 422
    (error,) = asked.json()["errors"]
    assert error["pointer"] == "/mark"
    assert all(word in error["message"] for word in ("没有读到二维码", "放平", "光线", "整页"))
    number, mark = contract.agreement.number, contract.agreement.text_hash[:8]
    wrong = await send(enterprise, id, NO_CODE, number=number, mark="0" * 8)
    assert (wrong.status_code, wrong.json()["rule"]) == (409, "SEAL-02")
    kept = await send(enterprise, id, NO_CODE, number=number, mark=mark)
    assert kept.json()["sealed"][0]["checked"] == "typed"
    assert kept.json()["sealed_pages"] is None


async def test_strangers_and_drafts_cost_no_reading(db, sign_in):
    contract, _, id = await signed(db, sign_in)
    stranger = await sign_in(await standins.quick_enterprise(db))
    assert (await send(stranger, id, NO_CODE)).status_code == 404
    reviewer = await sign_in(contract.reviewer)
    assert (await send(reviewer, id, NO_CODE)).status_code == 403


@pytest.mark.clause("5.4.1")
def test_any_stranger_among_the_codes_is_refused():
    assert rules.is_own_paper([]).ok
    refused = rules.is_own_paper(["纸面上的二维码属于另一份协议", "别的"])
    assert "另一份协议" in refused.reason


async def test_the_database_keeps_pages_only_with_the_code_they_were_read_from(db, sign_in):
    _, enterprise, id = await signed(db, sign_in)
    printed = await paper_of(enterprise, id)
    assert (await send(enterprise, id, photographed(printed[0]))).status_code == 201
    columns = "id, created_at, agreement_id, attachment_id, text_hash, party, account_id"
    for changed in (
        "'typed', pages, page_count",
        "checked, '[]'::jsonb, page_count",
        "'?', '[]', NULL",
    ):
        forged = (
            f"INSERT INTO sealed_copies ({columns}, checked, pages, page_count)"
            f" SELECT gen_random_uuid(), now(), agreement_id, attachment_id, text_hash, party,"
            f" account_id, {changed} FROM sealed_copies"
        )
        with pytest.raises(IntegrityError, match="ck_sealed_copies"):
            async with db.transaction() as session:
                await session.execute(text(forged))
