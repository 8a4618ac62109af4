"""The service log in lines and in sums."""

from collections import Counter
from collections.abc import Mapping, Sequence

from backend.agreements.schemas import Named
from backend.engagements.models import ServiceLog
from backend.engagements.schemas import IndicatorRead, LogRead, LogTotals
from backend.engagements.states import INDICATORS, LOG_MODES
from backend.platform.rows import AnyRow


def _indicators(values: Mapping[str, float]) -> list[IndicatorRead]:
    return [
        IndicatorRead(code=code, name=name, unit=unit, value=values[code])
        for code, (name, unit) in INDICATORS.items()
        if values.get(code)
    ]


def log_read(row: AnyRow, may_confirm: bool) -> LogRead:
    """One line of the log."""
    entry: ServiceLog = row[0]
    return LogRead(
        id=entry.id,
        expert=Named(id=entry.expert_id, name=row[1]),
        day=entry.day,
        hours=entry.hours,
        mode=entry.mode,
        mode_name=LOG_MODES[entry.mode],
        place=entry.place,
        work=entry.work,
        indicators=_indicators(entry.indicators),
        confirmed_at=entry.confirmed_at,
        created_at=entry.created_at,
        may_confirm=may_confirm and entry.confirmed_at is None,
    )


def totals(entries: Sequence[ServiceLog]) -> LogTotals:
    """What the lines add up to; results in numbers count once the enterprise confirmed them."""
    confirmed = [entry for entry in entries if entry.confirmed_at is not None]
    sums: Counter[str] = Counter()
    for entry in confirmed:
        sums.update(entry.indicators)
    return LogTotals(
        entries=len(entries),
        days=len({entry.day for entry in entries}),
        hours=round(sum(entry.hours for entry in entries), 1),
        confirmed_entries=len(confirmed),
        confirmed_days=len({entry.day for entry in confirmed}),
        indicators=_indicators(sums),
    )
