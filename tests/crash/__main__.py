"""`make crash KILLS=30`: strike parts of the running platform down under load, and count losses.

Prints each strike with the seconds until the site answered again, of itself; where the launcher
itself was struck, something outside (systemd, compose) has to start it, which is told apart. Then
what was acknowledged and is not there, half states (`check-invariants`), and mails sent more or
less than once. With COMMIT=off the database acknowledges before it has written: losses must then
be found.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.platform.database import Database
    from tests.crash.mailbox import Mailbox
    from tests.crash.site import Site
    from tests.crash.writers import Ledger

MOST_SECONDS, MAIL_SECONDS = 10, 150
LAUNCHER = "launcher"
PAIRS = 4
ADDRESSES = """
UPDATE accounts SET email = 'u' || id || '@demo.example', version = version + 1
WHERE email IS NULL
"""
# People written straight into the tables lack their papers, which these queries ask for.
STAND_INS = {"in_library_by_two_steps", "credit_code", "pledged_before_submission"}


async def populate(db: "Database", url: str, ledger: "Ledger") -> list[asyncio.Task[None]]:
    """Firms and experts, and their work, under way."""
    from sqlalchemy import text

    from tests.crash import writers
    from tests.factories.demands import published_demand
    from tests.factories.organisations import county_department
    from tests.factories.standins import quick_enterprise, quick_expert

    reviewer = await county_department(db)
    work = []
    firms = [(await quick_enterprise(db), await quick_expert(db)) for _ in range(PAIRS)]
    async with db.transaction() as session:  # who has an address gets each message by mail too
        await session.execute(text(ADDRESSES))
    for number, (firm, expert) in enumerate(firms):
        demand = await published_demand(db, firm, reviewer)
        first, second = (writers.Writer(url, who, ledger) for who in (firm, expert))
        await first.know(db)
        await second.know(db)
        assert demand.text_hash
        work.append(writers.match(second, first, str(demand.id), demand.text_hash))
        work.append((writers.draft, writers.edit)[number % 2](first))
    return [asyncio.create_task(one) for one in work]


async def strikes(site: "Site", kills: int, only: str) -> list[tuple[str, float]]:
    """Kill at random moments; what was struck, and seconds until the site answered again."""
    from tests.crash.site import strike

    seconds = []
    for number in range(1, kills + 1):
        await asyncio.sleep(random.uniform(0.5, 2.5))
        victims = site.victims()
        name = only or random.choice([*victims])
        pids = victims[name]()
        strike(pids)
        back = await asyncio.to_thread(site.wait)
        seconds.append((name, back))
        print(f"{number:4}  kill -9 {name} ({len(pids)}): answers after {back:.1f} s", flush=True)
    return seconds


async def pairs(db: "Database", query: str) -> dict[str, str]:
    """Rows of two columns."""
    from sqlalchemy import text

    async with db.reading() as session:
        return {row[0]: row[1] for row in await session.execute(text(query))}


async def lost(db: "Database", ledger: "Ledger") -> list[str]:
    """What was acknowledged and is not there."""
    demands = await pairs(db, "SELECT id::text, draft ->> 'title' FROM demands")
    states = await pairs(db, "SELECT id::text, state FROM matches")
    made = await pairs(db, "SELECT draft ->> 'title', count(*)::text FROM demands GROUP BY 1")
    doubled = [
        f"{title}: {made[title]} times" for title in ledger.drafts if made.get(title, "1") != "1"
    ]
    missing = [title for title, id in ledger.drafts.items() if demands.get(id) != title]
    for id, (acknowledged, sent) in ledger.edits.items():
        title = demands.get(id) or "第-1改"
        kept = int(title.rsplit("第", 1)[1].removesuffix("改"))
        if not acknowledged <= kept <= sent:
            missing.append(f"{id}: edit {kept} of acknowledged {acknowledged}, sent {sent}")
    order = ["applied", "agreed", "withdrawn"]
    for id, told in ledger.matches.items():
        found = states.get(id, "")
        if found not in order or order.index(found) < order.index(told):
            missing.append(f"match {id}: {found or 'none'} instead of {told}")
    return missing + doubled


async def mails(db: "Database", mailbox: "Mailbox") -> tuple[int, int, int, int]:
    """Mails written, mails delivered, letters that came twice, mails still on their way."""
    query = "SELECT id::text, delivery FROM messages WHERE channel = 'email'"
    for _ in range(MAIL_SECONDS * 2):
        written = await pairs(db, query)
        waiting = sum(one == "queued" for one in written.values())
        if not waiting:
            break
        await asyncio.sleep(0.5)
    came = {name.strip("<>").split("@")[0]: count for name, count in mailbox.letters.items()}
    sent = [id for id, delivery in written.items() if delivery != "given_up"]
    delivered = sum(id in came for id in sent)
    return len(sent), delivered, sum(count > 1 for count in came.values()), waiting


@dataclass(frozen=True)
class Found:
    """What a run came to."""

    kills: int
    seconds: list[tuple[str, float]]
    missing: list[str]
    broken: list[str]
    failed: list[object]
    mails: tuple[int, int, int, int]


def tell(found: Found, ledger: "Ledger") -> int:
    """Say it; 0 when it is what is wanted."""
    print(
        f"{found.kills} kills; {ledger.acknowledged} writes acknowledged, {ledger.failures} failed"
        f" and were sent again, {len(ledger.unforeseen)} of them answered 500"
    )
    print(f"acknowledged and lost, or done twice: {len(found.missing)} {found.missing[:5]}")
    print(f"broken invariants: {found.broken or 'none'}")
    print(f"writers that gave up: {found.failed or 'none'}")
    written, delivered, again, waiting = found.mails
    print(
        f"mails: {written} written, {delivered} delivered, {waiting} waiting;"
        f" {again} sent again with the same Message-ID"
    )
    own = [back for name, back in found.seconds if name != LAUNCHER]
    longest = max(own, default=0)
    print(
        f"seconds until it answered of itself, {len(own)} strikes: median"
        f" {statistics.median(own or [0]):.1f}, longest {longest:.1f}"
        f" (wanted: at most {MOST_SECONDS})"
    )
    started = [back for name, back in found.seconds if name == LAUNCHER]
    print(
        f"seconds until it answered with the launcher started again, {len(started)} strikes:"
        f" longest {max(started, default=0):.1f}"
    )
    is_whole = not (found.missing or found.broken or found.failed)
    is_sent = written == delivered and not waiting
    return 0 if is_whole and is_sent and longest <= MOST_SECONDS else 1


def tell_losses(found: Found) -> int:
    """The harness itself is on trial: it has to find what was lost."""
    print(f"{found.kills} kills without synchronous commit: {len(found.missing)} lost")
    print("✓ the harness finds losses" if found.missing else "✗ no loss could be provoked")
    return 0 if found.missing else 1


async def run(folder: Path, kills: int, *, commit: bool) -> int:
    """One run from an empty folder; 0 when it came to what is wanted."""
    from backend.invariants import service as invariants
    from backend.platform.database import Database
    from backend.platform.embedded.host import free_port
    from tests.crash.mailbox import Mailbox
    from tests.crash.site import Site
    from tests.crash.writers import Ledger

    mailbox, ledger = Mailbox(), Ledger()
    site = Site(folder, free_port(), await mailbox.open())
    try:
        await asyncio.to_thread(site.wait)
        if not commit:
            site.database.execute("ALTER SYSTEM SET synchronous_commit = off")
            site.database.execute("ALTER SYSTEM SET wal_writer_delay = '5s'")
            site.database.execute("SELECT pg_reload_conf()")
        db = Database(site.database.url(), pool_size=2)
        work = await populate(db, f"http://127.0.0.1:{site.port}", ledger)
        seconds = await strikes(site, kills, "" if commit else "PostgreSQL altogether")
        for task in work:
            task.cancel()
        ended = await asyncio.gather(*work, return_exceptions=True)
        failed = [one for one in ended if not isinstance(one, asyncio.CancelledError)]
        await db.close()
        db = Database(site.database.url(), pool_size=2)
        missing, post = await lost(db, ledger), await mails(db, mailbox)
        broken = [
            f"{one.invariant.id} {one.invariant.name}: {one.count}"
            for one in await invariants.check(db)
            if one.count and one.invariant.name not in STAND_INS
        ]
        await db.close()
    finally:
        await asyncio.to_thread(site.stop)
        mailbox.close()
    found = Found(kills, seconds, missing, broken, failed, post)
    return tell(found, ledger) if commit else tell_losses(found)


def main() -> int:
    """Run in a folder of its own, which is gone afterwards."""
    kills, commit = int(sys.argv[1]), sys.argv[2] != "off"
    with tempfile.TemporaryDirectory(prefix="tepai-crash-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the database server may run as another account
        os.environ["TEPAI_DATA_DIR"] = str(folder)
        with suppress(KeyboardInterrupt):
            return asyncio.run(run(folder, kills, commit=commit))
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
