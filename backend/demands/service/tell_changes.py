"""What of a published demand changed since somebody consented to it: old beside new (A11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.demands import queries, rules
from backend.demands.models import Demand
from backend.demands.states import OWNERSHIP_NAMES, PAY_NAMES, Ownership, Pay

LISTS = {"kind": "demand_types", "disciplines": "disciplines", "mode": "service_types"}
Content = Mapping[str, Any]


@dataclass(frozen=True)
class TermChange:
    """One material term: its value before and after, in words where it is a code."""

    field: str
    name: str
    before: str
    after: str
    before_name: str | None
    after_name: str | None


@dataclass(frozen=True)
class TermsChanged:
    """The changed terms, and what the enterprise said of them."""

    reason: str | None
    changes: list[TermChange]


async def _named(session: AsyncSession, field: str, value: Any) -> str | None:
    """What a coded value is called; None for what people wrote themselves."""
    if field == "pay_code":
        return PAY_NAMES[Pay(value)] if value else None
    if field == "ip_code":
        return OWNERSHIP_NAMES[Ownership(value)] if value else None
    if field == "team_wanted":
        return "特派团" if value else "个人"
    if field not in LISTS or not value:
        return None
    codes = value if isinstance(value, list) else [value]
    names = await codelists.names_of(session, LISTS[field], codes)
    return "、".join(names.get(code, code) for code in codes)


def _written(field: str, value: Any, other: Any) -> str:
    """The value as text; of the targets only those that differ."""
    if field == "indicators":
        rows = [row for row in value or [] if row not in (other or [])]
        return "\n".join(_target(row) for row in rows)
    if value is None or isinstance(value, list | bool):
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _target(row: Content) -> str:
    aims = " → ".join(part for part in (row.get("current"), row.get("target")) if part)
    return f"{row.get('name', '')} {aims} {row.get('unit', '')}".strip()


async def changed_terms(
    session: AsyncSession, demand_id: UUID, agreed_number: int
) -> TermsChanged | None:
    """Step: the material terms that differ from a version consented to; None when none do."""
    demand = await session.get_one(Demand, demand_id)
    present = demand.published_number
    if present is None or present == agreed_number:
        return None
    before = await queries.version(session, demand_id, agreed_number)
    after = await queries.version(session, demand_id, present)
    if before is None or after is None:
        return None
    fields = [
        field for field in rules.MATERIAL if before.content.get(field) != after.content.get(field)
    ]
    return TermsChanged(
        reason=await queries.why_changed(session, demand_id, present),
        changes=[await _change(session, one, before.content, after.content) for one in fields],
    )


async def _change(session: AsyncSession, field: str, before: Content, after: Content) -> TermChange:
    old, new = before.get(field), after.get(field)
    before_name, after_name = await _named(session, field, old), await _named(session, field, new)
    return TermChange(
        field=field,
        name=rules.MATERIAL[field],
        before="" if before_name else _written(field, old, new),
        after="" if after_name else _written(field, new, old),
        before_name=before_name,
        after_name=after_name,
    )
