"""The list of organisations as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.exports.schemas import ExportIn
from backend.exports.service import Col, Filter, Listing, SheetResponse
from backend.exports.service import export as take
from backend.identity.actor import Actor
from backend.organisations.schemas import OrganisationCard, OrganisationQuery
from backend.organisations.service import listing_for
from backend.organisations.showing import card
from backend.organisations.states import ORGANISATION, TYPE_NAMES
from backend.platform.database import Database
from backend.platform.rows import AnyRow, AnySelect

PLACES = {"city_code": "divisions", "county_code": "divisions", "zone_code": "zones"}


async def _rows(_: AsyncSession, actor: Actor, asked: OrganisationQuery) -> AnySelect:
    return listing_for(actor, asked)


async def _show(
    session: AsyncSession, _: Actor, rows: Sequence[AnyRow]
) -> Sequence[tuple[OrganisationCard, dict[str, str | None]]]:
    return [(one, await _places(session, one)) for one in (card(row[0]) for row in rows)]


async def _places(session: AsyncSession, one: OrganisationCard) -> dict[str, str | None]:
    codes = {field: getattr(one, field) for field in PLACES}
    return {
        field: await codelists.name_of(session, PLACES[field], code) if code else None
        for field, code in codes.items()
    }


ORGANISATIONS = Listing(
    name="organisations",
    title="组织推荐部门名单",
    asked=OrganisationQuery,
    rows=_rows,
    show=_show,
    columns=(
        Col("单位名称", lambda one: one[0].name, 32),
        Col("类别", lambda one: one[0].type_name, 24),
        Col("设区市", lambda one: one[1]["city_code"], 10),
        Col("县（市、区）", lambda one: one[1]["county_code"], 14),
        Col("开发区", lambda one: one[1]["zone_code"], 24),
        Col("状态", lambda one: one[0].state_name, 18),
    ),
    filters={
        "type": Filter("类别", words=TYPE_NAMES),
        "state": Filter("状态", words=ORGANISATION.labels),
        "city_code": Filter("设区市", codes="divisions"),
        "q": Filter("名称"),
    },
)


async def listing(
    db: Database, actor: Actor, asked: OrganisationQuery, body: ExportIn
) -> SheetResponse:
    """The organisations."""
    return await take(db, actor, ORGANISATIONS, asked, body)
