"""Jobs and schedules in PostgreSQL: queued in the transaction that needs them, run by the worker.

A job may run twice, after a crash between its effect and its receipt: handlers are idempotent.
"""

import asyncio
import importlib
import json
import signal
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from croniter import croniter
from pgqueuer import PgQueuer
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from pgqueuer.executors import (
    AbstractEntrypointExecutor,
    DatabaseRetryEntrypointExecutor,
    EntrypointExecutorParameters,
    ScheduleExecutor,
)
from pgqueuer.models import Job, Schedule
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform import clock, logs
from backend.platform.database import Database
from backend.settings import get_settings

Handler = Callable[[Database, dict[str, Any]], Awaitable[None]]
Periodic = Callable[[Database], Awaitable[None]]

JOBS: dict[str, Handler] = {}
SCHEDULES: dict[str, str] = {}

ATTEMPTS = 10
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=5), timedelta(minutes=10)
RECONNECT_SECONDS = 2.0
PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Pace:
    """How quickly the worker looks, repeats and takes over; tests are less patient."""

    poll: timedelta = timedelta(seconds=10)
    first_delay: timedelta = FIRST_DELAY
    dead_after: timedelta = timedelta(seconds=30)
    """A job whose worker has been silent this long is given to another one."""


class JobFailedError(Exception):
    """A handler failed. Names the failure's type only: its text may hold personal data."""


def job(name: str) -> Callable[[Handler], Handler]:
    """Register the function that runs jobs called `name`. Raises ValueError for a taken name."""

    def register(handler: Handler) -> Handler:
        if name in JOBS:
            raise ValueError(f"job {name} is registered twice")
        JOBS[name] = handler
        return handler

    return register


def schedule(name: str, cron: str) -> Callable[[Periodic], Periodic]:
    """Register a function to run at the times of `cron` (Asia/Shanghai), once over all workers.

    What fell due while no worker ran is made up for once at its next start.
    """
    if not croniter.is_valid(cron):
        raise ValueError(f"not a cron expression: {cron}")

    def register(periodic: Periodic) -> Periodic:
        @job(name)
        async def run_now(db: Database, _payload: dict[str, Any]) -> None:
            await periodic(db)

        SCHEDULES[name] = cron
        return periodic

    return register


def load() -> None:
    """Import every slice's tasks.py, which registers its jobs."""
    for file in sorted(PACKAGE.glob("*/tasks.py")):
        importlib.import_module(f"backend.{file.parent.name}.tasks")


async def enqueue(
    session: AsyncSession,
    name: str,
    payload: dict[str, Any],
    *,
    dedupe_key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Step: queue a job in the caller's transaction; a waiting one of the same key is enough.

    Raises ValueError for a name nobody handles.
    """
    if name not in JOBS:
        load()
    if name not in JOBS:
        raise ValueError(f"no handler for job {name}")
    delay = max(run_at - clock.now(), timedelta()) if run_at else timedelta()
    body = json.dumps(payload, ensure_ascii=False).encode()
    connection = await session.connection()
    await connection.exec_driver_sql(
        QueryQueueBuilder().build_enqueue_query("skip"),
        ([0], [name], [body], [delay], [dedupe_key], ["{}"]),
    )


def _where(error: BaseException) -> str:
    """File and line of our own innermost frame: enough to find it, nothing of the data."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if str(PACKAGE) in f.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def _runner(db: Database, name: str, handler: Handler) -> Callable[[Job], Awaitable[None]]:
    log = logs.get("jobs")

    async def run_job(queued: Job) -> None:
        try:
            await handler(db, json.loads(queued.payload or b"{}"))
        except Exception as error:  # noqa: BLE001 the queue decides what follows, the log says it
            kind = type(error).__name__
            log.warning(
                "job failed", job=name, attempt=queued.attempts, error=kind, where=_where(error)
            )
            raise JobFailedError(kind) from None
        log.info("job done", job=name, attempt=queued.attempts)

    return run_job


def _starter(db: Database, name: str) -> Callable[[Schedule], Awaitable[None]]:
    async def queue_it(_due: Schedule) -> None:
        async with db.transaction() as session:
            await enqueue(session, name, {}, dedupe_key=f"schedule:{name}")

    return queue_it


class ShanghaiSchedule(ScheduleExecutor):
    """Reads cron expressions in our time zone, not in UTC."""

    def get_next(self) -> datetime:
        """The next moment the expression names."""
        start = datetime.now(clock.SHANGHAI)
        moment: datetime = croniter(self.parameters.expression, start).get_next(datetime)
        return moment


def _build(pool: asyncpg.Pool, db: Database, pace: Pace) -> PgQueuer:
    worker = PgQueuer.from_asyncpg_pool(pool)

    def executor(parameters: EntrypointExecutorParameters) -> AbstractEntrypointExecutor:
        return DatabaseRetryEntrypointExecutor(
            parameters,
            max_attempts=ATTEMPTS,
            initial_delay=pace.first_delay,
            max_delay=LONGEST_DELAY,
        )

    for name, handler in JOBS.items():
        # "hold" keeps a job that failed to the end in the table, for a person to look at.
        register = worker.entrypoint(name, executor_factory=executor, on_failure="hold")
        register(_runner(db, name, handler))
    for name, cron in SCHEDULES.items():
        worker.schedule(name, cron, executor_factory=ShanghaiSchedule)(_starter(db, name))
    return worker


@asynccontextmanager
async def _pool(db: Database) -> AsyncIterator[asyncpg.Pool]:
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    pool = await asyncpg.create_pool(address, min_size=2, max_size=4)
    try:
        yield pool
        await pool.close()
    finally:
        pool.terminate()  # after a failure connections may never be given back


async def _work(db: Database, stop: asyncio.Event, pace: Pace) -> None:
    async with _pool(db) as pool:
        worker = _build(pool, db, pace)
        running = asyncio.create_task(
            worker.run(
                dequeue_timeout=pace.poll,
                heartbeat_timeout=pace.dead_after,
                shutdown_on_listener_failure=True,
                max_concurrent_tasks=20,
            )
        )
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        worker.shutdown.set()  # jobs under way are finished, no new one is begun
        stopping.cancel()
        await running


async def run_worker(
    db: Database, stop: asyncio.Event | None = None, pace: Pace | None = None
) -> None:
    """Run jobs and schedules until `stop` is set, or SIGTERM or SIGINT comes.

    A lost database is waited for.
    """
    load()
    log = logs.get("jobs")
    if stop is None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    log.info("worker started", jobs=len(JOBS), schedules=len(SCHEDULES))
    while not stop.is_set():
        try:
            await _work(db, stop, pace or Pace())
        except Exception as error:  # noqa: BLE001 whatever it was: the worker must go on
            log.warning("worker interrupted", error=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RECONNECT_SECONDS)
    log.info("worker stopped")


def run(database_url: str = "") -> None:
    """The worker process: `python -m backend worker`."""

    async def main() -> None:
        db = Database(database_url or get_settings().database_url)
        try:
            await run_worker(db)
        finally:
            await db.close()

    logs.configure()
    clock.rehearse(get_settings().rehearsal_clock)
    asyncio.run(main())
