"""Organisations, and who is competent for what."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists.checks.numbers import BODY_KIND_NAMES, check_credit_code
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.organisations import queries
from backend.organisations.jurisdiction import Competence, Place, choose
from backend.organisations.models import Organisation
from backend.organisations.profile import sees_all
from backend.organisations.rules import somebody_is_competent
from backend.organisations.schemas import (
    BodyRead,
    CompetenceRead,
    JurisdictionQuery,
    MatrixRow,
    OrganisationCard,
    OrganisationQuery,
    OrganisationRead,
)
from backend.organisations.showing import card, organisation_read
from backend.organisations.states import ORGANISATION
from backend.platform import audit, clock
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import Problem, enforce, not_found
from backend.platform.rows import AnySelect

__all__ = ["Competence", "Place", "competence_of", "competent", "liaison_organisation"]


async def competent(
    session: AsyncSession, subject: str, place: Place, on: date, capability: str = "review"
) -> Competence:
    """Step: the one organisation competent for a subject of a place on a day.

    Raises 409 JUR-01 when nobody is, or two of the same rank are.
    """
    found = await queries.candidates(session, subject, capability, place, on)
    chosen = choose(found)
    enforce(somebody_is_competent(chosen is not None, len(found)))
    assert chosen is not None
    return chosen


async def competence_of(
    session: AsyncSession, subject: str, place: Place
) -> tuple[CompetenceRead | None, str]:
    """Step: who would review a subject of this place today, or why nobody would."""
    try:
        chosen = await competent(session, subject, place, clock.today())
    except Problem as problem:
        return None, problem.detail
    return CompetenceRead.model_validate(chosen, from_attributes=True), ""


@read_case
async def body(session: AsyncSession, code: str) -> BodyRead:
    """What the platform knows of the body with this code, to fill in forms (decision A12)."""
    checked = check_credit_code(code)
    known = await queries.body(session, checked.code, clock.today()) if checked.ok else None
    return BodyRead(
        code=checked.code,
        fault=checked.fault,
        kind=checked.kind,
        kind_name=BODY_KIND_NAMES[checked.kind],
        may_be_legal_person=checked.may_be_legal_person,
        **(known._asdict() if known else {}),
    )


async def liaison_organisation(session: AsyncSession, place: Place) -> UUID | None:
    """Step: whose liaison follows services here: the zone's, else the county's (decision A17)."""
    found = await queries.candidates(session, "enterprise", "review", place, clock.today())
    local = [one for one in found if one.relation in {"in_zone", "in_county", "in_new_area"}]
    return min(local, key=lambda one: one.rank).organisation_id if local else None


async def _visible(session: AsyncSession, actor: Actor, organisation_id: UUID) -> Organisation:
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None or not sees_all(actor, organisation_id):
        raise not_found("这个单位")
    return organisation


@read_case
async def read(session: AsyncSession, actor: Actor, organisation_id: UUID) -> OrganisationRead:
    """One's own organisation, or any for the department."""
    found = await _visible(session, actor, organisation_id)
    return await organisation_read(session, actor, found)


@use_case
async def move(
    session: AsyncSession, actor: Actor, organisation_id: UUID, action: str
) -> OrganisationRead:
    """Suspend or resume."""
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    await audit.transition(session, organisation, ORGANISATION, action, actor)
    return await organisation_read(session, actor, organisation)


def listing_for(actor: Actor, asked: OrganisationQuery) -> AnySelect:
    """Step: the list this actor gets, for the screen and its export alike."""
    return queries.listing(asked, everything=actor.may(Permission.ORGANISATION_MANAGE))


@read_case
async def listing(
    session: AsyncSession, actor: Actor, asked: OrganisationQuery
) -> Page[OrganisationCard]:
    """The organisations by name; applications are the department's to see."""
    rows, frame = await page_rows(session, listing_for(actor, asked), asked)
    return Page(items=[card(row[0]) for row in rows], **frame)


@read_case
async def who_reviews(session: AsyncSession, asked: JurisdictionQuery) -> CompetenceRead:
    """The competent organisation for a subject of a place, with the reason."""
    place = Place(asked.city_code, asked.county_code, asked.zone_code, asked.employer_uscc)
    on = asked.on or clock.today()
    chosen = await competent(session, asked.subject, place, on, asked.capability)
    return CompetenceRead.model_validate(chosen, from_attributes=True)


@read_case
async def read_matrix(session: AsyncSession) -> list[MatrixRow]:
    """The jurisdiction matrix in force today."""
    rows = await queries.matrix(session, clock.today())
    return [MatrixRow.model_validate(row, from_attributes=True) for row in rows]
