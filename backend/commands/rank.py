"""Ranks experts for demands out of JSONL files with the product's own statement."""

import asyncio
import json
from pathlib import Path

from backend.commands import scratch
from backend.platform.database import Database
from backend.recommendations import service


async def _rank(url: str, demands: list[str], out: Path, top: int, names: dict[str, str]) -> None:
    database = Database(url, pool_size=1)
    try:
        with out.open("w", encoding="utf-8") as lines:
            for name in demands:
                found = await service.ranked_ids(database, scratch.key("demand", name), top)
                ranked = [names[str(one)] for one in found]
                answer = {"demand_id": name, "ranked": ranked}
                lines.write(json.dumps(answer, ensure_ascii=False) + "\n")
    finally:
        await database.close()


def rank(
    experts: Path,
    demands: Path,
    out: Path,
    background: Path | None,
    top: int,
    weights: Path | None = None,
) -> None:
    """Write `{"demand_id", "ranked"}` lines, best first.

    A background file is only counted: measured, frequencies of other texts make lists of real
    size worse. `weights` is a JSON object of weights to try instead of the present ones.
    """
    wanted = list(scratch.rows_of(demands))
    people = list(scratch.rows_of(experts))
    if background is not None:
        known = sum(1 for _ in scratch.rows_of(background))
        print(f"  {known} background texts are there, {len(people)} experts speak for themselves")
    names = {str(scratch.key("expert", one["expert_id"])): one["expert_id"] for one in people}
    with scratch.scratch_server() as server:
        scratch.use_weights(server, weights)
        asyncio.run(scratch.load(server, people, wanted))
        ids = [one["demand_id"] for one in wanted]
        asyncio.run(_rank(server.url(), ids, out, top, names))
    print(f"✓ {out}: {len(wanted)} lists of at most {top}")
