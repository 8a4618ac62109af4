"""The department's officers and the recommending organisations, from annex 1 to the account."""

from datetime import timedelta
from uuid import UUID

from backend.demo import people
from backend.demo.loading.calendar import later
from backend.demo.loading.history import Life
from backend.demo.loading.stage import PASSWORD, Office, Stage
from backend.demo.newcomers import NEW_ORGANISATIONS, new_organisation, officer
from backend.demo.records import Employer, Organisation, Person
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.hats import wearing
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn
from backend.organisations import members, service
from backend.organisations.schemas import (
    AffiliationIn,
    AllotIn,
    FieldStrength,
    MemberIn,
    OrganisationIn,
    OrganisationProfile,
    TeamOrLaboratory,
)
from backend.organisations.states import OrganisationType

# Local bodies name a liaison who follows the services in their area (decision A17).
_LOCAL = ("development_zone", "county_department", "new_area_bureau")
_NO_RECOMMENDER = "city-360100"
"""Whom the department assigns the staff of central and out-of-province units to."""


async def open_department(stage: Stage) -> None:
    """The department's officers: the first has nobody to ask, so there is no use case for it."""
    for number, role in enumerate((Role.DEPARTMENT, Role.DEPARTMENT, Role.SYSTEM_ADMIN)):
        stage.officers.append(await open_officer(stage, officer(number), role))
    # Appeals are decided by neither of the two who made the finding.
    stage.officers.append(await open_officer(stage, officer(4), Role.DEPARTMENT))


async def open_officer(stage: Stage, who: Person, role: Role) -> Actor:
    """An account in one of the department's three hats, as `python -m backend officer` opens it."""
    body = AccountIn(phone=who.phone, display_name=who.name, password=PASSWORD)
    async with stage.db.transaction() as session:
        account = await identity.add_account(session, body)
        await identity.give_hat(session, account.id, role)
        return await wearing(session, account.id)


async def settled_office(stage: Stage, index: int) -> Life:
    """One of the forty: form, sealed paper, account, colleagues, employers."""
    content = people.organisation(index)
    begins = stage.rounds.start + timedelta(hours=index % 10)
    applied = await service.apply(stage.db, _form(content))
    yield later(begins, 2 + index % 5)
    department = stage.officers[index % 2]
    await service.move(stage.db, department, applied.id, "receive_paper")
    yield later(begins, 8 + index % 3)
    office = await _allot(stage, content, applied.id)
    stage.offices[index] = office
    for employer in people.employers():
        relation = _relation(content, employer)
        if relation:
            body = {
                "employer_uscc": employer.uscc,
                "employer_name": employer.name,
                "relation": relation,
            }
            form = AffiliationIn.model_validate(body)
            await members.add_affiliation(stage.db, department, office.id, form)


async def new_office(stage: Stage, number: int) -> Life:
    """One of those whose application is still on its way, refused, or suspended again."""
    content = new_organisation(number)
    yield stage.rounds.ago((9, 6, 12, 75, 30)[number])
    applied = await service.apply(stage.db, _form(content))
    department = stage.officers[0]
    if number in (0, 1):
        return
    yield stage.rounds.ago((9, 6, 4, 66, 22)[number])
    if number == NEW_ORGANISATIONS - 1:
        await service.move(stage.db, department, applied.id, "refuse")
        return
    await service.move(stage.db, department, applied.id, "receive_paper")
    if number == 3:
        yield stage.rounds.ago(64)
        await _allot(stage, content, applied.id)
        yield stage.rounds.ago(20)
        await service.move(stage.db, department, applied.id, "suspend")


async def _allot(stage: Stage, content: Organisation, id: UUID) -> Office:
    contact = content.contact
    body = AllotIn(
        manager_name=contact.name, manager_phone=contact.phone, initial_password=PASSWORD
    )
    department = stage.officers[content.index % 2]
    await service.allot(stage.db, department, id, body)
    manager = await stage.signed_in(contact)
    second, liaison = content.staff[0], content.staff[1]
    reviewers = [manager, await _colleague(stage, manager, second, "reviewer")]
    follows = None
    if content.type in _LOCAL:
        follows = await _colleague(stage, manager, liaison, "liaison")
    return Office(id, manager, reviewers, follows)


async def _colleague(stage: Stage, manager: Actor, who: Person, role: str) -> Actor:
    body = {"display_name": who.name, "phone": who.phone, "password": PASSWORD, "role": role}
    assert manager.organisation_id is not None
    await members.add(stage.db, manager, manager.organisation_id, MemberIn.model_validate(body))
    return await stage.signed_in(who)


def _form(content: Organisation) -> OrganisationIn:
    local = content.type in ("county_department", "development_zone", "city_bureau")
    code = content.division_code
    return OrganisationIn(
        name=content.name,
        type=OrganisationType(content.type),
        uscc=content.uscc,
        city_code=f"{code[:4]}00" if local else None,
        county_code=code if content.type == "county_department" else None,
        zone_code=content.zone_id,
        contact_name=content.contact.name,
        contact_phone=content.contact.phone,
        contact_email=content.contact.email,
        profile=_profile(content),
    )


def _profile(content: Organisation) -> OrganisationProfile:
    return OrganisationProfile(
        double_first_class=content.double_first_class,
        address=content.address,
        website=content.website,
        managing_department=content.managing_department,
        contact_position=content.contact_position,
        colleges=list(content.colleges),
        introduction=content.introduction,
        disciplines=[
            FieldStrength(
                discipline=one.discipline,
                introduction=one.introduction,
                college=one.college,
                core_people=one.core_people,
            )
            for one in content.strengths
        ],
        teams=[
            TeamOrLaboratory(
                name=one.name,
                leader=one.leader,
                leader_introduction=one.leader_introduction,
                introduction=one.introduction,
                research_field=one.field,
            )
            for one in content.laboratories
        ],
    )


def _relation(content: Organisation, employer: Employer) -> str:
    if employer.recommender is None:
        return "department_assigned" if content.key == _NO_RECOMMENDER else ""
    if employer.recommender != content.key or employer.key == content.key:
        return ""
    return "affiliated"
