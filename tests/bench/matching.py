"""`make bench-matching`: quality and speed of the matching engine beside what PostgreSQL offers.

Quality: the development sets through the product's own statement, full text with `ts_rank` and a
TF-IDF cosine on the same texts. Speed: CPU time of the database's process a query, at 2,000 experts
and more, the product's statement against `ts_rank` in turns, and the rewriting of one profile.
All ratios are taken in one run. Nothing here is a timed test.

    make bench-matching DATA=folder [SIZES=2000,20000,100000] [SETS=csl,grants,bdci] [WEIGHTS=file]
"""

import asyncio
import importlib.util
import json
import math
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from backend.commands import scratch
from backend.platform import clock, search
from backend.platform.database import Database
from backend.platform.embedded import EmbeddedPostgres
from backend.recommendations import words
from backend.recommendations.queries import index, ranking
from backend.recommendations.queries.ranking import DEMAND, FULL, Search
from backend.recommendations.service.ranking import deeper

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
QUERIES, PROFILES = 40, 60
TS_RANK = """
SELECT id FROM experts e
WHERE state = 'filed' AND search @@ $1::tsquery
ORDER BY ts_rank('{0.1,0.3,0.6,1.0}', search, $1::tsquery, 1) DESC, id LIMIT $2
"""


def tool(data: Path, name: str) -> Any:
    """A script that lies beside the data."""
    spec = importlib.util.spec_from_file_location(name, data / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def any_of(text: str) -> str:
    """Full text for documents that share any pair with this one, as many as it bears.

    Knows grammar but no list of common words: a baseline that does not move with the product's.
    """
    found = dict.fromkeys(search.terms(text))
    telling = [term for term in found if not words.GRAMMAR & set(term)]
    return " | ".join(f"'{term}'" for term in telling[: search.MOST_TERMS])


def texts_of(expert: dict[str, Any]) -> list[tuple[str, str]]:
    """The parts of an expert's text with their weight for full text."""
    keywords = " ".join(expert.get("keywords") or [])
    titles = " ".join(one["title"] for one in expert["papers"])
    return [("A", f"{keywords} {titles}"), ("B", " ".join(p["summary"] for p in expert["papers"]))]


async def add_full_text(session: asyncpg.Connection, experts: Iterable[dict[str, Any]]) -> None:
    """Fill the column that the library's search box uses, for the comparison."""
    rows = [
        (scratch.key("expert", one["expert_id"]), search.vector(*texts_of(one))) for one in experts
    ]
    await session.execute("SET session_replication_role = replica")
    for start in range(0, len(rows), 2000):
        chunk = rows[start : start + 2000]
        await session.execute(
            "UPDATE experts SET search = v::tsvector"
            " FROM unnest($1::uuid[], $2::text[]) AS u(id, v) WHERE experts.id = u.id",
            [id for id, _ in chunk],
            [vector for _, vector in chunk],
        )
    await session.execute("VACUUM ANALYZE experts")
    await session.execute("SET session_replication_role = DEFAULT")


def cosine(experts: list[dict[str, Any]], demands: list[dict[str, Any]]) -> dict[str, list[str]]:
    """TF-IDF cosine of characters and pairs in plain Python."""
    counted = {one["expert_id"]: words.terms(_text(one)) for one in experts}
    frequency = Counter(term for terms in counted.values() for term in terms)
    idf = {term: math.log(len(experts) / n) for term, n in frequency.items()}
    postings: dict[int, list[tuple[str, float]]] = {}
    for id, terms in counted.items():
        values = {term: (1 + math.log(n)) * idf[term] for term, n in terms.items()}
        length = math.sqrt(sum(v * v for v in values.values())) or 1.0
        for term, value in values.items():
            postings.setdefault(term, []).append((id, value / length))
    found = {}
    for one in demands:
        points: Counter[str] = Counter()
        for term, n in words.terms(f"{one['title']}　{one['text']}").items():
            for id, value in postings.get(term, ()):
                points[id] += (1 + math.log(n)) * idf[term] * value  # type: ignore[assignment]
        found[one["demand_id"]] = [id for id, _ in points.most_common(1000)]
    return found


def _text(expert: dict[str, Any]) -> str:
    return "　".join(text for _, text in texts_of(expert))


@cache
def terms_of(text: str) -> Counter[int]:
    """The synthetic experts share their texts: each is cut once."""
    return words.terms(text)


def packed(expert: dict[str, Any]) -> list[int]:
    """As the database packs it, titles twice."""
    counted: Counter[int] = Counter()
    for paper in expert["papers"]:
        for text, weight in ((paper["title"], 2), (paper["summary"], 1)):
            for term, n in terms_of(text).items():
                counted[term] += weight * n
    return [term << 16 | n for term, n in sorted(counted.items())]


class Backend:
    """One connection to the scratch database whose process's CPU time is read."""

    def __init__(self, session: asyncpg.Connection, pid: int) -> None:
        self.session, self.pid = session, pid

    def cpu_ms(self) -> float:
        """CPU time of the database's process so far."""
        stat = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(stat[11]) + int(stat[12])) * TICK_MS


async def connect(server: EmbeddedPostgres) -> Backend:
    """As the application would, one process at a time."""
    session = await asyncpg.connect(server.url(role="postgres").replace("+asyncpg", ""))
    await session.execute("SET max_parallel_workers_per_gather = 0")
    await session.execute(ranking.HINTS.replace("true", "false"))
    return Backend(session, await session.fetchval("SELECT pg_backend_pid()"))


async def product(db: Database, demand: UUID, most: int) -> list[UUID]:
    """The product's statement as the command and the department use it."""
    async with db.reading() as session:
        settings = (await index.weights(session)).settings
        settings = deeper(settings, most)
        wanted = Search("experts", DEMAND, FULL, demand, most, 3, clock.today())
        return [row.subject_id for row in await ranking.ranked(session, wanted, settings)]


def quality(data: Path, name: str, weights: Path | None) -> None:
    """nDCG@10 of one set: the product, `ts_rank`, TF-IDF."""
    folder, judge = data / "dev" / name, tool(data, "score")
    experts = list(scratch.rows_of(folder / "experts.jsonl"))
    demands = list(scratch.rows_of(folder / "demands.jsonl"))
    meta, wanted = judge.load(str(folder))
    with scratch.scratch_server() as server:
        scratch.use_weights(server, weights)
        ranked = asyncio.run(_rankings(server, experts, demands))
    ranked = {"ts_rank": ranked["ts_rank"], "tf-idf": cosine(experts, demands)} | ranked
    scores = {who: judge.score(meta, wanted, lists)["nDCG@10"] for who, lists in ranked.items()}
    told = "  ".join(f"{who} {value:.4f}" for who, value in scores.items())
    print(f"{name:7s} nDCG@10  {told}  ×{scores['product'] / scores['ts_rank']:.2f}", flush=True)


async def _rankings(
    server: EmbeddedPostgres, experts: list[dict[str, Any]], demands: list[dict[str, Any]]
) -> dict[str, dict[str, list[str]]]:
    names = {scratch.key("expert", one["expert_id"]): one["expert_id"] for one in experts}
    await scratch.load(server, experts, demands, say=lambda _: None)
    other = await connect(server)
    await add_full_text(other.session, experts)
    db = Database(server.url(), pool_size=1)
    ours, theirs = {}, {}
    for one in demands:
        found = await product(db, scratch.key("demand", one["demand_id"]), 3000)
        ours[one["demand_id"]] = [names[key] for key in found]
        asked = any_of(f"{one['title']} {one['text']}")
        rows = await other.session.fetch(TS_RANK, asked, 3000)
        theirs[one["demand_id"]] = [names[row["id"]] for row in rows]
    await db.close()
    await other.session.close()
    return {"ts_rank": theirs, "product": ours}


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


async def _in_turns(
    backend: Backend, runs: dict[str, Callable[[int], Any]]
) -> dict[str, tuple[float, list[float]]]:
    """Mean CPU ms and wall times of each, one after the other on the same questions."""
    cpu: dict[str, float] = dict.fromkeys(runs, 0.0)
    wall: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(-3, QUERIES):
        for name, run in runs.items():
            before, began = backend.cpu_ms(), time.perf_counter()
            await run(turn % QUERIES)
            if turn >= 0:
                cpu[name] += backend.cpu_ms() - before
                wall[name].append(1000 * (time.perf_counter() - began))
    return {name: (cpu[name] / QUERIES, wall[name]) for name in runs}


def speed(data: Path, size: int) -> None:
    """CPU of one ranking against `ts_rank`, and of rewriting one profile."""
    experts = list(tool(data, "scale").synth(str(data / "dev"), size))
    asked = list(scratch.rows_of(data / "dev" / "csl" / "demands.jsonl"))[:QUERIES]
    with scratch.scratch_server() as server:
        asyncio.run(_speed(server, experts, asked))


async def _speed(
    server: EmbeddedPostgres, experts: list[dict[str, Any]], asked: list[dict[str, Any]]
) -> None:
    size, began = len(experts), time.perf_counter()
    await scratch.load(server, experts, asked, pack=packed, say=lambda _: None)
    print(f"{size:7d} experts indexed in {time.perf_counter() - began:.0f} s", flush=True)
    backend = await connect(server)
    await add_full_text(backend.session, experts)
    await _compare(backend, asked, size)
    await _rewrite(backend, experts, size)
    await backend.session.close()


async def _compare(backend: Backend, asked: list[dict[str, Any]], size: int) -> None:
    settings = json.loads(
        await backend.session.fetchval("SELECT settings FROM matching_weights WHERE is_current")
    )
    sql, names = ranking.plain("experts")
    statement = await backend.session.prepare(sql)
    full_text = await backend.session.prepare(TS_RANK)
    subjects = [scratch.key("demand", one["demand_id"]) for one in asked]
    texts = [any_of(f"{one['title']} {one['text']}") for one in asked]

    async def ours(turn: int) -> None:
        wanted = Search("experts", DEMAND, FULL, subjects[turn], 20, 3, clock.today())
        bound = ranking.bound(wanted, settings)
        await statement.fetch(*(bound[name] for name in names))

    async def theirs(turn: int) -> None:
        await full_text.fetch(texts[turn], 20)

    found = await _in_turns(backend, {"product": ours, "ts_rank": theirs})
    for name, (cpu, wall) in found.items():
        told = f"{cpu:8.1f} ms CPU  p50 {statistics.median(wall):7.1f}  p95 {p95(wall):7.1f} ms"
        print(f"{size:7d} {name:8s} {told}", flush=True)
    ratio = found["product"][0] / found["ts_rank"][0]
    print(f"{size:7d} CPU of the product over ts_rank: {ratio:.3f}", flush=True)


async def _rewrite(backend: Backend, experts: list[dict[str, Any]], size: int) -> None:
    times = []
    for number in range(PROFILES):
        id = scratch.key("expert", experts[number * 31 % size]["expert_id"])
        keywords = experts[(number * 17 + 5) % size]["papers"][0]["title"][:20]
        before, began = backend.cpu_ms(), time.perf_counter()
        await backend.session.execute(
            "UPDATE experts SET keywords = ARRAY[$2], version = version + 1 WHERE id = $1",
            id,
            keywords,
        )
        times.append((1000 * (time.perf_counter() - began), backend.cpu_ms() - before))
    wall, cpu = [w for w, _ in times], [c for _, c in times]
    told = (
        f"p50 {statistics.median(wall):.1f}  p95 {p95(wall):.1f} ms, CPU {statistics.mean(cpu):.1f}"
    )
    print(f"{size:7d} one profile rewritten: {told} ms", flush=True)


def main() -> None:
    """Everything asked for, one after the other."""
    data = Path(sys.argv[1])
    weights = Path(sys.argv[4]) if sys.argv[4:] else None
    for name in [one for one in sys.argv[3].split(",") if one]:
        quality(data, name, weights)
    for size in [int(one) for one in sys.argv[2].split(",") if one]:
        speed(data, size)


if __name__ == "__main__":
    main()
