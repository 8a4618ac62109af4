"""The service log in lines and in sums."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.schemas import Named, TargetRead
from backend.attachments.schemas import AttachmentRead
from backend.attachments.service import attachments_of_many
from backend.engagements.models import ServiceLog
from backend.engagements.rules import confirmed_by_enterprise, corrects_own_line
from backend.engagements.schemas import IndicatorRead, LogRead, LogTotals, TargetResult
from backend.engagements.states import ENGAGEMENT, INDICATORS, LOG_MODES, Side
from backend.platform.rows import AnyRow


def _indicators(values: Mapping[str, float]) -> list[IndicatorRead]:
    return [
        IndicatorRead(code=code, name=name, unit=unit, value=values[code])
        for code, (name, unit) in INDICATORS.items()
        if values.get(code)
    ]


def _read(
    row: AnyRow, who: tuple[Side | None, UUID | None], is_open: bool, files: list[AttachmentRead]
) -> LogRead:
    entry: ServiceLog = row[0]
    side, expert_id = who
    confirms = confirmed_by_enterprise(side, is_confirmed=entry.confirmed_at is not None)
    corrects = corrects_own_line(entry.expert_id == expert_id, entry.disputed_at is not None)
    return LogRead(
        id=entry.id,
        version=entry.version,
        expert=Named(id=entry.expert_id, name=row[1]),
        day=entry.day,
        hours=entry.hours,
        days=entry.days,
        mode=entry.mode,
        mode_name=LOG_MODES[entry.mode],
        place=entry.place,
        work=entry.work,
        indicators=_indicators(entry.indicators),
        measured=entry.measured,
        files=files,
        confirmed_at=entry.confirmed_at,
        disputed_at=entry.disputed_at,
        dispute=entry.dispute,
        created_at=entry.created_at,
        may_confirm=is_open and confirms.ok,
        may_correct=is_open and corrects.ok,
    )


async def lines_read(
    session: AsyncSession,
    rows: Sequence[AnyRow],
    who: tuple[Side | None, UUID | None],
    state: str,
) -> list[LogRead]:
    """Step: the lines of the log with their files, as a side, or an expert, sees them."""
    files = await attachments_of_many(session, "service_logs", [row[0].id for row in rows])
    is_open = ENGAGEMENT.allows(state, "terminate")
    return [_read(row, who, is_open, files.get(row[0].id, [])) for row in rows]


def results(targets: Sequence[TargetRead], lines: Sequence[LogRead]) -> list[TargetResult]:
    """Beside each agreed target what was measured last; a confirmed line goes before others."""

    def last(name: str) -> LogRead | None:
        told = [line for line in lines if name in line.measured]
        return max(told, key=lambda line: (line.confirmed_at is not None, line.day), default=None)

    found = [(target, last(target.name)) for target in targets]
    return [
        TargetResult(
            **target.model_dump(),
            measured=line.measured[target.name] if line else None,
            measured_on=line.day if line else None,
            is_confirmed=line is not None and line.confirmed_at is not None,
            log_id=line.id if line else None,
        )
        for target, line in found
    ]


def _days(entries: Sequence[ServiceLog]) -> float:
    """Days with an entry in hours, and the stays as long as they were."""
    single = len({entry.day for entry in entries if entry.days is None})
    return round(single + sum(entry.days or 0 for entry in entries), 1)


def totals(entries: Sequence[ServiceLog]) -> LogTotals:
    """What the lines add up to; results in numbers count once the enterprise confirmed them."""
    confirmed = [entry for entry in entries if entry.confirmed_at is not None]
    sums: Counter[str] = Counter()
    for entry in confirmed:
        sums.update(entry.indicators)
    return LogTotals(
        entries=len(entries),
        days=_days(entries),
        hours=round(sum(entry.hours or 0 for entry in entries), 1),
        confirmed_entries=len(confirmed),
        confirmed_days=_days(confirmed),
        indicators=_indicators(sums),
    )
