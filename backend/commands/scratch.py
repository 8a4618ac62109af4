"""A scratch database with experts and demands out of JSONL files, indexed as the product does."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import asyncpg

from backend.commands.failures import CommandError
from backend.commands.migrate import migrate
from backend.platform import clock
from backend.platform.embedded import EmbeddedPostgres
from backend.platform.identifiers import new_id
from backend.recommendations import service

Row = dict[str, Any]
SPACE = UUID("7b0b7c5e-5d55-4b4e-9a55-5f6d6f8f7a11")
CHUNK = 2000
Pack = Callable[[Row], list[int]]
DATABASE = "tepai"


def rows_of(file: Path) -> Iterator[Row]:
    """The objects of a JSONL file. Raises CommandError for a file that cannot be read."""
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)
    except (OSError, ValueError) as error:
        raise CommandError(f"读不了 {file}：{error}\n  cannot read {file}: {error}") from error


def use_weights(server: EmbeddedPostgres, file: Path | None) -> None:
    """Measure with other weights than the present ones: a JSON object of some of them.

    Raises CommandError for a file that cannot be read.
    """
    if file is None:
        return
    try:
        changed = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"读不了 {file}：{error}\n  cannot read {file}: {error}") from error
    said = json.dumps({name: float(value) for name, value in changed.items()})
    server.execute(f"UPDATE matching_weights SET settings = settings || '{said}'", DATABASE)  # noqa: S608


def key(kind: str, name: str) -> UUID:
    """The id of a row of the file: the same name, the same id, in the same order."""
    return uuid5(SPACE, f"{kind}:{name}")


@contextmanager
def scratch_server() -> Iterator[EmbeddedPostgres]:
    """A migrated server of its own that is gone after the block."""
    folder = Path(tempfile.mkdtemp(prefix="tepai-scratch-"))
    folder.chmod(0o711)  # the server may run as another account
    server = EmbeddedPostgres(folder / "postgres", durable=False)
    try:
        server.start()
        migrate(server.url())
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _common() -> Row:
    now = clock.now()
    return {"created_at": now, "updated_at": now, "version": 1}


def _expert(row: Row) -> Row:
    papers = [{"title": p["title"], "about": p.get("summary", "")} for p in row["papers"]]
    field = row.get("field") or ""
    return _common() | {
        "id": key("expert", row["expert_id"]),
        "state": "filed",
        "account_id": new_id(),
        "submission_id": new_id(),
        "filed_at": clock.now(),
        "draft": "{}",
        "name": row["expert_id"],
        "disciplines": [field] if field else [],
        "chains": [],
        "keywords": row.get("keywords") or [],
        "summary": "",
        "profile": json.dumps({"achievements": papers}, ensure_ascii=False),
        "max_enterprises": 3,
        "is_designable": True,
    }


def _demand(row: Row, firm: UUID) -> tuple[Row, Row]:
    id, by = key("demand", row["demand_id"]), new_id()
    demand = _common() | {
        "id": id,
        "state": "published",
        "enterprise_id": firm,
        "number": row["demand_id"],
        "draft": "{}",
        "current_number": 1,
        "published_number": 1,
        "published_review_id": new_id(),
        "published_decision": "approve",
        "published_at": clock.now(),
        "drafted_by": by,
        "confirmed_by_enterprise": True,
        "title": row["title"],
        "disciplines": [],
        "keywords": [],
    }
    content = {
        "title": row["title"],
        "present_state": row.get("text", ""),
        "keywords": [],
        "indicators": [],
    }
    version = {
        "id": new_id(),
        "created_at": clock.now(),
        "demand_id": id,
        "number": 1,
        "content": json.dumps(content, ensure_ascii=False),
        "confidential": "{}",
        "content_hash": "",
        "submitted_by": by,
    }
    return demand, version


async def _copy(session: asyncpg.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        records = [tuple(row.values()) for row in rows]
        await session.copy_records_to_table(table, records=records, columns=list(rows[0]))


async def _firm(session: asyncpg.Connection) -> UUID:
    firm = new_id()
    row = {"id": firm, "state": "approved", "submission_id": new_id(), "name": "", "draft": "{}"}
    await _copy(session, "enterprises", [_common() | row | {"profile": "{}", "uscc": "X"}])
    return firm


async def load(
    server: EmbeddedPostgres,
    experts: Iterable[Row],
    demands: Iterable[Row],
    *,
    database: str = DATABASE,
    pack: Pack | None = None,
    say: Any = print,
) -> None:
    """Write the rows, index them, count frequencies.

    `pack` gives an expert's packed terms where the database need not cut them itself.
    """
    address = server.url(database, role="postgres").replace("+asyncpg", "")
    session = await asyncpg.connect(address)
    try:
        # The rows have no accounts, reviews or events: triggers and foreign keys rest meanwhile.
        await session.execute("SET session_replication_role = replica")
        done, left = 0, iter(experts)
        while chunk := list(islice(left, CHUNK)):
            await _copy(session, "experts", [_expert(row) for row in chunk])
            if pack is None:
                await _index(session, chunk)
            else:
                await _copy(session, "matching_documents", [_document(r, pack(r)) for r in chunk])
            done += len(chunk)
            say(f"  {done} experts indexed")
        firm = await _firm(session)
        pairs = [_demand(row, firm) for row in demands]
        await _copy(session, "demand_versions", [version for _, version in pairs])
        await _copy(session, "demands", [demand for demand, _ in pairs])
        await session.execute("SELECT matching_demand(d) FROM demands d")
    finally:
        await session.close()
    await service.rebuild_at(server.url(database), say=say)
    server.execute("ANALYZE", database)


def _document(row: Row, packed: list[int]) -> Row:
    return {
        "collection": "expert_full",
        "subject_id": key("expert", row["expert_id"]),
        "length": float(sum(one & 65535 for one in packed)),
        "field_group": row.get("category"),
        "fields": [row["field"]] if row.get("field") else [],
        "chains": [],
        "places": [""],
        "terms": packed,
    }


async def _index(session: asyncpg.Connection, chunk: list[Row]) -> None:
    ids = [key("expert", row["expert_id"]) for row in chunk]
    await session.execute(
        "SELECT matching_expert(e) FROM experts e WHERE id = ANY($1::uuid[])", ids
    )
    # The files name the group of a field themselves; GB/T 13745 knows only its own codes.
    groups = [(r["category"], key("expert", r["expert_id"])) for r in chunk if r.get("category")]
    await session.executemany(
        "UPDATE matching_documents SET field_group = $1"
        " WHERE subject_id = $2 AND collection IN ('expert_card', 'expert_full')",
        groups,
    )
