"""Degrees (学位) and education (学历) are two things: 博士研究生 is not yet 博士学位."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DEGREE = "学位"
EDUCATION = "学历"


@dataclass(frozen=True)
class Degree:
    """One degree or level of education."""

    kind: str
    code: str
    name: str
    rank: int
    is_doctorate: bool
    """Whether it meets 博士学位 of clause 2.1.3."""
    note: str


@dataclass(frozen=True)
class DegreeTable:
    """Degrees and education by code and by every name they go by."""

    by_code: Mapping[str, Degree] = field(default_factory=dict)
    by_name: Mapping[str, Degree] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> "DegreeTable":
        """The table of the list `degrees`, as its rows stand in the file."""
        by_code: dict[str, Degree] = {}
        by_name: dict[str, Degree] = {}
        for row in rows:
            doctorate = row["counts_as_phd_degree"] == "yes"
            place = (row["kind"], row["code"], row["name"], int(row["rank"]))
            by_code[row["code"]] = degree = Degree(*place, doctorate, row["note"])
            for name in (row["name"], *filter(None, row["aliases"].split(";"))):
                by_name[_plain(name)] = degree
        return cls(by_code, by_name)

    def look_up(self, text: str) -> Degree | None:
        """The degree or education of that code or name; None means a person has to look."""
        return self.by_code.get(text.strip()) or self.by_name.get(_plain(text))

    def is_doctorate(self, code: str) -> bool:
        """Whether the code is a doctoral degree; unknown codes, honorary ones, 学历 are not."""
        degree = self.by_code.get(code)
        return degree is not None and degree.is_doctorate


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
