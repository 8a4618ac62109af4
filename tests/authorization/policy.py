"""The policy table of policy.txt, read into rows."""

from dataclasses import dataclass
from pathlib import Path

from backend.identity.permissions import Role

TABLE = Path(__file__).parent / "policy.txt"
PUBLIC, EVERYBODY, NO_OBJECT = "public", "*", "-"


@dataclass(frozen=True)
class Row:
    """One operation's line."""

    operation: str
    hats: frozenset[str]
    kind: str | None
    field: str
    """In which field of body or query the object is named; empty for the path."""
    reached: str
    seen: str
    writes: str
    """What a reading puts on record, and why."""

    @property
    def is_public(self) -> bool:
        return PUBLIC in self.hats

    @property
    def itself(self) -> int | None:
        """A status this operation itself answers with, when that looks like a refusal."""
        return int(self.reached) if self.reached.isdigit() else None


def _row(line: str, groups: dict[str, str]) -> Row:
    operation, hats, named, reached, seen, writes, *_ = [c.strip() for c in f"{line}|".split("|")]
    for name, roles in groups.items():
        hats = hats.replace(name, roles)
    kind, _, field = named.partition(":")
    roles = frozenset(hats.split())
    unknown = roles - {*Role, PUBLIC}
    if unknown:
        raise ValueError(f"{operation}: no such hat: {sorted(unknown)}")
    return Row(operation, roles, None if kind == NO_OBJECT else kind, field, reached, seen, writes)


def rows(text: str | None = None) -> dict[str, Row]:
    """Every row by its operation. Raises ValueError for a row that is there twice."""
    groups: dict[str, str] = {}
    found: dict[str, Row] = {}
    for line in (text or TABLE.read_text(encoding="utf-8")).splitlines():
        if line.startswith("@"):
            name, _, roles = line.partition("=")
            groups[name.strip()] = roles.strip()
        elif line.strip() and not line.startswith("#"):
            row = _row(line, groups)
            if row.operation in found:
                raise ValueError(f"{row.operation} is there twice")
            found[row.operation] = row
    return found
