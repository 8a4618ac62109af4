"""Reading organisations and who is competent for a place."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    String,
    and_,
    column,
    delete,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    table,
    union_all,
    values,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.organisations.jurisdiction import Candidate, Place
from backend.organisations.models import (
    Affiliation,
    Annex1Form,
    Annex1Version,
    Handover,
    JurisdictionRow,
    Organisation,
    OrganisationPicture,
    PaperArrival,
    ZoneArea,
)
from backend.organisations.schemas import OrganisationQuery
from backend.organisations.states import HandoverState, OrganisationState
from backend.platform.rows import AnyRow, AnySelect

# Slices above this one are read by name.
PLACE = ("city_code", "county_code", "zone_code")
enterprises = table("enterprises", *(column(c) for c in ("uscc", "name", "state", *PLACE)))
experts = table(
    "experts",
    *(column(c) for c in ("employer_uscc", "employer_name", "state", "filed_at", *PLACE[:2])),
)


def _in_force(table: Any, on: date) -> ColumnElement[bool]:
    return and_(table.valid_from <= on, or_(table.valid_to.is_(None), table.valid_to >= on))


def _same(column: Any, value: Any) -> ColumnElement[bool]:
    """Equal to a code that is there: no code is not the code of an organisation without one."""
    return false() if value is None else column == value


def _affiliated(relation: str, place: Place, on: date) -> ColumnElement[bool]:
    if place.employer_uscc is None:
        return false()
    return exists().where(
        Affiliation.organisation_id == Organisation.id,
        Affiliation.employer_uscc == place.employer_uscc,
        Affiliation.relation == relation,
        _in_force(Affiliation, on),
    )


def _in_new_area(place: Place, on: date) -> ColumnElement[bool]:
    if place.zone_code is None:
        return false()
    return exists().where(
        ZoneArea.zone_code == place.zone_code, ZoneArea.in_new_area, _in_force(ZoneArea, on)
    )


def _related(place: Place, on: date) -> ColumnElement[bool]:
    """Whether an organisation stands to the place in the relation of the matrix row."""

    def when(relation: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return and_(JurisdictionRow.relation == relation, condition)

    return or_(
        when("own_staff", _affiliated("own_staff", place, on)),
        when("affiliated", _affiliated("affiliated", place, on)),
        when("department_assigned", _affiliated("department_assigned", place, on)),
        when("in_new_area", _in_new_area(place, on)),
        when("in_zone", _same(Organisation.zone_code, place.zone_code)),
        when("in_county", _same(Organisation.county_code, place.county_code)),
        when("in_city", _same(Organisation.city_code, place.city_code)),
    )


async def candidates(
    session: AsyncSession, subject: str, capability: str, place: Place, on: date
) -> list[Candidate]:
    """Every active organisation the matrix relates to a place, for one subject and capability."""
    query = (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.type,
            JurisdictionRow.id,
            JurisdictionRow.relation,
            JurisdictionRow.clause,
            JurisdictionRow.rank,
        )
        .join(JurisdictionRow, JurisdictionRow.organisation_type == Organisation.type)
        .where(
            Organisation.state == OrganisationState.ACTIVE,
            JurisdictionRow.subject == subject,
            JurisdictionRow.capability == capability,
            _in_force(JurisdictionRow, on),
            _related(place, on),
        )
    )
    return [Candidate(*row) for row in await session.execute(query)]


async def candidates_everywhere(
    session: AsyncSession, places: Sequence[tuple[str, Place]], on: date
) -> list[AnyRow]:
    """For many places at once what `candidates` gives for one: by the same conditions.

    Rows carry the place's key and the subject; reviewing, and filing for agreements.
    """
    names = ("key", "city_code", "county_code", "zone_code")
    columns = [column(name, String) for name in names]
    rows = [(key, one.city_code, one.county_code, one.zone_code) for key, one in places]
    where = values(*columns, name="places").data(rows).alias("places")
    # Columns in the stead of values: the conditions are the same for one place and for all.
    codes: list[Any] = [where.c.city_code, where.c.county_code, where.c.zone_code]
    place = Place(*codes)
    decides = or_(
        JurisdictionRow.capability == "review",
        and_(JurisdictionRow.capability == "file", JurisdictionRow.subject == "agreement"),
    )
    query = (
        select(where.c.key, JurisdictionRow.subject, Organisation.id, Organisation.name)
        .add_columns(Organisation.type, JurisdictionRow.id, JurisdictionRow.relation)
        .add_columns(JurisdictionRow.clause, JurisdictionRow.rank)
        .select_from(where)
        .join(Organisation, Organisation.state == OrganisationState.ACTIVE)
        .join(JurisdictionRow, JurisdictionRow.organisation_type == Organisation.type)
        .where(decides, _in_force(JurisdictionRow, on), _related(place, on))
    )
    return list((await session.execute(query)).all())


async def zone_places(session: AsyncSession, on: date) -> list[ZoneArea]:
    """Where each zone lies on a day."""
    query = select(ZoneArea).where(_in_force(ZoneArea, on)).order_by(ZoneArea.zone_code)
    return list((await session.execute(query)).scalars())


def listing(asked: OrganisationQuery, *, everything: bool) -> AnySelect:
    """The organisations a query asks for, by name; those with an account unless `everything`."""
    query = select(Organisation).order_by(Organisation.name, Organisation.id)
    if not everything:
        query = query.where(Organisation.state == OrganisationState.ACTIVE)
    for name in ("type", "state", "city_code"):
        wanted = getattr(asked, name)
        if wanted is not None:
            query = query.where(getattr(Organisation, name) == wanted)
    if asked.q:
        named = Organisation.name.contains(asked.q, autoescape=True)
        # A scanned code begins with the number: DW-2026-000001-2-1A2B3C4D.
        number = "-".join(asked.q.strip().upper().split("-")[:3])
        query = query.where(or_(named, Organisation.number == number))
    return query


async def form_behind(session: AsyncSession, token_hash: str) -> UUID | None:
    """The form a private link opens."""
    query = select(Annex1Form.id).filter_by(token_hash=token_hash)
    return (await session.execute(query)).scalar_one_or_none()


async def form_of(session: AsyncSession, organisation_id: UUID) -> Annex1Form:
    """The form an organisation came from."""
    query = select(Annex1Form).filter_by(organisation_id=organisation_id)
    return (await session.execute(query)).scalar_one()


async def versions(session: AsyncSession, organisation_id: UUID) -> list[Annex1Version]:
    """What was submitted, oldest first."""
    query = select(Annex1Version).filter_by(organisation_id=organisation_id)
    return list((await session.execute(query.order_by(Annex1Version.number))).scalars())


async def arrivals(session: AsyncSession, organisation_id: UUID) -> list[PaperArrival]:
    """The sealed papers that came, newest first."""
    query = select(PaperArrival).filter_by(organisation_id=organisation_id)
    return list((await session.execute(query.order_by(PaperArrival.id.desc()))).scalars())


async def pictures(session: AsyncSession, form_id: UUID) -> list[OrganisationPicture]:
    """The pictures kept with a form, oldest first."""
    query = select(OrganisationPicture).filter_by(form_id=form_id)
    return list((await session.execute(query.order_by(OrganisationPicture.id))).scalars())


async def taken(
    session: AsyncSession, name: str, uscc: str, own_id: UUID | None
) -> tuple[bool, bool]:
    """Whether another organisation has the name, and whether one has the credit code."""
    others = select(
        func.coalesce(func.bool_or(Organisation.name == name), false()),
        func.coalesce(func.bool_or(Organisation.uscc == uscc), false()),
    ).where(
        Organisation.state != OrganisationState.REFUSED,
        Organisation.id.is_distinct_from(own_id),
        or_(Organisation.name == name, Organisation.uscc == uscc),
    )
    found = (await session.execute(others)).one()
    return bool(found[0]), bool(found[1])


async def forget_forms(session: AsyncSession, before: datetime) -> None:
    """Delete forms nobody submitted and nobody touched since, with their pictures."""
    stale = (Annex1Form.organisation_id.is_(None), Annex1Form.updated_at < before)
    ids = select(Annex1Form.id).where(*stale).scalar_subquery()
    gone = delete(OrganisationPicture).where(OrganisationPicture.form_id.in_(ids))
    await session.execute(gone)
    await session.execute(delete(Annex1Form).where(*stale))


async def open_handover(session: AsyncSession, organisation_id: UUID) -> Handover | None:
    """The manager's role on offer."""
    query = select(Handover).filter_by(organisation_id=organisation_id, state=HandoverState.OFFERED)
    return (await session.execute(query)).scalar_one_or_none()


async def matrix(session: AsyncSession, on: date) -> list[AnyRow]:
    """The matrix in force on a day."""
    row = JurisdictionRow
    query = (
        select(
            row.organisation_type, row.subject, row.relation, row.capability, row.rank, row.clause
        )
        .where(_in_force(row, on))
        .order_by(row.subject, row.capability, row.rank, row.organisation_type)
    )
    return list((await session.execute(query)).all())


async def affiliations(session: AsyncSession, organisation_id: UUID) -> list[Affiliation]:
    """The employers whose staff an organisation recommends."""
    query = select(Affiliation).where(Affiliation.organisation_id == organisation_id)
    return list((await session.execute(query.order_by(Affiliation.employer_name))).scalars())


async def body(session: AsyncSession, code: str, on: date) -> AnyRow | None:
    """Name and place of the body with this code, from what was checked by somebody before.

    Organisations with an account come first, then approved enterprises, employers named by the
    matrix, and those of filed experts.
    """
    none = null()
    named = [
        select(literal(1).label("rank"), Organisation.name, *_place_of(Organisation)).where(
            Organisation.uscc == code, Organisation.state == OrganisationState.ACTIVE
        ),
        select(literal(2), enterprises.c.name, *(enterprises.c[one] for one in PLACE)).where(
            enterprises.c.uscc == code, enterprises.c.state == "approved"
        ),
        select(literal(4), Affiliation.employer_name, none, none, none).where(
            Affiliation.employer_uscc == code, _in_force(Affiliation, on)
        ),
        select(
            literal(3), experts.c.employer_name, experts.c.city_code, experts.c.county_code, none
        ).where(experts.c.employer_uscc == code, experts.c.filed_at.is_not(None)),
    ]
    found = union_all(*named).subquery()
    query = select(found.c.name, *(found.c[one] for one in PLACE)).order_by(found.c.rank)
    return (await session.execute(query.limit(1))).one_or_none()


def _place_of(organisation: type[Organisation]) -> list[Any]:
    return [organisation.city_code, organisation.county_code, organisation.zone_code]
