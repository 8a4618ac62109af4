"""Reading the code lists, the tables made of them for rules, and loading the shipped files."""

import csv
import hashlib
import io
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import queries
from backend.codelists.checks.degrees import DegreeTable
from backend.codelists.checks.disciplines import DisciplineTable
from backend.codelists.checks.lists import LISTS, CodeList, Entry
from backend.codelists.checks.titles import TitleTable
from backend.codelists.models import CodeEntry, CodeListVersion
from backend.codelists.schemas import CodeEntryRead, CodeListQuery, CodeListRead, CodeListSummary
from backend.platform import clock
from backend.platform.calendar import Calendar
from backend.platform.database import read_case
from backend.platform.language import asked_for
from backend.platform.pagination import Page, PageQuery
from backend.platform.problems import FieldError, not_found

T = TypeVar("T")

DATA = Path(__file__).parent / "data"
BEGINNING = date(2021, 1, 1)
"""The first edition of a list counts from here, so that it covers every record."""

NOT_LISTED = "请从列表中选择；找不到合适的选项时，请选最接近的一项并在说明中写明。"

EDITIONS = "code_list_editions"
_built: dict[tuple[str, ...], tuple[object, Any]] = {}
"""Tables by the lists they were built from, each with the editions it was built of."""


@read_case
async def summaries(session: AsyncSession, asked: PageQuery) -> Page[CodeListSummary]:
    """The loaded lists and their editions."""
    found = await queries.versions(session)
    shown = found[asked.offset : asked.offset + asked.limit]
    items = [
        CodeListSummary(name=v.list, title=v.title, edition=v.edition, content_hash=v.content_hash)
        for v in shown
    ]
    return Page(
        items=items,
        total=len(found),
        total_is_capped=False,
        limit=asked.limit,
        offset=asked.offset,
    )


@read_case
async def read_list(
    session: AsyncSession, name: str, asked: CodeListQuery, known_tag: str | None
) -> tuple[str, CodeListRead | None]:
    """The list's tag and its entries, or None when the caller's tag is still right.

    Raises 404 for a list that does not exist.
    """
    version = await queries.version(session, name)
    if version is None:
        raise not_found("这个代码表")
    on = asked.on or clock.today()
    english = "-en" if asked_for() == "en" else ""
    tag = f'"{version.content_hash[:16]}-{version.version}-{on:%Y%m%d}{english}"'
    if known_tag == tag:
        return tag, None
    found = await queries.entries(session, name, on, parent=asked.parent, q=asked.q)
    items = [_entry_read(entry) for entry in found]
    return tag, CodeListRead(name=name, title=version.title, edition=version.edition, items=items)


def _entry_read(entry: CodeEntry) -> CodeEntryRead:
    return CodeEntryRead(
        code=entry.code,
        name=entry.name,
        parent_code=entry.parent_code,
        attributes=entry.attributes,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )


async def name_of(session: AsyncSession, name: str, code: str) -> str:
    """Step: the name of a code, or the code itself when the list never had it."""
    return (await _names(session, name)).get(code, code)


async def names_of(session: AsyncSession, name: str, codes: Iterable[str]) -> dict[str, str]:
    """Step: names by code; a code the list never had stands for itself."""
    known = await _names(session, name)
    return {code: known.get(code, code) for code in codes}


async def present_names(session: AsyncSession, name: str) -> dict[str, str]:
    """Step: every code that the list has today, with its name, in the order of the codes."""
    known = await _names(session, name)
    return {code: known[code] for code in sorted(await _present_codes(session, name))}


async def unknown_codes(session: AsyncSession, name: str, codes: Iterable[str]) -> list[str]:
    """Step: those of the codes the list does not have today, sorted."""
    return sorted(set(codes) - await _present_codes(session, name))


async def code_faults(
    session: AsyncSession, values: Mapping[str, Any], lists: Mapping[str, str]
) -> list[FieldError]:
    """Step: a fault for each code in `values` that the list `lists` names for its field lacks."""
    found = []
    for field, name in lists.items():
        value = values.get(field) or []
        codes = value if isinstance(value, list) else [value]
        unknown = set(await unknown_codes(session, name, codes)) if codes else set()
        for place, code in enumerate(codes):
            if code in unknown:
                pointer = f"/{field}/{place}" if isinstance(value, list) else f"/{field}"
                found.append(FieldError(pointer=pointer, message=NOT_LISTED))
    return found


async def title_table(session: AsyncSession) -> TitleTable:
    """Step: the levels of professional titles."""
    return await _table(session, TitleTable.from_rows, "titles", "title_traps")


async def degree_table(session: AsyncSession) -> DegreeTable:
    """Step: degrees and education."""
    return await _table(session, DegreeTable.from_rows, "degrees")


async def discipline_table(session: AsyncSession) -> DisciplineTable:
    """Step: the disciplines and their groups."""
    return await _table(session, DisciplineTable.from_rows, "disciplines")


async def rows_of(session: AsyncSession, name: str) -> list[dict[str, str]]:
    """Step: the present rows of a list as its file has them, in its order."""
    return await _table(session, _rows, name)


def _rows(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return rows


async def calendar(session: AsyncSession) -> Calendar:
    """Step: the working days."""
    return await _table(session, _calendar, "holidays")


def _calendar(rows: Iterable[Mapping[str, str]]) -> Calendar:
    days: dict[str, set[date]] = {"holiday": set(), "workday": set()}
    for row in rows:
        days[row["kind"]].add(date.fromisoformat(row["date"]))
    years = frozenset(day.year for day in days["holiday"])
    return Calendar(frozenset(days["holiday"]), frozenset(days["workday"]), years)


async def _names(session: AsyncSession, name: str) -> dict[str, str]:
    """Every code the list ever had, by its latest name: old records keep their words."""

    async def read() -> dict[str, str]:
        return await queries.names(session, name)

    return await _kept(session, read, "names of", name)


async def _present_codes(session: AsyncSession, name: str) -> set[str]:
    async def read() -> set[str]:
        return await queries.present_codes(session, name)

    return await _kept(session, read, "codes of", name)


async def _table(session: AsyncSession, build: Callable[..., T], *names: str) -> T:
    """What `build` makes of the present rows of these lists."""

    async def read() -> T:
        return build(*[await _present_rows(session, name) for name in names])

    return await _kept(session, read, build.__qualname__, *names)


async def _kept(
    session: AsyncSession, read: Callable[[], Awaitable[T]], kind: str, *names: str
) -> T:
    """What `read` gives, kept in memory until one of the lists has another edition.

    Lists of some thousand codes are looked into for every form; they change a few times a year.
    """
    editions = await _editions(session)
    stamp = [editions.get(name) for name in names]
    kept = _built.get((kind, *names))
    if kept is None or kept[0] != stamp:
        kept = _built[(kind, *names)] = (stamp, await read())
    return kept[1]


async def _editions(session: AsyncSession) -> dict[str, tuple[str, int]]:
    """The present editions by list, read once a transaction."""
    kept: dict[str, tuple[str, int]] | None = session.info.get(EDITIONS)
    if kept is None:
        kept = {v.list: (v.content_hash, v.version) for v in await queries.versions(session)}
        session.info[EDITIONS] = kept
    return kept


async def present_rows(session: AsyncSession, name: str) -> list[dict[str, str]]:
    """Step: the list as it is today, in its own order and with its file's columns."""

    async def read() -> list[dict[str, str]]:
        return await _present_rows(session, name)

    return await _kept(session, read, "rows of", name)


async def _present_rows(session: AsyncSession, name: str) -> list[dict[str, str]]:
    found = await queries.entries(session, name)
    code_list = LISTS[name]
    return [code_list.row(Entry(e.code, e.name, e.parent_code, e.attributes)) for e in found]


async def load_code_lists(session: AsyncSession, folder: Path = DATA) -> list[str]:
    """Step: bring every list to its shipped file; the names of the lists that changed.

    Codes that a newer file drops or changes end today; what was valid before stays readable.
    """
    return [name for name in LISTS if await _load(session, LISTS[name], folder)]


async def _load(session: AsyncSession, code_list: CodeList, folder: Path) -> bool:
    content = (folder / f"{code_list.name}.csv").read_bytes()
    content_hash = hashlib.sha256(content).hexdigest()
    version = await queries.version(session, code_list.name)
    if version is not None and version.content_hash == content_hash:
        return False
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    shipped = [code_list.entry(row) for row in rows]
    await _bring_to(session, code_list.name, shipped, BEGINNING if version is None else None)
    version = version or CodeListVersion(list=code_list.name)
    version.title, version.edition = code_list.title, code_list.edition
    version.content_hash = content_hash
    session.add(version)
    await session.flush()
    session.info.pop(EDITIONS, None)
    return True


async def _bring_to(
    session: AsyncSession, name: str, shipped: list[Entry], since: date | None
) -> None:
    present = {entry.code: entry for entry in await queries.entries(session, name)}
    today = clock.today()
    for position, entry in enumerate(shipped):
        old = present.pop(entry.code, None)
        if old is None:
            session.add(_row(name, entry, position, since or today))
        elif _words(old) == _words(entry):
            old.position = position
        else:
            await _replace(session, old, _row(name, entry, position, today))
    for dropped in present.values():
        dropped.valid_to = today


async def _replace(session: AsyncSession, old: CodeEntry, new: CodeEntry) -> None:
    """End the old entry today; one that began today never was."""
    if old.valid_from >= new.valid_from:
        await session.delete(old)
    else:
        old.valid_to = new.valid_from
    await session.flush()
    session.add(new)


def _words(entry: Entry | CodeEntry) -> tuple[str, str | None, Mapping[str, str]]:
    return entry.name, entry.parent_code, entry.attributes


def _row(name: str, entry: Entry, position: int, since: date) -> CodeEntry:
    return CodeEntry(
        list=name,
        code=entry.code,
        name=entry.name,
        parent_code=entry.parent_code,
        position=position,
        attributes=dict(entry.attributes),
        valid_from=since,
    )
