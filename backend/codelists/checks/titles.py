"""What level a professional title has (clause 2.1.3): by the table, never by guessing at words.

高级工程师 is 副高 though its name has no 副, 高级记者 is 正高: so a title the table does not
have goes to a person and is neither passed nor refused here.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LEVELS = {"初级": 1, "中级": 2, "副高": 3, "正高": 4}
NOTE_IN_BRACKETS = re.compile(r"\([^()]*\)")


class TitleOutcome(StrEnum):
    """How sure the table is."""

    KNOWN = "known"
    NEEDS_SERIES = "needs_series"
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True)
class TitleEntry:
    """One title of one series."""

    series_code: str
    series: str
    track: str
    level: str
    name: str
    natural_science: str


@dataclass(frozen=True)
class TitleFinding:
    """What a written title means; `note` is for the applicant and the reviewer."""

    outcome: TitleOutcome
    level: str = ""
    entries: tuple[TitleEntry, ...] = ()
    note: str = ""

    def at_least(self, minimum: str) -> bool:
        """Whether the title is surely of this level or above; False whenever it is not sure."""
        return self.outcome is TitleOutcome.KNOWN and LEVELS[self.level] >= LEVELS[minimum]


@dataclass(frozen=True)
class TitleTable:
    """Titles by every name they go by, and the texts that look like titles and are none."""

    entries: Mapping[str, tuple[TitleEntry, ...]] = field(default_factory=dict)
    traps: Mapping[str, str] = field(default_factory=dict)
    reminders: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_rows(
        cls, titles: Iterable[Mapping[str, str]], traps: Iterable[Mapping[str, str]]
    ) -> "TitleTable":
        """The table of the lists `titles` and `title_traps`, as their rows stand in the files."""
        entries: dict[str, tuple[TitleEntry, ...]] = {}
        for row in titles:
            entry = TitleEntry(**{key: row[key] for key in TitleEntry.__dataclass_fields__})
            for name in (row["name"], *filter(None, row["aliases"].split(";"))):
                entries[_plain(name)] = (*entries.get(_plain(name), ()), entry)
        kinds: dict[str, dict[str, str]] = {"manual": {}, "reminder": {}}
        for row in traps:
            kinds[row["handling"]][_plain(row["text"])] = row["reason"]
        return cls(entries, kinds["manual"], kinds["reminder"])

    def look_up(self, text: str, series_code: str = "") -> TitleFinding:
        """The level of a title as written, narrowed to a series when one is given."""
        name = self._listed_name(text)
        if name in self.traps:
            return TitleFinding(TitleOutcome.NEEDS_PERSON, note=self.traps[name])
        found = self._of_series(name, series_code)
        if not found:
            return TitleFinding(TitleOutcome.NEEDS_PERSON, note=_unknown(text, series_code))
        levels = {entry.level for entry in found}
        if len(levels) > 1:
            note = "不同系列中都有这个职称且级别不同，请选择职称系列。"
            return TitleFinding(TitleOutcome.NEEDS_SERIES, entries=found, note=note)
        note = self.reminders.get(name, "")
        return TitleFinding(TitleOutcome.KNOWN, levels.pop(), found, note)

    def _listed_name(self, text: str) -> str:
        name = _plain(text)
        if name in self.entries or name in self.traps:
            return name
        return NOTE_IN_BRACKETS.sub("", name)

    def _of_series(self, name: str, series_code: str) -> tuple[TitleEntry, ...]:
        found = self.entries.get(name, ())
        return tuple(e for e in found if series_code in ("", e.series_code))


def _unknown(text: str, series_code: str) -> str:
    where = "所选系列的职称表" if series_code else "职称表"
    return f"{where}中没有“{text.strip()}”，将由审核人员根据证书认定级别。"


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
