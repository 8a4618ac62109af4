"""The department's officers and the recommending organisations, from annex 1 to the account."""

from dataclasses import asdict
from datetime import timedelta
from typing import Literal
from uuid import UUID

from backend.demo import people
from backend.demo.drawings import building, emblem
from backend.demo.loading.calendar import later
from backend.demo.loading.history import Life
from backend.demo.loading.stage import PASSWORD, Office, Stage
from backend.demo.newcomers import NEW_ORGANISATIONS, new_organisation, officer
from backend.demo.records import Employer, Organisation, Person
from backend.identity import invitations
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.hats import wearing
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn, Activation, InvitationSent
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
from backend.organisations.schemas import (
    AbsenceIn,
    AffiliationIn,
    AllotIn,
    HandoverIn,
    MemberInvite,
    PaperIn,
    ReturnIn,
)
from backend.platform import clock

# Local bodies name a liaison who follows the services in their area (decision A17).
_LOCAL = ("development_zone", "county_department", "new_area_bureau")
_CORRECT = ReturnIn.model_validate(
    {
        "reasons": [
            {"pointer": "/managing_department", "message": "请填写具体承办的股室名称。"},
            {"pointer": "/introduction", "message": "请补充本单位承担的科技管理职能。"},
        ]
    }
)
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
    id = await _apply(stage, content)
    yield later(begins, 2 + index % 5)
    department = stage.officers[index % 2]
    await paper.receive(stage.db, department, id, await _paper(stage, id))
    yield later(begins, 8 + index % 3)
    office = await _allot(stage, content, id)
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
            await affiliations.add_affiliation(stage.db, department, office.id, form)
    if content.type == "development_zone" and not stage.away:
        stage.away = True
        yield stage.rounds.ago(1)
        await _away(stage, office, content)


async def _away(stage: Stage, office: Office, content: Organisation) -> None:
    """The second reviewer is away this week, and somebody new is about to come."""
    manager, second = office.reviewers
    assert manager.membership_id
    assert second.membership_id
    today = clock.today()
    absence = AbsenceIn(
        membership_id=second.membership_id,
        deputy_membership_id=manager.membership_id,
        starts_on=today,
        ends_on=today + timedelta(days=6),
    )
    await members.note_absence(stage.db, manager, office.id, absence)
    newest = content.staff[2]
    offer = MemberInvite(display_name=newest.name, phone=newest.phone, role="reviewer")
    mistaken = await members.invite(stage.db, manager, office.id, offer)
    await members.revoke(stage.db, manager, office.id, mistaken.invitation.id)
    await members.invite(stage.db, manager, office.id, offer)
    for giver, taker, answer in (
        (manager, second, "decline"),
        (manager, second, "withdraw"),
        (manager, second, "accept"),
        (second, manager, "accept"),
        (manager, second, None),
    ):
        await _hand_over(stage, giver, taker, answer)


async def _hand_over(stage: Stage, giver: Actor, taker: Actor, answer: str | None) -> None:
    """Management offered to a colleague, and what became of the offer; still open without one."""
    assert giver.organisation_id
    assert taker.membership_id
    body = HandoverIn(membership_id=taker.membership_id)
    await members.hand_over(stage.db, giver, giver.organisation_id, body)
    if answer is not None:
        who = giver if answer == "withdraw" else taker
        await members.answer_handover(stage.db, who, giver.organisation_id, answer)


async def new_office(stage: Stage, number: int) -> Life:
    """One of those whose application is still on its way, refused, or suspended again."""
    content = new_organisation(number)
    yield stage.rounds.ago((9, 6, 12, 75, 30)[number])
    id = await _apply(stage, content)
    department = stage.officers[0]
    if number == 0:
        return
    yield stage.rounds.ago((9, 3, 4, 66, 22)[number])
    if number == 1:
        await allotting.return_form(stage.db, department, id, _CORRECT)
        return
    if number == NEW_ORGANISATIONS - 1:
        await allotting.refuse(stage.db, department, id, "该单位不承担科技管理职能。")
        return
    await paper.receive(stage.db, department, id, await _paper(stage, id))
    if number == 3:
        yield stage.rounds.ago(64)
        await _allot(stage, content, id)
        yield stage.rounds.ago(20)
        await service.move(stage.db, department, id, "suspend")


async def _apply(stage: Stage, content: Organisation) -> UUID:
    """Annex 1 filled in by its link, with a picture, and submitted."""
    async with stage.db.transaction() as session:
        form, _ = await annex1.new_form(session, _answers(content))
        picture = await pictures.keep(session, form.id, building(content.index))
        added: dict[str, object] = {"pictures": [str(picture.id)]}
        if content.strengths:
            logo = await pictures.keep(session, form.id, emblem(content.index))
            added["logo"] = str(logo.id)
        form.draft = form.draft | added
        return (await hand_in(session, form)).id


async def _paper(stage: Stage, id: UUID) -> PaperIn:
    """The sealed print, by the code at its foot."""
    shown = await service.read(stage.db, stage.officers[0], id)
    return PaperIn(code=shown.versions[-1].code)


async def _allot(stage: Stage, content: Organisation, id: UUID) -> Office:
    contact = content.contact
    body = AllotIn(display_name=contact.name, phone=contact.phone)
    department = stage.officers[content.index % 2]
    allotted = await allotting.allot(stage.db, department, id, body)
    manager = await _activated(stage, allotted.sent, contact)
    second, liaison = content.staff[0], content.staff[1]
    reviewers = [manager, await _colleague(stage, manager, second, "reviewer")]
    follows = None
    if content.type in _LOCAL:
        follows = await _colleague(stage, manager, liaison, "liaison")
    return Office(id, manager, reviewers, follows)


async def _colleague(
    stage: Stage, manager: Actor, who: Person, role: Literal["reviewer", "liaison"]
) -> Actor:
    assert manager.organisation_id is not None
    body = MemberInvite(display_name=who.name, phone=who.phone, role=role)
    sent = await members.invite(stage.db, manager, manager.organisation_id, body)
    return await _activated(stage, sent, who)


async def _activated(stage: Stage, sent: InvitationSent, who: Person) -> Actor:
    """The invited opens the link and sets the password."""
    assert sent.link
    await invitations.accept(stage.db, sent.link.split("#")[1], Activation(password=PASSWORD))
    return await stage.signed_in(who)


def _answers(content: Organisation) -> dict[str, object]:
    local = content.type in ("county_department", "development_zone", "city_bureau")
    code = content.division_code
    return {
        "name": content.name,
        "type": content.type,
        "uscc": content.uscc,
        "city_code": f"{code[:4]}00" if local else None,
        "county_code": code if content.type == "county_department" else None,
        "zone_code": content.zone_id,
        "contact_name": content.contact.name,
        "contact_phone": content.contact.phone,
        "contact_email": content.contact.email,
        "double_first_class": content.double_first_class,
        "address": content.address,
        "website": content.website,
        "managing_department": content.managing_department,
        "contact_position": content.contact_position,
        "colleges": list(content.colleges),
        "introduction": content.introduction,
        "disciplines": [asdict(one) for one in content.strengths],
        "teams": [
            {
                "name": one.name,
                "leader": one.leader,
                "leader_introduction": one.leader_introduction,
                "introduction": one.introduction,
                "research_field": one.field,
            }
            for one in content.laboratories
        ],
    }


def _relation(content: Organisation, employer: Employer) -> str:
    if employer.recommender is None:
        return "department_assigned" if content.key == _NO_RECOMMENDER else ""
    if employer.recommender != content.key or employer.key == content.key:
        return ""
    return "affiliated"
