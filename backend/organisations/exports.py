"""The list of organisations as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.exports.service import Col, Filter, Listing
from backend.identity.actor import Actor
from backend.organisations.affiliations import affiliations_of
from backend.organisations.coverage import coverage_on
from backend.organisations.schemas import (
    AffiliationQuery,
    AffiliationRead,
    CoverageHole,
    CoverageQuery,
    HoleQuery,
    OrganisationCard,
    OrganisationQuery,
)
from backend.organisations.service import listing_for
from backend.organisations.showing import card
from backend.organisations.states import ORGANISATION, TYPE_NAMES
from backend.platform.rows import AnyRow

SUBJECTS = {"expert": "特派员", "enterprise": "企业", "demand": "需求", "agreement": "协议备案"}
KINDS = {"gap": "无人主管", "overlap": "重复主管"}
RELATIONS = {
    "own_staff": "本单位人员",
    "affiliated": "所属单位",
    "department_assigned": "省科技厅指定",
}
PLACES = {"city_code": "divisions", "county_code": "divisions", "zone_code": "zones"}


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
    query=listing_for,
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


async def _holes(session: AsyncSession, _: Actor, asked: HoleQuery) -> Sequence[CoverageHole]:
    found = (await coverage_on(session, CoverageQuery())).holes
    return [
        one
        for one in found
        if asked.subject in (None, one.subject) and asked.kind in (None, one.kind)
    ]


HOLES = Listing(
    name="jurisdiction_holes",
    title="管辖空缺和重叠",
    asked=HoleQuery,
    whole=_holes,
    columns=(
        Col("地区或开发区", lambda one: one.place_name, 28),
        Col("代码", lambda one: one.place, 12),
        Col("设区市", lambda one: one.city_name, 12),
        Col("事项", lambda one: SUBJECTS.get(one.subject), 14),
        Col("情况", lambda one: KINDS.get(one.kind), 14),
        Col("同时主管的单位", lambda one: one.organisations, 40),
    ),
    filters={"subject": Filter("事项", words=SUBJECTS), "kind": Filter("情况", words=KINDS)},
)


async def _affiliations(
    session: AsyncSession, actor: Actor, asked: AffiliationQuery
) -> Sequence[AffiliationRead]:
    return await affiliations_of(session, actor, asked.organisation_id)


AFFILIATIONS = Listing(
    name="affiliations",
    title="由本单位推荐的用人单位",
    asked=AffiliationQuery,
    whole=_affiliations,
    columns=(
        Col("用人单位", lambda one: one.employer_name, 32),
        Col("统一社会信用代码", lambda one: one.employer_uscc, 22),
        Col("关系", lambda one: RELATIONS.get(one.relation), 16),
        Col("自", lambda one: one.valid_from, 12),
        Col("至", lambda one: one.valid_to, 12),
    ),
    filters={"organisation_id": Filter("组织推荐部门")},
)
