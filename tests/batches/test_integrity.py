"""What was frozen stays: the database refuses, and what got past it is named down to the row."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from backend.batches import service
from backend.batches.models import Batch
from backend.batches.schemas import ReceiptIn
from backend.batches.service.freezing import list_hash, list_rows
from backend.commands.check_lists import check_lists
from backend.identity.actor import SYSTEM
from backend.platform import clock
from backend.platform.audit import AuditEvent
from backend.platform.clock import SHANGHAI
from backend.platform.outbox import Message
from backend.platform.problems import Problem
from tests.factories import experts as make
from tests.factories import people
from tests.factories.forgery import behind_the_back

IN_TIME = datetime(2026, 11, 18, 10, tzinfo=SHANGHAI)
AFTER = datetime(2026, 11, 21, 0, 5, tzinfo=SHANGHAI)
COPIED = (
    "created_at, version, updated_at, batch_id, expert_id, submission_id, review_id,"
    " waived_rules, outcome"
)
REPEATED = (
    f"INSERT INTO batch_entries (id, {COPIED})"
    f" SELECT gen_random_uuid(), {COPIED} FROM batch_entries LIMIT 1"
)
SECOND = "(SELECT id FROM batch_entries ORDER BY id OFFSET 1 LIMIT 1)"


@pytest.fixture
async def frozen(db):
    """Three experts in a frozen list; the officer, the list, its reviewer."""
    officer = await people.officer(db)
    with clock.at(IN_TIME):
        made = [await make.recommended_expert(db) for _ in range(3)]
        batch_id = await make.batch_of(db, made[0])
    with clock.at(AFTER):
        batch = await service.freeze(db, SYSTEM, batch_id)
    return officer, batch, made


@pytest.mark.clause("6.4.1", "6.4.3")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE batches SET state = 'open', version = version + 1",
        "UPDATE batches SET month = '2026-10-01', version = version + 1",
        "UPDATE batches SET number = 'JX-X', version = version + 1",
        "UPDATE batches SET code = 'ABCDEFGHJK', version = version + 1",
        "UPDATE batches SET list_hash = 'x', version = version + 1",
        "UPDATE batches SET letter = '{}', version = version + 1",
        "UPDATE batches SET frozen_at = NULL, version = version + 1",
        "DELETE FROM batches",
        "UPDATE batch_entries SET printed = '{}', version = version + 1",
        "UPDATE batch_entries SET waived_rules = '[\"X\"]', version = version + 1",
        "DELETE FROM batch_entries",
        REPEATED,
    ],
)
async def test_the_database_refuses_to_change_what_was_frozen(db, frozen, change):
    with pytest.raises(IntegrityError, match="D19"):
        async with db.transaction() as session:
            await session.execute(text(change))


async def test_outcomes_are_still_written(db, frozen):
    async with db.transaction() as session:
        decided = "UPDATE batch_entries SET outcome = 'returned', reason = 'x', decided_at = now()"
        await session.execute(text(f"{decided}, version = version + 1"))


@pytest.mark.clause("6.4.1")
@pytest.mark.parametrize("column", ["organisation_id, month", "number", "code"])
async def test_a_month_a_number_and_a_code_belong_to_one_batch(db, frozen, column):
    definition = await _indexes(db)
    assert f"({column})" in definition


async def _indexes(db) -> str:
    async with db.reading() as session:
        query = (
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'batches' AND indexdef ~ 'UNIQUE'"
        )
        return "\n".join((await session.execute(text(query))).scalars())


@pytest.mark.parametrize("table", ["batch_receipts", "certificates"])
async def test_receipts_and_certificates_are_append_only(db, table):
    await make.filed_expert(db)
    for change in (f"UPDATE {table} SET created_at = now()", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="append_only"):
            async with db.transaction() as session:
                await session.execute(text(change))


TITLE = '{"title": "院士"}'
ROW = f"UPDATE batch_entries SET waived_rules = '[\"ELIG-AGE\"]' WHERE id = {SECOND}"
PRINTED = f"UPDATE batch_entries SET printed = printed || '{TITLE}' WHERE id = {SECOND}"
SUBMISSION = (
    'UPDATE expert_submissions SET content = content || \'{"title_name": "教授"}\' WHERE id ='
    f" (SELECT submission_id FROM batch_entries WHERE id = {SECOND})"
)
REVIEW = (
    "UPDATE reviews SET reviewer_name = '某人' WHERE id ="
    f" (SELECT review_id FROM batch_entries WHERE id = {SECOND})"
)
FORGERIES = [
    ("batch_entries", ROW, 2),
    ("batch_entries", PRINTED, 2),
    ("batch_entries", f"DELETE FROM batch_entries WHERE id = {SECOND}", 2),
    ("expert_submissions", SUBMISSION, 2),
    ("reviews", REVIEW, 2),
    ("batches", "UPDATE batches SET number = 'JX-000000-000000'", None),
    ("batches", "UPDATE batches SET list_hash = repeat('0', 64)", None),
]


@pytest.mark.clause("6.4.3")
@pytest.mark.parametrize(("table", "change", "position"), FORGERIES)
async def test_one_altered_row_is_named(db, frozen, table, change, position):
    officer, batch, _ = frozen
    assert await service.check_lists(db) == (1, [])
    if "printed = '{}'" in change:
        change = change.replace("'{}'", 'printed || \'{"title": "院士"}\'')
    await behind_the_back(db, table, change)
    count, (altered,) = await service.check_lists(db)
    assert count == 1
    assert altered.batch_id == batch.id
    assert altered.alterations[0].position == position
    shown = await service.read(db, officer, batch.id)
    assert not shown.list_is_intact
    assert shown.alterations == altered.alterations


async def test_who_forges_the_hashes_too_is_betrayed_by_the_trail(db, frozen):
    _, batch, _ = frozen
    await behind_the_back(db, "batch_entries", ROW)
    # Make the batch agree with its altered row again.
    async with db.reading() as session:
        held = await session.get_one(Batch, batch.id)
        rows = await list_rows(session, held)
        hashes = str([[str(row.entry.id), row.hash] for row in rows]).replace("'", '"')
        whole = list_hash(held, rows)
    change = f"UPDATE batches SET row_hashes = '{hashes}', list_hash = '{whole}'"
    await behind_the_back(db, "batches", change)
    _, (altered,) = await service.check_lists(db)
    assert [one.what for one in altered.alterations] == [
        "批次的校验值与冻结时写入审计记录的不一致。"
    ]


@pytest.mark.clause("6.4.3")
async def test_an_altered_list_is_neither_printed_nor_filed(db, frozen):
    officer, batch, made = frozen
    await service.receive(db, officer, batch.id, ReceiptIn(printed_count=3))
    await behind_the_back(db, "batch_entries", ROW)
    for step in (
        service.acknowledge(db, officer, batch.id),
        service.download_papers(db, made[0].reviewer, batch.id, "pdf"),
    ):
        with pytest.raises(Problem) as refusal:
            await step
        assert refusal.value.body("").rule == "BATCH-04"
    buttons = {
        one.action: one for one in (await service.read(db, officer, batch.id)).allowed_actions
    }
    assert {one.rule for one in buttons.values()} == {"BATCH-04"}


async def test_the_night_writes_down_what_it_found_and_tells_the_department_once(db, frozen):
    officer, batch, _ = frozen
    assert await service.report_altered(db) == 0
    await behind_the_back(db, "batch_entries", ROW)
    assert await service.report_altered(db) == 1
    assert await service.report_altered(db) == 1
    async with db.reading() as session:
        found = select(AuditEvent).where(AuditEvent.action == "found_altered")
        events = (await session.execute(found)).scalars().all()
        told = select(Message).where(Message.account_id == officer.account_id)
        messages = (await session.execute(told)).scalars().all()
    assert [event.subject_id for event in events] == [batch.id] * 2
    assert events[0].detail["alterations"][0]["position"] == 2
    assert [message.title for message in messages] == [f"名单与冻结时不一致：{batch.number}"]
    assert "第2行" in messages[0].body


async def test_the_command_names_the_row(db, frozen, capsys):
    url = db.engine.url.render_as_string(hide_password=False)
    assert await asyncio.to_thread(check_lists, url) == 0
    assert "✓ 1 份" in capsys.readouterr().out
    await behind_the_back(db, "batch_entries", ROW)
    assert await asyncio.to_thread(check_lists, url) == 1
    said = capsys.readouterr().out
    assert frozen[1].number in said
    assert "第2行" in said
