"""Where a file differs from the frozen list: in which row, which column, or on which page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from backend.batches.schemas import FileDifference
from backend.batches.service.papers import COLUMNS

TITLES = [column.title for column in COLUMNS]
Table = Sequence[Sequence[str]]


def table_differences(expected: Table, given: Table, sheets: int) -> list[FileDifference]:
    """What differs cell by cell; rows of the list are told apart by their number (序号)."""
    head = next(n for n, line in enumerate(expected) if _trimmed(line) == TITLES)
    found = []
    if sheets != 1:
        found.append(FileDifference(place="工作表", found=f"共 {sheets} 张，名单只有 1 张"))
    for n in range(head + 1):
        theirs = given[n] if n < len(given) else []
        found += _cells(f"第{n + 1}行", [], expected[n], theirs)
    return found + _row_differences(expected[head + 1 :], given[head + 1 :])


def _row_differences(expected: Table, given: Table) -> list[FileDifference]:
    wanted = {row[0]: row for row in expected}
    filled = [row for row in given if any(row)]
    found, seen = [], []
    for row in filled:
        number = row[0] if row else ""
        if number in seen or number not in wanted:
            found.append(FileDifference(place=f"序号 {number or '（空）'}", found="名单没有这一行"))
            continue
        seen.append(number)
        found += _cells(_place(wanted[number]), TITLES, wanted[number], row)
    left = wanted.keys() - set(seen)
    missing = [
        FileDifference(place=_place(row), found="文件缺少这一行")
        for row in expected
        if row[0] in left
    ]
    if not found and not missing and seen != list(wanted):
        found.append(FileDifference(place="清单", found="行的顺序与名单不同"))
    return found + missing


def _place(row: Sequence[str]) -> str:
    return f"序号 {row[0]}"


def _trimmed(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cells(
    place: str, titles: Sequence[str], expected: Sequence[str], given: Sequence[str]
) -> list[FileDifference]:
    ours, theirs = _trimmed(expected), _trimmed(given)
    width = max(len(ours), len(theirs))
    found = []
    for n in range(width):
        mine = ours[n] if n < len(ours) else ""
        other = theirs[n] if n < len(theirs) else ""
        if mine != other:
            column = titles[n] if n < len(titles) else f"第{n + 1}列"
            found.append(FileDifference(place=place, column=column, found=other, expected=mine))
    return found


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def page_differences(
    expected: Sequence[str], given: Sequence[str], rows: Table
) -> list[FileDifference]:
    """What differs page by page; on a page of the list, in which row and column."""
    found = []
    if len(expected) != len(given):
        pages = f"{len(given)} 页，应为 {len(expected)} 页"
        found.append(FileDifference(place="页数", found=pages))
    for n, (mine, theirs) in enumerate(zip(expected, given, strict=False), 1):
        if _plain(mine) != _plain(theirs):
            found += _page(f"第{n}页", mine, theirs, rows)
    return found


def _page(place: str, expected: str, given: str, rows: Table) -> list[FileDifference]:
    ours, theirs = _plain(expected), _plain(given)
    here = [row for row in rows if _line(row) in ours]
    found = []
    for n, row in enumerate(here):
        if _line(row) not in theirs:
            between = _between(theirs, here[:n], here[n + 1 :])
            found += _in_row(f"{place} {_place(row)}", row, between)
    if found:
        return found
    missing = [FileDifference(place=place, expected=words) for words in _only(expected, given)]
    more = [FileDifference(place=place, found=words) for words in _only(given, expected)]
    return missing + more or [FileDifference(place=place, found="文字的顺序与名单不同")]


def _line(row: Sequence[str]) -> str:
    return _plain("".join(row))


def _between(text: str, before: Table, after: Table) -> str:
    """The text between the nearest untouched rows: what stands in place of the touched ones."""
    lines = [line for line in map(_line, before) if line in text]
    start = max((text.find(line) + len(line) for line in lines), default=0)
    ends = [at for row in after if (at := text.find(_line(row), start)) >= 0]
    return text[start : min(ends, default=len(text))]


def _in_row(place: str, row: Sequence[str], text: str) -> list[FileDifference]:
    """Cells that the text between two rows does not hold, one after the other."""
    found, at = [], 0
    for title, cell in zip(TITLES, row, strict=True):
        next_at = text.find(_plain(cell), at)
        if next_at < 0:
            found.append(FileDifference(place=place, column=title, found=None, expected=cell))
        else:
            at = next_at + len(_plain(cell))
    return found or [FileDifference(place=place, found="这一行多出文字")]


def _only(first: str, second: str) -> Iterable[str]:
    lines = [Counter(_plain(line) for line in text.splitlines()) for text in (first, second)]
    return sorted(line[:80] for line in lines[0] - lines[1] if line)


def masked(differences: Iterable[FileDifference]) -> list[FileDifference]:
    """The same for the public: places and what the file itself says, not what the list says."""
    return [one.model_copy(update={"expected": None}) for one in differences]
