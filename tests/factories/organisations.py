"""Organisations with an allotted account."""

from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import text

from backend.codelists.checks.numbers import credit_code_check_character
from backend.identity import invitations, queries
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.hats import known_as
from backend.identity.permissions import Role
from backend.identity.schemas import Activation
from backend.organisations import (
    affiliations,
    allotting,
    annex1,
    members,
    paper,
    pictures,
    service,
)
from backend.organisations.handing_in import hand_in
from backend.organisations.schemas import AffiliationIn, AllotIn, MemberInvite, PaperIn
from backend.organisations.states import OrganisationType
from backend.platform.database import Database
from tests.factories.people import PASSWORD, account, actor, officer

_numbers = count(1)

# Two places of the demo, and organisations of each type for them.
NANCHANG, NANCHANG_COUNTY, HONGGUTAN = "360100", "360121", "360113"
JIUJIANG, XUNYANG = "360400", "360403"
NANCHANG_ZONE = "JXZ-N01"


def answers(**given: Any) -> dict[str, Any]:
    """Annex 1 filled in, but for the pictures; an override of None leaves the answer out."""
    number = next(_numbers)
    filled = {
        "name": f"演示推荐单位{number}",
        "type": OrganisationType.UNIVERSITY,
        "double_first_class": False,
        "uscc": code(number),
        "address": "演示市演示路1号",
        "managing_department": "科技管理科",
        "contact_name": "演示联系人",
        "contact_phone": "0791-86200000",
        "introduction": "演示单位，负责科技特派员的审核推荐。",
    }
    return {name: value for name, value in (filled | given).items() if value is not None}


def code(number: int) -> str:
    """A well-formed credit code of no organisation."""
    first = f"11360000MR{number:07d}"
    return first + credit_code_check_character(first)


def image(colour: str = "teal", size: tuple[int, int] = (48, 32), kind: str = "PNG") -> BytesIO:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    out.seek(0)
    return out


async def application(db: Database, **given: Any) -> tuple[UUID, str]:
    """Annex 1 filled in and submitted: the organisation's id, and the form's token."""
    async with db.transaction() as session:
        form, token = await annex1.new_form(session, answers(**given))
        picture = await pictures.keep(session, form.id, image())
        form.draft = form.draft | {"pictures": [str(picture.id)]}
        made = await hand_in(session, form)
        return made.id, token


async def form(db: Database, **given: Any) -> str:
    """A form of annex 1 just begun; returns the token of its private link."""
    async with db.transaction() as session:
        _, token = await annex1.new_form(session, given)
        return token


async def paper_of(db: Database, organisation_id: UUID) -> PaperIn:
    """What stands at the foot of the organisation's newest print."""
    shown = await service.read(db, await officer(db), organisation_id)
    return PaperIn(code=shown.versions[-1].code)


async def allotted(db: Database, organisation_id: UUID, **manager: Any) -> str:
    """The department registers the paper and allots; returns the activation token."""
    department = await officer(db)
    await paper.receive(db, department, organisation_id, await paper_of(db, organisation_id))
    made = await allotting.allot(db, department, organisation_id, AllotIn(**manager))
    assert made.sent.link
    return made.sent.link.split("#")[1]


async def activated(db: Database, token: str) -> None:
    """Somebody opens an activation link and sets the password."""
    await invitations.accept(db, token, Activation(password=PASSWORD))


async def organisation(db: Database, type: OrganisationType, **given: Any) -> Actor:
    """An active organisation of a type; returns its manager, who reviews for it."""
    id, _ = await application(db, type=type, **given)
    number = next(_numbers)
    manager = {
        "display_name": f"演示审核员{number}",
        "email": f"reviewer{number}@demo.example",
    }
    await activated(db, await allotted(db, id, **manager))
    return await member_of(db, id)


async def member_of(db: Database, organisation_id: UUID, role: Role = Role.REVIEWER) -> Actor:
    """The organisation's first reviewer, or a new member in another role."""
    async with db.transaction() as session:
        present = await identity.members(session, organisation_id=organisation_id)
        found = [one for one in present if one.role == role]
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
    await affiliations.add_affiliation(db, await officer(db), organisation_id, body)


async def colleague(db: Database, manager: Actor, name: str, role: str = "reviewer") -> Actor:
    """A member the manager invited, who took the invitation up."""
    assert manager.organisation_id
    email = f"colleague{next(_numbers)}@demo.example"
    body = MemberInvite.model_validate({"display_name": name, "email": email, "role": role})
    sent = await members.invite(db, manager, manager.organisation_id, body)
    assert sent.link
    await activated(db, sent.link.split("#")[1])
    async with db.reading() as session:
        return await known_as(session, email, Role(role))


async def email_of(db: Database, who: Actor) -> str:
    """What somebody signs in with."""
    async with db.reading() as session:
        found = text("SELECT email FROM accounts WHERE id = :id")
        return (await session.execute(found, {"id": who.account_id})).scalar_one()
