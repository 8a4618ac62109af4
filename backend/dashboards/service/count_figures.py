"""Counting, with the link that opens what was counted."""

from typing import Any
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.dashboards.queries import figures
from backend.dashboards.schemas import (
    FigureRow,
    Funnel,
    FunnelQuery,
    FunnelRow,
    Late,
    LateGroup,
    OrganisationCount,
    Overview,
    RowsQuery,
    StageCount,
    StateCount,
    SubjectCount,
)
from backend.deadlines.service import timetable
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.rows import AnyRow
from backend.platform.states import TABLES

SUBJECT_NAMES = {
    "experts": "科技特派员",
    "enterprises": "企业",
    "demands": "科技服务需求",
    "matches": "匹配",
    "agreements": "协议",
    "engagements": "入企服务",
    "batches": "月度推荐批次",
}
STAGE_NAMES = {
    "published": "已发布",
    "matched": "已匹配",
    "signed": "已签协议",
    "serving": "已备案服务",
    "ended": "已结束",
    "rated": "已评价",
}
LATE_TITLES = {
    "reviews": "逾期未审核",
    "batches": "推荐函和清单逾期未收到",
    "agreements": "逾期未签署的协议",
    "changes": "待决定的更换或终止申请",
    "ratings": "尚未收齐的评价",
    "follow_ups": "逾期未跟进的差评",
}
WHOLE_PROVINCE = "全省"


def link(**asked: object) -> str:
    """Where the rows behind a figure are shown."""
    given = {name: value for name, value in asked.items() if value is not None}
    return f"/dashboard/rows?{urlencode(given)}"


def detail_link(subject: str, id: object) -> str:
    """Where one record is read in full."""
    return f"/{subject}/{id}"


async def deadlines(session: AsyncSession) -> figures.Deadlines:
    """Step: what counts as late today."""
    return figures.Deadlines(clock.today(), await timetable(session))


async def _count(
    session: AsyncSession, actor: Actor, asked: RowsQuery, *columns: str
) -> list[tuple[Any, ...]]:
    query = figures.rows_of(actor, asked, await deadlines(session))
    return await figures.count_by(session, query, *columns)


async def _subject(session: AsyncSession, actor: Actor, subject: Any) -> SubjectCount:
    counts = dict(await _count(session, actor, RowsQuery(subject=subject), "state"))
    table = TABLES[subject]
    states = [
        StateCount(
            state=state,
            state_name=name,
            count=counts.get(state, 0),
            link=link(subject=subject, state=str(state)),
        )
        for state, name in table.labels.items()
    ]
    return SubjectCount(
        subject=subject,
        subject_name=SUBJECT_NAMES[subject],
        total=sum(counts.values()),
        link=link(subject=subject),
        states=states,
    )


@read_case
async def overview(session: AsyncSession, actor: Actor) -> Overview:
    """Counts by kind and state, in the actor's area."""
    subjects = [await _subject(session, actor, subject) for subject in figures.SUBJECTS]
    return Overview(as_of=clock.now(), subjects=subjects)


def _funnel_row(code: str | None, name: str, counts: dict[str, dict[str | None, int]]) -> FunnelRow:
    def count(stage: str) -> int:
        cities = counts[stage]
        return sum(cities.values()) if code is None else cities.get(code, 0)

    stages = [
        StageCount(
            stage=stage,  # type: ignore[arg-type]
            name=stage_name,
            count=count(stage),
            link=link(stage=stage, city_code=code),
        )
        for stage, stage_name in STAGE_NAMES.items()
    ]
    return FunnelRow(city_code=code, city_name=name, stages=stages)


@read_case
async def funnel(session: AsyncSession, actor: Actor, asked: FunnelQuery) -> Funnel:
    """How far the published demands came, by city."""
    column = f"{asked.by}_code"
    counts = {
        stage: dict(await _count(session, actor, RowsQuery(stage=stage), column))  # type: ignore[arg-type]
        for stage in STAGE_NAMES
    }
    codes = sorted(code for code in counts["published"] if code)
    names = await codelists.names_of(session, "divisions", codes)
    return Funnel(
        as_of=clock.now(),
        total=_funnel_row(None, WHOLE_PROVINCE, counts),
        rows=[_funnel_row(code, names[code], counts) for code in codes],
    )


async def _late(session: AsyncSession, actor: Actor, kind: Any) -> LateGroup:
    found = await _count(
        session, actor, RowsQuery(late=kind), "organisation_id", "organisation_name"
    )
    organisations = [
        OrganisationCount(
            organisation_id=id,
            organisation_name=name,
            count=count,
            link=link(late=kind, organisation_id=id),
        )
        for id, name, count in sorted(found, key=lambda each: (-each[2], str(each[1])))
    ]
    return LateGroup(
        kind=kind,
        title=LATE_TITLES[kind],
        count=sum(each.count for each in organisations),
        link=link(late=kind),
        organisations=organisations,
    )


@read_case
async def late(session: AsyncSession, actor: Actor) -> Late:
    """What is late, by the organisation whose turn it is."""
    groups = [await _late(session, actor, kind) for kind in figures.LATE]
    return Late(as_of=clock.now(), groups=groups)


def figure_row(row: AnyRow) -> FigureRow:
    """A row behind a figure as screens show it."""
    table = TABLES.get(row.subject)
    state = row.state if table and row.state in table.labels else None
    return FigureRow(
        id=row.id,
        title=row.title,
        state=state,
        state_name=table.label(state) if table and state else None,
        organisation_name=row.organisation_name,
        since=row.since,
        due=row.due,
        link=detail_link(row.subject, row.subject_id),
    )


@read_case
async def rows(session: AsyncSession, actor: Actor, asked: RowsQuery) -> Page[FigureRow]:
    """The rows behind a figure: as many as the figure says (D29)."""
    query = figures.rows_of(actor, asked, await deadlines(session))
    found, frame = await page_rows(session, query, asked)
    return Page(items=[figure_row(row) for row in found], **frame)
