"""What time and the other side's leaving do to an agreement."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import text

from backend.agreements import service
from backend.matches import service as match_service
from backend.matches.schemas import WithdrawIn
from backend.platform import clock
from tests.factories import agreements as made
from tests.factories import enterprises, matches, people
from tests.factories.demands import published_demand
from tests.factories.standins import quick_expert


async def places(db):
    async with db.reading() as session:
        query = text("SELECT count(*) FROM expert_places WHERE closed_at IS NULL")
        return (await session.execute(query)).scalar_one()


def morning_after(day):
    return datetime.combine(day + timedelta(days=1), time(1), tzinfo=clock.SHANGHAI)


@pytest.mark.clause("5.4.1")
async def test_an_agreement_not_signed_in_time_gives_the_places_back(db):
    contract = await made.drafted_agreement(db)
    await made.sign(db, contract.enterprise, contract.agreement.id)
    assert await places(db) == 1
    due = contract.agreement.sign_due
    with clock.at(morning_after(due - timedelta(days=1))):
        assert await service.expire_unsigned(db) == 0
    with clock.at(morning_after(due)):
        assert await service.expire_unsigned(db) == 1
        assert await service.expire_unsigned(db) == 0
    assert await places(db) == 0
    seen = await service.read(db, contract.enterprise, contract.agreement.id)
    assert seen.state == "void"
    match = await match_service.read(db, contract.enterprise, contract.match.id)
    assert match.state == "expired"


async def test_a_match_nobody_drafted_for_expires_too(db):
    _, match = await matches.agreed_match(db)
    with clock.at(morning_after(match.answer_due)):
        assert await service.expire_unsigned(db) == 1
    assert await places(db) == 0


@pytest.mark.clause("5.4.2")
async def test_a_signed_agreement_waits_for_its_filing_however_long(db):
    contract = await made.signed_agreement(db)
    with clock.at(morning_after(contract.agreement.sign_due + timedelta(days=30))):
        assert await service.expire_unsigned(db) == 0


async def test_a_side_that_leaves_before_filing_takes_the_agreement_with_it(db):
    contract = await made.signed_agreement(db)
    body = WithdrawIn(code="time", reason="单位工作调整。")
    await match_service.withdraw(db, contract.expert, contract.match.id, body)
    assert await service.void_orphans(db) == 1
    assert await service.void_orphans(db) == 0
    seen = await service.read(db, contract.reviewer, contract.agreement.id)
    assert (seen.state, seen.allowed_actions) == ("void", [])


async def test_both_sides_are_told_what_happens(db, sign_in):
    served = await made.filed_agreement(db)
    for actor in (served.enterprise, served.expert):
        client = await sign_in(actor)
        inbox = (await client.get("/api/v1/notifications", params={"limit": 50})).json()["items"]
        titles = {message["title"] for message in inbox}
        assert {"协议已起草", "协议已备案，服务开始"} <= titles


async def test_the_department_sees_every_agreement(db):
    contract = await made.drafted_agreement(db)
    officer = await people.officer(db)
    assert (await service.read(db, officer, contract.agreement.id)).allowed_actions == []


@pytest.mark.clause("A3.3")
async def test_the_first_draft_names_what_the_enterprise_registered_in_words(db):
    firm = await enterprises.approved_enterprise(db)
    demand = await published_demand(db, firm.actor, firm.reviewer)
    around = matches.Stage(firm.reviewer, firm.actor, await quick_expert(db), demand)
    contract = await made.drafted_agreement(db, around)
    said = contract.agreement.terms.working_conditions
    assert said.endswith("；办公场所、食宿；配联络员一名。")
