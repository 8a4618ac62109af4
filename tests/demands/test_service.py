"""A demand's life: who sees it when, what it takes, what becomes of it."""

from datetime import date, datetime

import pytest

from backend.demands import service
from backend.demands.schemas import DemandDraft, DemandNew, DemandQuery, OwnDemandQuery
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.database import Database
from backend.platform.problems import Problem
from backend.reviews.schemas import DecisionIn
from tests.factories.demands import (
    CONTENT,
    YES,
    approval,
    draft_demand,
    published_demand,
    submitted_demand,
)
from tests.factories.organisations import (
    HONGGUTAN,
    county_department,
    development_zone,
    member_of,
)
from tests.factories.people import officer
from tests.factories.standins import quick_enterprise, quick_expert


def rule_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    verdict = refused.value.verdict
    assert verdict
    assert verdict.rule
    return verdict.rule.id


@pytest.mark.clause("5.1.1", "5.1.2")
async def test_experts_see_a_demand_once_it_is_approved_and_not_before(db: Database) -> None:
    reviewer = await county_department(db)
    firm, expert = await quick_enterprise(db), await quick_expert(db)
    draft = await draft_demand(db, firm)
    assert draft.number == f"XQ-{clock.today().year}-000001"
    for _ in ("drafted", "submitted"):
        with pytest.raises(Problem) as unseen:
            await service.read(db, expert, draft.id)
        assert unseen.value.status == 404
        assert (await service.listing(db, expert, DemandQuery())).total == 0
        if draft.state == "draft":
            draft = await service.submit(db, firm, draft.id)
    await service.decide(db, reviewer, draft.id, approval())
    seen = await service.read(db, expert, draft.id)
    assert seen.state == "published"
    assert seen.draft is None
    assert seen.timeline == []
    assert seen.content.title == CONTENT["title"]
    listed = await service.listing(db, expert, DemandQuery())
    assert [card.id for card in listed.items] == [draft.id]


@pytest.mark.clause("5.1.1")
async def test_only_an_approved_enterprise_drafts(db: Database) -> None:
    firm = await quick_enterprise(db)
    async with db.transaction() as session:
        from backend.enterprises.models import Enterprise
        from backend.enterprises.states import ENTERPRISE
        from backend.platform import audit

        found = await session.get_one(Enterprise, firm.enterprise_id)
        await audit.transition(session, found, ENTERPRISE, "suspend", firm)
    with pytest.raises(Problem) as refused:
        await draft_demand(db, firm)
    assert rule_of(refused) == "ENT-APPROVED"


async def test_submission_tells_every_fault_at_once(db: Database) -> None:
    await county_department(db)
    firm = await quick_enterprise(db)
    wrong = {"kind": "NO-SUCH", "budget_wan": None, "not_secret": False}
    drafted = await draft_demand(db, firm, **wrong)
    assert {error.pointer for error in drafted.missing} == {"/budget_wan", "/not_secret"}
    with pytest.raises(Problem) as refused:
        await service.submit(db, firm, drafted.id)
    assert refused.value.status == 422
    pointers = {error.pointer for error in refused.value.errors}
    assert pointers == {"/budget_wan", "/not_secret", "/kind"}


async def test_a_draft_keeps_what_another_save_left_out(db: Database) -> None:
    firm = await quick_enterprise(db)
    drafted = await draft_demand(db, firm)
    body = DemandDraft.model_validate({"title": "改了的名称"})
    edited = await service.edit(db, firm, drafted.id, body, drafted.version)
    assert edited.draft
    assert (edited.draft.title, edited.draft.budget_wan) == ("改了的名称", 60)
    assert edited.title == "改了的名称"
    with pytest.raises(Problem) as stale:
        await service.edit(db, firm, drafted.id, body, drafted.version)
    assert stale.value.status == 412


@pytest.mark.clause("5.1.3")
async def test_the_checklist_is_answered_before_publication(db: Database) -> None:
    reviewer, firm = await county_department(db), await quick_enterprise(db)
    demand = await submitted_demand(db, firm, present_state="请致电13912345678，铜箔粗糙度不稳定。")
    seen = await service.read(db, reviewer, demand.id)
    assert [item.key for item in seen.checklist] == list(YES)
    assert [(hint.kind, hint.pointer) for hint in seen.hints] == [("phone", "/present_state")]
    unanswered = approval().model_copy(update={"checklist": {"lawful": True}})
    with pytest.raises(Problem) as refused:
        await service.decide(db, reviewer, demand.id, unanswered)
    assert rule_of(refused) == "DEM-01"
    reasons = [{"pointer": "/present_state", "message": "请去掉电话号码。"}]
    checklist = YES | {"no_contact_data": False}
    returned = {"number": 1, "decision": "return", "reasons": reasons, "checklist": checklist}
    await service.decide(db, reviewer, demand.id, DecisionIn.model_validate(returned))
    back = await service.read(db, firm, demand.id)
    assert back.state == "returned"
    assert back.reviews[0].reasons[0].pointer == "/present_state"


@pytest.mark.clause("5.1.2", "3.2.2")
async def test_only_the_competent_organisation_decides(db: Database) -> None:
    county, zone = await county_department(db), await development_zone(db)
    elsewhere = await county_department(db, HONGGUTAN)
    outside, inside = await quick_enterprise(db), await quick_enterprise(db, zone_code="JXZ-N01")
    of_county, of_zone = await submitted_demand(db, outside), await submitted_demand(db, inside)
    for stranger, demand in ((elsewhere, of_county), (zone, of_county), (county, of_zone)):
        with pytest.raises(Problem) as unseen:
            await service.decide(db, stranger, demand.id, approval())
        assert unseen.value.status == 404
        with pytest.raises(Problem):
            await service.read(db, stranger, demand.id)
    assert (await service.decide(db, zone, of_zone.id, approval())).state == "published"
    assert (await service.decide(db, county, of_county.id, approval())).state == "published"


@pytest.mark.clause("6.3")
async def test_staff_draft_on_behalf_and_the_enterprise_confirms(db: Database) -> None:
    reviewer, firm = await county_department(db), await quick_enterprise(db)
    assert reviewer.organisation_id
    liaison = await member_of(db, reviewer.organisation_id, Role.LIAISON)
    body = DemandNew.model_validate(CONTENT | {"enterprise_id": firm.enterprise_id})
    drafted = await service.create(db, liaison, body)
    assert not drafted.confirmed_by_enterprise
    assert [action.action for action in drafted.allowed_actions] == ["edit", "offer"]
    seen = await service.read(db, firm, drafted.id)
    buttons = {action.action: action for action in seen.allowed_actions}
    assert (buttons["submit"].enabled, buttons["submit"].rule) == (False, "DEM-02")
    with pytest.raises(Problem) as refused:
        await service.submit(db, firm, drafted.id)
    assert rule_of(refused) == "DEM-02"
    await service.confirm(db, firm, drafted.id, drafted.version)
    assert (await service.submit(db, firm, drafted.id)).state == "under_review"
    with pytest.raises(Problem) as late:
        await service.edit(db, liaison, drafted.id, DemandDraft(), None)
    assert late.value.status == 409


@pytest.mark.clause("6.3")
async def test_staff_of_another_place_cannot_draft_for_it(db: Database) -> None:
    await county_department(db)
    elsewhere, firm = await county_department(db, HONGGUTAN), await quick_enterprise(db)
    body = DemandNew.model_validate(CONTENT | {"enterprise_id": firm.enterprise_id})
    with pytest.raises(Problem) as refused:
        await service.create(db, elsewhere, body)
    assert refused.value.status == 404  # as for an enterprise that does not exist


@pytest.mark.clause("6.3")
async def test_a_review_has_a_day_and_shows_when_it_is_late(db: Database) -> None:
    from backend.reviews import service as reviews
    from backend.reviews.schemas import QueueQuery

    reviewer, firm = await county_department(db), await quick_enterprise(db)
    with clock.at(datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)):
        await submitted_demand(db, firm)
        (task,) = (await reviews.queue(db, reviewer, QueueQuery())).items
        assert task.due_on == date(2026, 11, 9)
    with clock.at(datetime(2026, 11, 12, 9, tzinfo=SHANGHAI)):
        (late,) = (await reviews.queue(db, reviewer, QueueQuery(overdue=True))).items
        assert late.days_left == -3


async def test_a_changed_demand_is_reviewed_anew(db: Database) -> None:
    reviewer, firm = await county_department(db), await quick_enterprise(db)
    expert = await quick_expert(db)
    first = await published_demand(db, firm, reviewer)
    body = DemandDraft.model_validate({"title": "铜箔粗糙度与剥离强度控制"})
    edited = await service.edit(db, firm, first.id, body, first.version)
    assert (edited.state, edited.content.title) == ("published", CONTENT["title"])
    assert (await service.read(db, expert, first.id)).title == CONTENT["title"]
    revised = await service.submit(db, firm, first.id)
    assert (revised.state, revised.current_number) == ("under_review", 2)
    assert revised.text_hash != first.text_hash
    with pytest.raises(Problem):
        await service.read(db, expert, first.id)
    await service.decide(db, reviewer, first.id, approval(2))
    assert (await service.read(db, expert, first.id)).title == "铜箔粗糙度与剥离强度控制"
    with pytest.raises(Problem) as unchanged:
        await service.submit(db, firm, first.id)
    assert unchanged.value.kind == "unchanged"


async def test_a_demand_expires_and_is_renewed(db: Database) -> None:
    reviewer, firm = await county_department(db), await quick_enterprise(db)
    with clock.at(datetime(2026, 3, 1, 9, tzinfo=SHANGHAI)):
        demand = await published_demand(db, firm, reviewer, open_until="2026-03-31")
    assert demand.closes_on == date(2026, 3, 31)
    with clock.at(datetime(2026, 3, 31, 23, tzinfo=SHANGHAI)):
        assert await service.expire_lapsed(db) == 0
    with clock.at(datetime(2026, 4, 1, 0, 10, tzinfo=SHANGHAI)):
        assert await service.expire_lapsed(db) == 1
        assert (await service.read(db, firm, demand.id)).state == "expired"
        renewed = await service.renew(db, firm, demand.id)
    assert (renewed.state, renewed.closes_on) == ("published", date(2026, 9, 28))


async def test_a_withdrawn_demand_leaves_the_desk(db: Database) -> None:
    from backend.reviews import service as reviews
    from backend.reviews.schemas import QueueQuery

    reviewer, firm = await county_department(db), await quick_enterprise(db)
    demand = await submitted_demand(db, firm)
    assert (await service.withdraw(db, firm, demand.id)).state == "withdrawn"
    assert (await reviews.queue(db, reviewer, QueueQuery())).total == 0


@pytest.mark.clause("5.2.1")
async def test_experts_search_and_filter(db: Database) -> None:
    reviewer, firm = await county_department(db), await quick_enterprise(db)
    expert = await quick_expert(db)
    foil = await published_demand(db, firm, reviewer, open_until="2030-01-01")
    pump = await published_demand(
        db,
        firm,
        reviewer,
        title="渣浆泵叶轮耐磨寿命提升",
        keywords=["渣浆泵"],
        chain_code="JX1269-C03",
        disciplines=["460"],
        kind="PRODUCT_RD",
        mode="REMOTE",
        team_wanted=True,
        present_state="叶轮磨损快。",
        tried="无",
        expert_wanted="懂耐磨铸造。",
        conditions="有试验台。",
        indicators=[{"name": "寿命", "current": "1", "target": "2", "unit": "年"}],
    )

    async def found(**asked: object) -> list[object]:
        page = await service.listing(db, expert, DemandQuery.model_validate(asked))
        return [card.id for card in page.items]

    assert await found() == [pump.id, foil.id]
    assert await found(sort="closing") == [pump.id, foil.id]
    assert await found(q="铜箔 粗糙度") == [foil.id]
    assert await found(q="铜箔 叶轮") == []
    assert await found(q=pump.number.lower()) == [pump.id]
    assert await found(q="？！") == []
    assert await found(chain="JX1269-C03") == [pump.id]
    assert await found(discipline="45010") == [foil.id]
    assert await found(kind="PROCESS") == [foil.id]
    assert await found(mode="REMOTE") == [pump.id]
    assert await found(team=True) == [pump.id]
    assert await found(team=False) == [foil.id]
    assert await found(city_code="360400") == []
    assert await found(state="draft") == [pump.id, foil.id]


async def test_an_anonymous_enterprise_is_not_named_to_experts(db: Database) -> None:
    reviewer, firm = await county_department(db), await quick_enterprise(db)
    expert = await quick_expert(db)
    demand = await published_demand(db, firm, reviewer, disclosure="anonymous")
    seen = await service.read(db, expert, demand.id)
    assert (seen.enterprise.id, seen.enterprise.name) == (None, "南昌市某企业")
    listed = await service.listing(db, expert, DemandQuery())
    assert listed.items[0].enterprise.name == "南昌市某企业"
    assert (await service.read(db, reviewer, demand.id)).enterprise.id == firm.enterprise_id


async def test_everybody_finds_his_own(db: Database) -> None:
    reviewer, firm = await county_department(db), await quick_enterprise(db)
    other, expert = await quick_enterprise(db), await quick_expert(db)
    demand = await submitted_demand(db, firm)
    for actor, number in ((firm, 1), (reviewer, 1), (other, 0)):
        assert (await service.mine(db, actor, OwnDemandQuery())).total == number
    assert (await service.mine(db, firm, OwnDemandQuery(state="draft"))).total == 0
    with pytest.raises(Problem) as refused:
        await service.mine(db, expert, OwnDemandQuery())
    assert refused.value.status == 403
    with pytest.raises(Problem) as foreign:
        await service.read(db, other, demand.id)
    assert foreign.value.status == 404
    assert (await service.read(db, await officer(db), demand.id)).state == "under_review"
