"""Which group of GB/T 13745 a discipline belongs to: A natural, B agricultural, C medical,
D engineering, E humanities and social sciences (clause 2.1.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

GROUP_NAMES = {
    "A": "自然科学",
    "B": "农业科学",
    "C": "医药科学",
    "D": "工程与技术科学",
    "E": "人文与社会科学",
}
FIRST_LEVEL_LENGTH = 3


@dataclass(frozen=True)
class Discipline:
    """One entry of the standard, first or second level."""

    code: str
    name: str
    group: str

    @property
    def first_level(self) -> str:
        """The code of the first-level discipline it belongs to (or is)."""
        return self.code[:FIRST_LEVEL_LENGTH]


@dataclass(frozen=True)
class DisciplineTable:
    """The listed disciplines by code."""

    by_code: Mapping[str, Discipline] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> "DisciplineTable":
        """The table of the list `disciplines`, as its rows stand in the file."""
        listed = (Discipline(row["code"], row["name"], row["group"]) for row in rows)
        return cls({discipline.code: discipline for discipline in listed})

    def knows(self, code: str) -> bool:
        """Whether the code itself is listed."""
        return code in self.by_code

    def group_of(self, code: str) -> str:
        """A to E; a finer code than the list has takes its first level's group, '' if unknown."""
        found = self.by_code.get(code) or self.by_code.get(code[:FIRST_LEVEL_LENGTH])
        return found.group if found else ""

    def name_of(self, code: str) -> str:
        """The Chinese name, or the code when it is not listed."""
        found = self.by_code.get(code)
        return found.name if found else code

    def first_levels(self, codes: Iterable[str]) -> frozenset[str]:
        """The distinct first-level disciplines of these codes (for 跨学科, clause 5.2.3)."""
        return frozenset(code[:FIRST_LEVEL_LENGTH] for code in codes)
