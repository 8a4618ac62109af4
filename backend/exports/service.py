"""One mechanism for every list: the page's own query, streamed into a spreadsheet, on record."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO, Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.exports import queries
from backend.exports.models import Export
from backend.exports.responses import SheetResponse
from backend.exports.rules import MOST_ROWS, within_reach
from backend.exports.schemas import ExportIn
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import ROLE_NAMES
from backend.platform import audit, clock, documents, throttle
from backend.platform.database import Database, read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.pagination import PageQuery
from backend.platform.problems import enforce
from backend.platform.rows import AnyRow, AnySelect

__all__ = ["Col", "Filter", "Listing", "SheetResponse"]

Q = TypeVar("Q", bound=PageQuery)
T = TypeVar("T")
BATCH = 200
AT_ONCE = 2
"""Exports a process works on at a time: each holds a connection for as long as it takes."""
MOST, PER = 30, timedelta(minutes=10)
CONFIDENTIAL = "内部资料　请妥善保管，按用途使用，不得外传"
PAGING = {"limit", "offset"}

_turn = asyncio.Semaphore(AT_ONCE)


@dataclass(frozen=True)
class Col(Generic[T]):
    """A column: heading, what it says of a row as the screen shows it, width in characters."""

    title: str
    value: Callable[[T], Any]
    width: int = 16


@dataclass(frozen=True)
class Filter:
    """How the file calls a filter, and its values: by a code list, or by these words."""

    title: str
    codes: str | None = None
    words: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing(Generic[Q, T]):
    """A list of the product as its screen shows it; declared beside the list."""

    name: str
    title: str
    asked: type[Q]
    columns: Sequence[Col[T]]
    filters: Mapping[str, Filter]
    query: Callable[[Actor, Q], AnySelect] | None = None
    """The screen's own query: same filters, same order, narrowed to the same actor."""
    rows: Callable[[AsyncSession, Actor, Q], Awaitable[AnySelect]] | None = None
    """The same where it takes a look into the database first."""
    read: Callable[[AnyRow], T] | None = None
    """What the screen gets of a row, masked the same."""
    show: Callable[[AsyncSession, Actor, Sequence[AnyRow]], Awaitable[Sequence[T]]] | None = None
    """The same where it depends on the reader or needs names of codes, for many rows at once."""
    whole: Callable[[AsyncSession, Actor, Q], Awaitable[Sequence[T]]] | None = None
    """In place of both: a short list that no query gives, as the screen gets it."""

    def __post_init__(self) -> None:
        given = [self.query or self.rows, self.read or self.show]
        if any(given) is (self.whole is not None) or (None in given and any(given)):
            raise TypeError(f"{self.name}: say which rows and how they are shown, or the whole")
        LISTINGS[self.name] = self

    async def select(self, session: AsyncSession, actor: Actor, asked: Q) -> AnySelect:
        """The rows as the screen asks for them."""
        if self.query is not None:
            return self.query(actor, asked)
        assert self.rows is not None
        return await self.rows(session, actor, asked)

    async def shown(
        self, session: AsyncSession, actor: Actor, rows: Sequence[AnyRow]
    ) -> Sequence[T]:
        """The rows as the screen gets them."""
        if self.read is not None:
            return [self.read(row) for row in rows]
        assert self.show is not None
        return await self.show(session, actor, rows)

    async def take(self, db: Database, actor: Actor, asked: Q, body: ExportIn) -> SheetResponse:
        """The list as a file, over all its pages. What leaves the platform is on record first.

        Raises 409 EXPORT-01 for more rows than one file takes, 429 after too many exports.
        """
        await _admit(db, actor)
        async with _turn:
            file, count = await _write(db, actor, self, asked, body)
        try:
            await _note(db, actor, Export(**_kept(actor, self, asked, body, count)))
        except BaseException:
            file.close()
            raise
        return SheetResponse(file, f"{self.title}-{clock.now():%Y%m%d-%H%M}", body.form)


LISTINGS: dict[str, Listing[Any, Any]] = {}
"""Every declared list, by name."""


@use_case
async def _admit(session: AsyncSession, actor: Actor) -> None:
    await throttle.take(session, f"export:{actor.account_id}", burst=MOST, per=PER)


@read_case
async def _write(
    session: AsyncSession, actor: Actor, listing: Listing[Q, T], asked: Q, body: ExportIn
) -> tuple[BinaryIO, int]:
    await queries.hold_still(session)
    count, lines = await _counted(session, actor, listing, asked)
    enforce(within_reach(count))
    notes = await _notes(session, actor, listing, asked, body.purpose)
    columns = [documents.Column(col.title, col.width) for col in listing.columns]
    sheet = documents.Sheet(listing.title, columns, [*notes, f"共 {count} 条"])
    write = documents.write_csv if body.form == "csv" else documents.write_sheet
    return await write(sheet, lines), count


async def _counted(
    session: AsyncSession, actor: Actor, listing: Listing[Q, T], asked: Q
) -> tuple[int, AsyncIterator[Sequence[Any]]]:
    if listing.whole is not None:
        rows = await listing.whole(session, actor, asked)
        return len(rows), _said(listing, rows)
    query = await listing.select(session, actor, asked)
    count = await queries.count(session, query, MOST_ROWS + 1)
    return count, _lines(session, actor, listing, query)


async def _said(listing: Listing[Q, T], rows: Sequence[T]) -> AsyncIterator[Sequence[Any]]:
    for shown in rows:
        yield _line(listing, shown)


def _line(listing: Listing[Q, T], shown: T) -> Sequence[Any]:
    return [_text(col.value(shown)) for col in listing.columns]


async def _lines(
    session: AsyncSession, actor: Actor, listing: Listing[Q, T], query: AnySelect
) -> AsyncIterator[Sequence[Any]]:
    async for rows in queries.in_batches(session, query, BATCH):
        for shown in await listing.shown(session, actor, rows):
            yield _line(listing, shown)


def _text(value: Any) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(str(one) for one in value)
    return value


async def _notes(
    session: AsyncSession, actor: Actor, listing: Listing[Q, T], asked: Q, purpose: str
) -> list[str]:
    place = await identity.place_name(session, actor)
    who = "　".join(part for part in (actor.name, ROLE_NAMES[actor.role], place) if part)
    words = [await _filter_words(session, listing, *one) for one in _given(asked).items()]
    return [
        f"{listing.title}　{CONFIDENTIAL}",
        f"导出人：{who}",
        f"导出时间：{clock.now():%Y-%m-%d %H:%M}",
        f"用途：{purpose}",
        f"筛选条件：{'；'.join(words) or '无（全部）'}",
    ]


def _given(asked: PageQuery) -> dict[str, Any]:
    """The filters that narrow the list, page and defaults aside."""
    return {
        name: value
        for name, value in asked.model_dump(exclude=PAGING).items()
        if value not in (None, "", False)
    }


async def _filter_words(
    session: AsyncSession, listing: Listing[Q, T], name: str, value: Any
) -> str:
    known = listing.filters[name]
    if known.codes:
        said = await codelists.name_of(session, known.codes, str(value))
    elif isinstance(value, UUID):
        said = await queries.called(session, value) or str(value)
    else:
        said = known.words.get(value) or _plain(value)
    return f"{known.title}：{said}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _kept(
    actor: Actor, listing: Listing[Q, T], asked: Q, body: ExportIn, count: int
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "account_id": actor.account_id,
        "membership_id": actor.membership_id,
        "list_name": listing.name,
        "purpose": body.purpose,
        "filters": asked.model_dump(mode="json", include=set(_given(asked))),
        "row_count": count,
    }


@use_case
async def _note(session: AsyncSession, actor: Actor, taken: Export) -> None:
    session.add(taken)
    await audit.record(
        session,
        taken,
        "export",
        actor,
        list=taken.list_name,
        purpose=taken.purpose,
        filters=taken.filters,
        rows=taken.row_count,
    )
