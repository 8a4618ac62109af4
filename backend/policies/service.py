"""The policy in force, and its versions."""

import json
from datetime import date
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.pagination import Page, PageQuery
from backend.platform.problems import Problem
from backend.policies import queries
from backend.policies.models import PolicyVersion
from backend.policies.policy import Policy
from backend.policies.schemas import PolicyOn, PolicyRead

DATA = Path(__file__).parent / "data"


async def current_policy(session: AsyncSession, on_date: date | None = None) -> Policy:
    """Step: the policy that governs a day (today without one), read once a transaction.

    Raises 503 while no version is loaded.
    """
    kept: dict[date, Policy] = session.info.setdefault("policies", {})
    day = on_date or clock.today()
    if day not in kept:
        kept[day] = Policy.from_mapping((await _in_force(session, day)).parameters)
    return kept[day]


async def _in_force(session: AsyncSession, day: date) -> PolicyVersion:
    found = await queries.in_force(session, day)
    if found is None:
        raise Problem(503, "政策参数尚未装入，请稍后再试或联系技术支持。")
    return found


@read_case
async def read_current(session: AsyncSession, asked: PolicyOn) -> PolicyRead:
    """The version that governs a day. Raises 503 while none is loaded."""
    return _policy_read(await _in_force(session, asked.on or clock.today()))


@read_case
async def read_versions(session: AsyncSession, asked: PageQuery) -> Page[PolicyRead]:
    """All versions, the latest first."""
    found = await queries.versions(session)
    shown = found[asked.offset : asked.offset + asked.limit]
    return Page(
        items=[_policy_read(row) for row in shown],
        total=len(found),
        total_is_capped=False,
        limit=asked.limit,
        offset=asked.offset,
    )


def _policy_read(row: PolicyVersion) -> PolicyRead:
    return PolicyRead(
        name=row.name,
        title=row.title,
        effective_from=row.effective_from,
        version=row.version,
        parameters=Policy.from_mapping(row.parameters),
    )


async def load_policies(session: AsyncSession, folder: Path = DATA) -> list[str]:
    """Step: bring the shipped versions to their files; the names of those that changed.

    Versions the department made are left alone. Raises ValueError for a broken file.
    """
    present = {row.name: row for row in await queries.versions(session)}
    changed = []
    for policy in _shipped(folder):
        row = present.get(policy.version) or PolicyVersion(name=policy.version)
        if row.parameters != policy.to_mapping():
            row.title = policy.document
            row.effective_from = policy.effective_from
            row.parameters = policy.to_mapping()
            session.add(row)
            changed.append(policy.version)
    await session.flush()
    return changed


def _shipped(folder: Path) -> list[Policy]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))]
    return [Policy.from_mapping(json.loads(text)) for text in texts]
