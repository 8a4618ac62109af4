"""Jobs over the real queue: in the transaction, once per key, again after a failure."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform import clock, jobs
from backend.platform.database import Database
from backend.platform.jobs import Pace, enqueue, job, run_worker, schedule

QUICK = Pace(
    poll=timedelta(seconds=0.2),
    first_delay=timedelta(seconds=0.05),
    dead_after=timedelta(seconds=2),
)
PATIENCE = 20


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of the test's own jobs only."""
    monkeypatch.setattr(jobs, "JOBS", {})
    monkeypatch.setattr(jobs, "SCHEDULES", {})
    monkeypatch.setattr(jobs, "load", lambda: None)


@asynccontextmanager
async def working(db: Database) -> AsyncIterator[None]:
    """A worker for the length of the block, stopped cleanly."""
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(db, stop, QUICK))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(worker, PATIENCE)


async def waiting(db: Database) -> list[tuple[str, str]]:
    async with db.reading() as session:
        rows = await session.execute(
            text("SELECT entrypoint, status::text FROM pgqueuer ORDER BY id")
        )
        return [tuple(row) for row in rows]


async def eventually(condition: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 other processes cannot set our event
            await asyncio.sleep(0.05)


async def until(db: Database, *expected: tuple[str, str]) -> None:
    async def there() -> bool:
        return await waiting(db) == list(expected)

    await eventually(there)


async def until_empty(db: Database) -> None:
    await until(db)


async def until_scheduled(db: Database, count: int = 1) -> None:
    async def there() -> bool:
        async with db.reading() as session:
            found = await session.scalar(text("SELECT count(*) FROM pgqueuer_schedules"))
            return found >= count

    await eventually(there)


async def test_a_job_runs_only_if_its_transaction_commits(db: Database, registry: None) -> None:
    ran: list[dict[str, Any]] = []

    @job("note")
    async def note(_db: Database, payload: dict[str, Any]) -> None:
        ran.append(payload)

    async with db.transaction() as session:
        await enqueue(session, "note", {"名称": "提交", "n": 1})
    async with AsyncSession(db.engine) as session:
        await enqueue(session, "note", {"n": 2})
        await session.rollback()
    async with working(db):
        await until_empty(db)
    assert ran == [{"名称": "提交", "n": 1}]


async def test_a_failed_job_is_tried_again_and_its_data_stays_out_of_the_log(
    db: Database, registry: None
) -> None:
    tries = []

    @job("flaky")
    async def flaky(_db: Database, payload: dict[str, Any]) -> None:
        tries.append(payload)
        if len(tries) < 3:
            raise ValueError("call 13800000001")

    async with db.transaction() as session:
        await enqueue(session, "flaky", {"n": 1})
    async with working(db):
        await until_empty(db)
    assert tries == [{"n": 1}] * 3
    async with db.reading() as session:
        kept = await session.scalar(
            text("SELECT string_agg(traceback::text, '') FROM pgqueuer_log")
        )
    assert "ValueError" in kept
    assert "13800000001" not in kept


async def test_a_job_that_keeps_failing_is_held_for_a_person(
    db: Database, registry: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ATTEMPTS", 1)

    @job("hopeless")
    async def hopeless(_db: Database, _payload: dict[str, Any]) -> None:
        raise RuntimeError

    async with db.transaction() as session:
        await enqueue(session, "hopeless", {})
    async with working(db):
        await until(db, ("hopeless", "failed"))


async def test_one_key_waits_once(db: Database, registry: None) -> None:
    ran = []

    @job("once")
    async def once(_db: Database, payload: dict[str, Any]) -> None:
        ran.append(payload["n"])

    async def queue(number: int) -> None:
        async with db.transaction() as session:
            await enqueue(session, "once", {"n": number}, dedupe_key="same")

    await asyncio.gather(*(queue(number) for number in range(10)))
    assert await waiting(db) == [("once", "queued")]
    async with working(db):
        await until_empty(db)
    await queue(99)  # the earlier one is done: the key is free again
    async with working(db):
        await until_empty(db)
    assert len(ran) == 2
    assert ran[1] == 99


async def test_a_later_job_waits_for_its_time(db: Database, registry: None) -> None:
    ran = []

    @job("later")
    async def later(_db: Database, payload: dict[str, Any]) -> None:
        ran.append(payload["n"])

    async with db.transaction() as session:
        await enqueue(session, "later", {"n": 1}, run_at=clock.now() + timedelta(days=1))
        await enqueue(session, "later", {"n": 2}, run_at=clock.now() - timedelta(days=1))
    async with working(db):
        await until(db, ("later", "queued"))
    assert ran == [2]


async def test_a_schedule_that_is_due_runs_once_over_two_workers(
    db: Database, registry: None
) -> None:
    ran = []

    @schedule("nightly", "0 3 * * *")
    async def nightly(_db: Database) -> None:
        ran.append(1)

    async with working(db):
        await until_scheduled(db)
    assert ran == []  # not due yet
    async with db.transaction() as session:  # a night without any worker
        await session.execute(
            text("UPDATE pgqueuer_schedules SET next_run = now() - interval '1 hour'")
        )

    async def has_run() -> bool:
        return bool(ran)

    async with working(db), working(db):
        await eventually(has_run)
        await until_empty(db)
    assert ran == [1]


async def test_schedules_are_read_in_chinese_time(db: Database, registry: None) -> None:
    @schedule("nightly", "0 3 * * *")
    async def nightly(_db: Database) -> None: ...

    async with working(db):
        await until_scheduled(db)
    async with db.reading() as session:
        due = await session.scalar(text("SELECT next_run FROM pgqueuer_schedules"))
    # next_run is "now plus what is left", so it may be off by the time that takes
    assert (due.astimezone(clock.SHANGHAI) + timedelta(seconds=30)).hour == 3


async def test_the_worker_outlives_its_connections(db: Database, registry: None) -> None:
    ran = []

    @job("after")
    async def after(_db: Database, payload: dict[str, Any]) -> None:
        ran.append(payload)

    @schedule("never", "0 3 1 1 *")
    async def never(_db: Database) -> None: ...

    with lost_connections_expected():
        async with working(db):
            await until_scheduled(db)
            async with db.transaction() as session:
                cut = await session.scalar(text(CUT_ALL_OTHERS))
            assert cut
            async with db.transaction() as session:
                await enqueue(session, "after", {})
            await until_empty(db)
    assert ran == [{}]


@contextmanager
def lost_connections_expected() -> Iterator[None]:
    """What was under way on a cut connection fails in a task of the queue that nobody awaits.

    Any other failure that nobody awaits still fails the test.
    """
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    assert before  # the test runner's, which fails the test

    def hear(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not isinstance(context.get("exception"), ConnectionError):
            before(loop, context)

    loop.set_exception_handler(hear)
    try:
        yield
    finally:
        loop.set_exception_handler(before)


# Waits until they are gone: one that still answers may be lent out once more, and die in use.
CUT_ALL_OTHERS = """
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""


async def test_a_job_nobody_handles_cannot_be_queued(db: Database) -> None:
    with pytest.raises(ValueError, match="no handler"):
        async with db.transaction() as session:
            await enqueue(session, "no.such-job", {})


def test_a_name_is_taken_once(registry: None) -> None:
    @job("mine")
    async def mine(_db: Database, _payload: dict[str, Any]) -> None: ...

    with pytest.raises(ValueError, match="twice"):
        job("mine")(mine)
    with pytest.raises(ValueError, match="cron"):
        schedule("bad", "every day")


async def test_the_worker_process_runs_the_real_jobs_and_stops_on_sigterm(
    db: Database, database_url: str
) -> None:
    program = f"from backend.platform.jobs import run; run({database_url!r})"
    worker = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    try:
        await until_scheduled(db, 3)
        worker.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(worker.wait(), PATIENCE) == 0
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
