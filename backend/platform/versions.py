"""What changed between two versions of a form: field by field, rows of lists aligned. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel

Row = Mapping[str, Any]
LIKE = 0.5
"""Two rows are the same one, edited, when at least half of their cells agree."""


class RowChange(BaseModel):
    """A row of a list that came, went or was edited."""

    kind: Literal["added", "removed", "changed"]
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    fields: list[str] = []
    """The cells that differ, of an edited row."""


class FieldChange(BaseModel):
    """One field that differs; None where a version left it out."""

    field: str
    before: Any = None
    after: Any = None
    rows: list[RowChange] = []
    """For lists of rows: only those that differ."""


class VersionDiff(BaseModel):
    """What changed from one submission to another, in the order of the form."""

    before: int
    after: int | None
    """None for the draft that is being filled in."""
    changes: list[FieldChange]


def compare(before: Row, after: Row, order: Sequence[str] = ()) -> list[FieldChange]:
    """Every field that differs, those in `order` first and in its order.

    What was left out and what is blank are the same.
    """
    before, after = _said(before), _said(after)
    places = {name: place for place, name in enumerate(order)}
    fields = sorted(before.keys() | after.keys(), key=lambda one: (places.get(one, 999), one))
    return [
        FieldChange(
            field=field,
            before=before.get(field),
            after=after.get(field),
            rows=_rows(before.get(field), after.get(field)),
        )
        for field in fields
        if before.get(field) != after.get(field)
    ]


def _said(value: Any) -> Any:
    """The value without what nobody filled in."""
    if isinstance(value, Mapping):
        said = {name: _said(cell) for name, cell in value.items()}
        return {name: cell for name, cell in said.items() if cell not in (None, "", [], {})}
    return [_said(one) for one in value] if isinstance(value, list) else value


def changed_fields(before: Row, after: Row) -> list[str]:
    """The names of the fields that differ, sorted; none when there was no version before."""
    return [one.field for one in compare(before, after)] if before else []


def _rows(before: Any, after: Any) -> list[RowChange]:
    old, new = _as_rows(before), _as_rows(after)
    gone = [one for one in old if one not in new]
    come = [one for one in new if one not in old]
    pairs = _pairs(gone, come)
    partner = {id(new_row): old_row for old_row, new_row in pairs}
    paired = {id(old_row) for old_row, _ in pairs}
    changes = [
        _edited(partner[id(one)], one) if id(one) in partner else _added(one) for one in come
    ]
    return changes + [
        RowChange(kind="removed", before=dict(one)) for one in gone if id(one) not in paired
    ]


def _as_rows(value: Any) -> list[Row]:
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, Mapping)]


def _added(row: Row) -> RowChange:
    return RowChange(kind="added", after=dict(row))


def _edited(before: Row, after: Row) -> RowChange:
    names = sorted(before.keys() | after.keys())
    differing = [name for name in names if before.get(name) != after.get(name)]
    return RowChange(kind="changed", before=dict(before), after=dict(after), fields=differing)


def _likeness(one: Row, other: Row) -> float:
    names = one.keys() | other.keys()
    agreeing = sum(one.get(name) == other.get(name) for name in names)
    return agreeing / len(names) if names else 0


def _pairs(gone: list[Row], come: list[Row]) -> list[tuple[Row, Row]]:
    """Each row that came beside the one it was before; the likest first."""
    scored = sorted(
        (
            (_likeness(old, new), at, to)
            for at, old in enumerate(gone)
            for to, new in enumerate(come)
        ),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    taken: list[tuple[int, int]] = []
    for likeness, at, to in scored:
        free = all(at != old and to != new for old, new in taken)
        if likeness >= LIKE and free:
            taken.append((at, to))
    return [(gone[at], come[to]) for at, to in taken]
