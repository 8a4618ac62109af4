"""The department's register: scanned, counted, settled; who of the month is missing."""

from datetime import datetime

import pytest

from backend.batches import rules, service
from backend.batches.schemas import ReceiptIn, RoundQuery
from backend.identity.actor import SYSTEM
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.problems import Problem
from tests.factories import experts as make
from tests.factories import organisations, people

API = "/api/v1"
HASH = "0123456789abcdef" * 4


def november(day: int, hour: int = 10) -> datetime:
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


async def frozen_batch(db, count: int = 2, **overrides):
    """A frozen list of so many experts."""
    with clock.at(november(18)):
        made = [await make.recommended_expert(db, **overrides) for _ in range(count)]
        batch_id = await make.batch_of(db, made[0])
    with clock.at(november(21)):
        return made, await service.freeze(db, SYSTEM, batch_id)


@pytest.mark.clause("6.4.2")
def test_paper_agrees_by_count_and_hash() -> None:
    assert rules.paper_agrees(3, 3, None, HASH).ok
    assert rules.paper_agrees(3, 3, "0123456789ABCDEF", HASH).ok
    refused = rules.paper_agrees(2, 3, "f" * 16, HASH)
    assert refused.reason.count("；") == 1
    assert len(refused.facts["differences"]) == 2
    assert rules.receipt_is_open(None).ok
    assert rules.receipt_is_open(agreed=False).ok
    assert not rules.receipt_is_open(agreed=True).ok
    assert rules.list_is_intact([]).ok
    assert "第2行" in rules.list_is_intact(["第2行：不见了。"]).reason


@pytest.mark.clause("6.4.2")
async def test_a_scan_a_code_and_a_number_find_the_batch(db, sign_in):
    _, batch = await frozen_batch(db)
    officer = await sign_in(await people.officer(db))
    scanned = f"https://tepai.example/verify/{batch.code.replace('-', '')}?h={batch.list_hash[:16]}"
    wide = scanned.replace(":", "：").replace("/", "／")  # a scanner behind a Chinese keyboard
    for mark in (scanned, wide, batch.code, batch.code.lower(), batch.number.lower()):
        found = await officer.get(f"{API}/receipts/paper", params={"mark": mark})
        assert found.json()["batch"]["id"] == str(batch.id), mark
        hashed = batch.list_hash[:16] if "verify" in mark else None
        assert found.json()["scanned_hash"] == hashed
    assert (await officer.get(f"{API}/receipts/paper?mark=JX-209901-000000")).status_code == 404
    desk = await sign_in(
        (await frozen_batch(db, city_code="360400", county_code="360403"))[0][0].reviewer
    )
    assert (await desk.get(f"{API}/receipts/paper?mark={batch.code}")).status_code == 403


@pytest.mark.clause("6.4.2")
async def test_a_mismatch_is_written_down_and_holds_up_the_filing_until_settled(db, sign_in):
    _, batch = await frozen_batch(db)
    officer = await sign_in(await people.officer(db))
    url = f"{API}/batches/{batch.id}"
    short = {"printed_count": 1, "printed_hash": "f" * 16}
    asked = await officer.post(f"{url}/receive", json=short)
    assert asked.status_code == 422
    assert "纸质清单 1 人，平台名单 2 人" in asked.json()["errors"][0]["message"]
    noted = await officer.post(f"{url}/receive", json={**short, "note": "少盖一页，已电话更正"})
    shown = noted.json()
    assert shown["state"] == "received"
    assert len(shown["receipts"][0]["differences"]) == 2
    buttons = {one["action"]: one for one in shown["allowed_actions"]}
    assert (buttons["acknowledge"]["enabled"], buttons["acknowledge"]["rule"]) == (
        False,
        "BATCH-03",
    )
    refused = await officer.post(f"{url}/acknowledge")
    assert (refused.status_code, refused.json()["rule"]) == (409, "BATCH-03")
    again = {"printed_count": 2, "printed_hash": batch.list_hash[:16]}
    assert (await officer.post(f"{url}/receive", json=again)).status_code == 422
    settled = await officer.post(f"{url}/receive", json={**again, "note": "已收到更正件"})
    assert [bool(one["differences"]) for one in settled.json()["receipts"]] == [True, False]
    assert settled.json()["timeline"][-1]["note"] == "已收到更正件"
    once_more = await officer.post(f"{url}/receive", json=again)
    assert (once_more.status_code, once_more.json()["rule"]) == (409, "BATCH-05")
    assert (await officer.post(f"{url}/acknowledge")).json()["state"] == "acknowledged"


@pytest.mark.clause("6.4.2")
async def test_the_register_shows_who_is_missing_after_the_25th(db):
    officer = await people.officer(db)
    made, batch = await frozen_batch(db)
    with clock.at(november(18)):
        other = await make.recommended_expert(db, city_code="360400", county_code="360403")
        idle = await organisations.university(db, make.credit_code(77))
        await organisations.county_department(db)  # recommends enterprises alone
    found = {}
    for day in (24, 26):
        with clock.at(november(day)):
            found[day] = await service.read_round(db, RoundQuery(month="2026-11-03"))
    early, late = found[24], found[26]
    assert not early.is_over
    assert early.late_count == 0
    shown = [(one.organisation.id, one.standing, one.is_late) for one in late.organisations]
    assert shown == [
        (made[0].reviewer.organisation_id, "missing", True),
        (other.reviewer.organisation_id, "open", True),
        (idle.organisation_id, "nothing", False),
    ]
    with clock.at(november(26)):
        short = ReceiptIn(printed_count=1, note="少一人")
        await service.receive(db, officer, batch.id, short)
        assert (await service.read_round(db, RoundQuery())).counts["mismatch"] == 1
        settled = ReceiptIn(printed_count=2, note="更正件")
        await service.receive(db, officer, batch.id, settled)
        counts = (await service.read_round(db, RoundQuery())).counts
    assert (counts["received"], counts["mismatch"], counts["missing"]) == (1, 0, 0)


async def test_only_the_department_reads_the_register(db, sign_in):
    made, _ = await frozen_batch(db)
    assert (await (await sign_in(made[0].reviewer)).get(f"{API}/receipts")).status_code == 403
    officer = await sign_in(await people.officer(db))
    assert (await officer.get(f"{API}/receipts", params={"month": "2026-11-01"})).status_code == 200
    assert (await officer.get(f"{API}/receipts?unknown=1")).status_code == 422


async def test_an_open_list_takes_no_paper(db):
    with clock.at(november(18)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
        with pytest.raises(Problem):
            await service.receive(
                db, await people.officer(db), batch_id, ReceiptIn(printed_count=1)
            )
