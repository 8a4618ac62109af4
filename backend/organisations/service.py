"""Organisations: the annex-1 form, the allotted account, and who is competent for what."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import service as identity
from backend.identity.actor import SYSTEM, Actor
from backend.identity.permissions import Permission, Role
from backend.identity.schemas import AccountIn
from backend.organisations import queries
from backend.organisations.jurisdiction import Competence, Place, choose
from backend.organisations.members import affiliate
from backend.organisations.models import Organisation
from backend.organisations.rules import allotted_by_department, somebody_is_competent
from backend.organisations.schemas import (
    AffiliationIn,
    AllotIn,
    CompetenceRead,
    JurisdictionQuery,
    MatrixRow,
    OrganisationCard,
    OrganisationIn,
    OrganisationQuery,
    OrganisationRead,
)
from backend.organisations.states import ORGANISATION, TYPE_NAMES, OrganisationType
from backend.platform import audit, clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import enforce, not_found

__all__ = ["Competence", "Place", "competent", "liaison_organisation"]

on_violation("uq_organisations_name", "这个单位已经提交过申请或已有账号，请联系省科技厅核实。")
# Universities and institutes review their own staff (clause 4.8).
OWN_STAFF = frozenset({OrganisationType.UNIVERSITY, OrganisationType.RESEARCH_INSTITUTE})
LABELS = {
    "receive_paper": "登记收到盖章件",
    "allot": "分配账号",
    "refuse": "不予通过",
    "suspend": "暂停",
    "resume": "恢复",
}


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


async def liaison_organisation(session: AsyncSession, place: Place) -> UUID | None:
    """Step: whose liaison follows services here: the zone's, else the county's (decision A17)."""
    found = await queries.candidates(session, "enterprise", "review", place, clock.today())
    local = [one for one in found if one.relation in {"in_zone", "in_county", "in_new_area"}]
    return min(local, key=lambda one: one.rank).organisation_id if local else None


def _actions(actor: Actor | None, organisation: Organisation) -> list[AllowedAction]:
    if actor is None or not actor.may(Permission.ORGANISATION_MANAGE):
        return []
    return [
        allowed(name, label, allotted_by_department(actor.role is Role.DEPARTMENT))
        for name, label in LABELS.items()
        if ORGANISATION.allows(organisation.state, name)
    ]


def card(organisation: Organisation) -> OrganisationCard:
    """An organisation as lists show it."""
    derived = {"type_name", "state_name"}
    shown = {
        name: getattr(organisation, name)
        for name in OrganisationCard.model_fields
        if name not in derived
    }
    return OrganisationCard(
        **shown,
        type_name=TYPE_NAMES[OrganisationType(organisation.type)],
        state_name=ORGANISATION.label(organisation.state),
    )


def _read(actor: Actor | None, organisation: Organisation) -> OrganisationRead:
    return OrganisationRead(
        **card(organisation).model_dump(),
        version=organisation.version,
        uscc=organisation.uscc,
        contact_name=organisation.contact_name,
        contact_phone=organisation.contact_phone,
        contact_email=organisation.contact_email,
        profile=organisation.profile,
        allowed_actions=_actions(actor, organisation),
    )


async def add_organisation(session: AsyncSession, body: OrganisationIn) -> Organisation:
    """Step: an organisation waiting for its sealed paper."""
    fields = body.model_dump(mode="json")
    organisation = Organisation(id=new_id(), **fields)
    await audit.create(session, organisation, ORGANISATION, SYSTEM, by="annex 1")
    return organisation


@use_case
async def apply(session: AsyncSession, body: OrganisationIn) -> OrganisationRead:
    """Annex 1, without an account: the department allots one once the sealed paper is here."""
    return _read(None, await add_organisation(session, body))


async def _visible(session: AsyncSession, actor: Actor, organisation_id: UUID) -> Organisation:
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    if actor.role is not Role.DEPARTMENT and actor.organisation_id != organisation_id:
        raise not_found("这个单位")
    return organisation


@use_case
async def read(session: AsyncSession, actor: Actor, organisation_id: UUID) -> OrganisationRead:
    """One's own organisation, or any for the department."""
    return _read(actor, await _visible(session, actor, organisation_id))


@use_case
async def move(
    session: AsyncSession, actor: Actor, organisation_id: UUID, action: str
) -> OrganisationRead:
    """Register the paper's arrival, refuse, suspend or resume."""
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    if action == "receive_paper":
        organisation.paper_received_on = clock.today()
    await audit.transition(session, organisation, ORGANISATION, action, actor)
    return _read(actor, organisation)


@use_case
async def allot(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: AllotIn
) -> OrganisationRead:
    """Allot the account: the organisation's first member may sign in and invite others (4.9)."""
    enforce(allotted_by_department(actor.role is Role.DEPARTMENT), status=403)
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    organisation.allotted_by = actor.account_id
    await audit.transition(session, organisation, ORGANISATION, "allot", actor)
    if organisation.type in OWN_STAFF and organisation.uscc:
        own = AffiliationIn(
            employer_uscc=organisation.uscc, employer_name=organisation.name, relation="own_staff"
        )
        await affiliate(session, organisation, own)
    account = await identity.add_account(
        session,
        AccountIn(
            phone=body.manager_phone,
            email=body.manager_email,
            display_name=body.manager_name,
            password=body.initial_password,
        ),
    )
    await identity.give_hat(
        session, account.id, Role.REVIEWER, is_manager=True, organisation_id=organisation.id
    )
    return _read(actor, organisation)


@read_case
async def listing(session: AsyncSession, asked: OrganisationQuery) -> Page[OrganisationCard]:
    """The organisations, by name."""
    rows, frame = await page_rows(session, queries.listing(asked), asked)
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
