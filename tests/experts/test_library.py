"""Who gets to see whom, and how much."""

import pytest
from sqlalchemy import text

from backend.experts import service
from backend.experts.schemas import ExpertQuery, RevealIn
from backend.platform import clock
from backend.platform.identifiers import new_id
from backend.platform.problems import Problem
from tests.factories import enterprises as firms
from tests.factories import experts as make
from tests.factories import organisations, people

WHY = "洽谈合作需要联系本人"


def rule_of(refusal: pytest.ExceptionInfo[Problem]) -> str | None:
    """The rule a refusal names."""
    return refusal.value.body("").rule


@pytest.mark.clause("3.1.3")
async def test_only_filed_experts_are_in_the_library(db):
    firm = await firms.approved_enterprise(db)
    filed = await make.filed_expert(db)
    waiting = await make.recommended_expert(db)
    shown = await service.library(db, firm.actor, ExpertQuery())
    assert [card.id for card in shown.items] == [filed.id]
    with pytest.raises(Problem) as hidden:
        await service.read(db, firm.actor, waiting.id)
    assert hidden.value.status == 404
    async with db.reading() as session:
        with pytest.raises(Problem) as not_yet:
            await service.library_expert(session, waiting.id)
        assert (await service.library_expert(session, filed.id)).id == filed.id
    assert not_yet.value.status == 404
    # Filed experts see colleagues; those still waiting see themselves alone.
    assert (await service.library(db, filed.actor, ExpertQuery())).total == 1
    assert (await service.library(db, waiting.actor, ExpertQuery())).total == 0
    await service.move(db, filed.actor, filed.id, "pause")
    assert (await service.library(db, firm.actor, ExpertQuery())).total == 0


@pytest.mark.clause("3.1.3", "A3.4")
async def test_an_enterprise_that_is_not_approved_sees_nobody(db):
    filed = await make.filed_expert(db)
    firm = await firms.submitted_enterprise(db)
    assert (await service.library(db, firm.actor, ExpertQuery())).total == 0
    with pytest.raises(Problem) as hidden:
        await service.read(db, firm.actor, filed.id)
    assert hidden.value.status == 404


async def test_the_library_is_searched_and_filtered(db):
    firm = await firms.approved_enterprise(db)
    copper, medicine = await make.filed_experts_with(
        db,
        {},
        {
            "main_discipline": "350",
            "other_disciplines": [],
            "chains": ["JX1269-C11"],
            "keywords": ["中药质量控制"],
            "summary": "长期从事中药饮片炮制与质量控制研究，建立了多个品种的指纹图谱方法。",
            "title_name": "正高级工程师",
            "achievements": [{"kind": "paper", "title": "饮片炮制研究", "year": 2020}],
        },
    )

    async def found(**asked: object) -> set:
        page = await service.library(db, firm.actor, ExpertQuery(**asked))
        return {card.id for card in page.items}

    assert await found() == {copper.id, medicine.id}
    assert await found(q="铜合金") == {copper.id}
    assert await found(q="质量 图谱") == {medicine.id}
    assert await found(q=medicine.name) == {medicine.id}
    assert await found(q="不存在的词") == set()
    assert await found(q="' | !:*") == set()
    assert await found(discipline="35020") == {medicine.id}
    assert await found(chain="JX1269-C02") == {copper.id}
    assert await found(title_level="正高") == {medicine.id}
    assert await found(city_code="360400") == set()
    assert await found(available=True) == {copper.id, medicine.id}
    await take_place(db, copper, firm)
    page = await service.library(db, firm.actor, ExpertQuery())
    assert {card.id: card.free_places for card in page.items} == {copper.id: 2, medicine.id: 3}


async def take_place(db, expert, firm) -> None:
    """Both sides have consented: the expert holds a place for the enterprise."""
    values = {"id": new_id(), "expert": expert.id, "firm": firm.id, "now": clock.now()}
    statement = text(
        "INSERT INTO expert_places (id, expert_id, enterprise_id, slot_no, opened_at, created_at,"
        " updated_at, version) VALUES (:id, :expert, :firm, 1, :now, :now, :now, 1)"
    )
    async with db.transaction() as session:
        await session.execute(statement, values)


@pytest.mark.clause("A3.4")
async def test_who_asked_not_to_be_named_is_neither_shown_nor_found_by_name(db):
    firm = await firms.approved_enterprise(db)
    shy = await make.filed_expert(
        db, is_designable=False, name="欧阳隐名", employer_name="某某保密研究所"
    )
    card = (await service.read(db, firm.actor, shy.id)).card
    assert (card.name, card.employer_name, card.is_named) == (None, None, False)
    assert (card.title_level, card.main_discipline.code) == ("副高", "430")
    for words in ("欧阳隐名", "欧阳", "保密研究所", "铜合金带材的制备方法"):
        assert (await service.library(db, firm.actor, ExpertQuery(q=words))).total == 0, words
    assert (await service.library(db, firm.actor, ExpertQuery(q="铜合金"))).total == 1
    assert (await service.library(db, shy.reviewer, ExpertQuery(q="欧阳"))).total == 1
    await take_place(db, shy, firm)
    assert (await service.read(db, firm.actor, shy.id)).card.name == "欧阳隐名"


@pytest.mark.clause("A3.4")
async def test_contact_data_opens_with_the_match_and_every_reading_is_logged(db):
    firm, other = await firms.approved_enterprise(db), await firms.approved_enterprise(db)
    made = await make.filed_expert(db, phone="13900005678")
    shown = await service.read(db, firm.actor, made.id)
    assert shown.access == "card"
    assert shown.content is None
    assert shown.timeline == []
    asked = RevealIn(reason=WHY)
    with pytest.raises(Problem) as too_early:
        await service.reveal(db, firm.actor, made.id, asked)
    assert too_early.value.status == 404
    await take_place(db, made, firm)
    contact = await service.reveal(db, firm.actor, made.id, asked)
    assert (contact.phone, contact.id_number) == ("13900005678", None)
    assert contact.achievements
    with pytest.raises(Problem):
        await service.reveal(db, other.actor, made.id, asked)
    staff = await service.reveal(db, made.reviewer, made.id, asked)
    assert staff.id_number is not None
    async with db.reading() as session:
        query = "SELECT actor_name, detail->>'reason' FROM audit_events WHERE action = 'reveal'"
        logged = (await session.execute(text(query))).all()
    assert {reason for _, reason in logged} == {WHY}
    assert len(logged) == 2


async def test_nobody_leaves_the_library_while_serving(db):
    firm = await firms.approved_enterprise(db)
    made = await make.filed_expert(db)
    await take_place(db, made, firm)
    buttons = {
        one.action: one for one in (await service.read(db, made.actor, made.id)).allowed_actions
    }
    assert (buttons["withdraw"].enabled, buttons["withdraw"].rule) == (False, "EXP-SERVING")
    with pytest.raises(Problem) as refusal:
        await service.move(db, made.actor, made.id, "withdraw")
    assert rule_of(refusal) == "EXP-SERVING"
    paused = await service.move(db, made.actor, made.id, "pause")
    assert paused.state == "paused"
    assert (await service.move(db, made.actor, made.id, "resume")).state == "filed"


async def test_reviewers_see_their_own_people_in_any_state(db):
    made = await make.submitted_expert(db)
    foreign = await organisations.city_bureau(db, organisations.JIUJIANG)
    department = await people.officer(db)
    for actor, total in ((made.reviewer, 1), (foreign, 0), (department, 1)):
        asked = ExpertQuery(state="submitted")
        assert (await service.library(db, actor, asked)).total == total
