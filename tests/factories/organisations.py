"""Organisations with an allotted account."""

from itertools import count
from typing import Any
from uuid import UUID

from backend.identity import queries
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations import members, service
from backend.organisations.schemas import AffiliationIn, AllotIn, OrganisationIn
from backend.organisations.states import OrganisationType
from backend.platform.database import Database
from tests.factories.people import PASSWORD, account, actor, officer

_numbers = count(1)

# Two places of the demo, and organisations of each type for them.
NANCHANG, NANCHANG_COUNTY, HONGGUTAN = "360100", "360121", "360113"
JIUJIANG, XUNYANG = "360400", "360403"
NANCHANG_ZONE = "JXZ-N01"


async def organisation(db: Database, type: OrganisationType, **place: Any) -> Actor:
    """An active organisation of a type; returns its manager, who reviews for it."""
    number = next(_numbers)
    department = await officer(db)
    body = OrganisationIn(
        name=place.pop("name", f"演示推荐单位{number}"),
        type=type,
        contact_name="演示联系人",
        contact_phone="0791-00000000",
        **place,
    )
    applied = await service.apply(db, body)
    await service.move(db, department, applied.id, "receive_paper")
    manager = AllotIn(
        manager_name=f"演示审核员{number}",
        manager_email=f"reviewer{number}@demo.example",
        initial_password=PASSWORD,
    )
    await service.allot(db, department, applied.id, manager)
    return await member_of(db, applied.id)


async def member_of(db: Database, organisation_id: UUID, role: Role = Role.REVIEWER) -> Actor:
    """The organisation's first reviewer, or a new member in another role."""
    async with db.transaction() as session:
        members = await identity.members(session, organisation_id=organisation_id)
        found = [one for one in members if one.role == role]
        if not found:
            account_id = await account(db, "演示联络员")
            await identity.give_hat(session, account_id, role, organisation_id=organisation_id)
        else:
            account_id = await queries.account_of(session, found[0].id)
    return await actor(db, account_id, role)


async def city_bureau(db: Database, city_code: str = NANCHANG) -> Actor:
    """A city's bureau: reviews experts of its city."""
    return await organisation(db, OrganisationType.CITY_BUREAU, city_code=city_code)


async def county_department(db: Database, county_code: str = NANCHANG_COUNTY) -> Actor:
    """A county's department: reviews enterprises outside zones."""
    city = f"{county_code[:4]}00"
    return await organisation(
        db, OrganisationType.COUNTY_DEPARTMENT, city_code=city, county_code=county_code
    )


async def development_zone(db: Database, zone_code: str = NANCHANG_ZONE) -> Actor:
    """A zone's committee: reviews the enterprises in it."""
    return await organisation(
        db, OrganisationType.DEVELOPMENT_ZONE, city_code=NANCHANG, zone_code=zone_code
    )


async def university(db: Database, uscc: str, name: str = "演示大学") -> Actor:
    """A university that reviews its own staff."""
    return await organisation(db, OrganisationType.UNIVERSITY, uscc=uscc, name=name)


async def affiliate(
    db: Database, organisation_id: UUID, uscc: str, name: str, relation: str = "affiliated"
) -> None:
    """Let an organisation recommend the staff of an employer."""
    body = AffiliationIn(employer_uscc=uscc, employer_name=name, relation=relation)
    await members.add_affiliation(db, await officer(db), organisation_id, body)
