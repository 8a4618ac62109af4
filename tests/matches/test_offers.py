"""Who may be brought together at all, and who sees it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from backend.experts import service as experts_service
from backend.matches import service
from backend.matches.schemas import (
    ApplicationIn,
    InvitationIn,
    MatchQuery,
    MatchRead,
    WithdrawIn,
)
from backend.matches.states import Way
from backend.platform.database import Database
from backend.platform.problems import Problem
from tests.factories.demands import draft_demand, published_demand
from tests.factories.matches import (
    agreed_match,
    application,
    consent,
    designate,
    stage,
)
from tests.factories.people import officer
from tests.factories.standins import quick_enterprise, quick_expert


def rule_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    verdict = refused.value.verdict
    assert verdict
    assert verdict.rule
    return verdict.rule.id


@pytest.mark.clause("5.1.2")
async def test_nobody_is_matched_to_an_unpublished_demand(db: Database) -> None:
    around = await stage(db)
    draft = await draft_demand(db, around.enterprise)
    with pytest.raises(Problem) as closed:
        await designate(db, around.enterprise, draft.id, around.expert)
    assert rule_of(closed) == "MATCH-OPEN"
    with pytest.raises(Problem) as unseen:
        await application(db, around.expert, draft.id)
    assert unseen.value.status == 404


@pytest.mark.clause("3.1.3", "5.3.2")
async def test_only_library_experts_are_designated_and_consent(db: Database) -> None:
    around = await stage(db)
    offered = await designate(db, around.enterprise, around.demand.id, around.expert)
    assert around.expert.expert_id
    await experts_service.move(db, around.expert, around.expert.expert_id, "pause")
    shown = await service.read(db, around.expert, offered.id)
    button = next(one for one in shown.allowed_actions if one.action == "consent")
    assert (button.enabled, button.rule) == (False, "LIB-01")
    with pytest.raises(Problem) as paused:
        await consent(db, around.expert, offered)
    assert rule_of(paused) == "LIB-01"
    unknown = InvitationIn(demand_id=around.demand.id, expert_id=uuid4())
    with pytest.raises(Problem) as missing:
        await service.invite(db, around.enterprise, unknown)
    assert missing.value.status == 404


@pytest.mark.clause("5.3.2")
async def test_who_asked_not_to_be_named_is_not_designated_nor_named(db: Database) -> None:
    around = await stage(db)
    shy = await quick_expert(db, is_designable=False)
    with pytest.raises(Problem) as refused:
        await designate(db, around.enterprise, around.demand.id, shy)
    assert rule_of(refused) == "DESIGN-01"
    offer = await application(db, shy, around.demand.id)
    seen = await service.read(db, around.enterprise, offer.id)
    assert shy.name not in seen.model_dump_json()
    agreed = await consent(db, around.enterprise, offer)
    assert agreed.other_name == shy.name


@pytest.mark.clause("A2.3")
async def test_a_tie_blocks_before_invitation_and_application(db: Database) -> None:
    from backend.conflicts import service as conflicts
    from backend.conflicts.schemas import DeclarationIn

    around = await stage(db)
    assert around.expert.expert_id
    async with db.transaction() as session:
        from backend.enterprises.models import Enterprise

        firm = await session.get_one(Enterprise, around.enterprise.enterprise_id)
        tie = DeclarationIn(
            enterprise_uscc=firm.uscc or "", enterprise_name=firm.name, kind="relative"
        )
        await conflicts.replace_declarations(session, around.expert.expert_id, [tie])
    with pytest.raises(Problem) as invited:
        await designate(db, around.enterprise, around.demand.id, around.expert)
    with pytest.raises(Problem) as applied:
        await application(db, around.expert, around.demand.id)
    assert {rule_of(invited), rule_of(applied)} == {"CON-01"}
    shown = await service.candidacy(db, around.expert, around.demand.id)
    assert {one.rule for one in shown.allowed_actions} == {"CON-01"}


@pytest.mark.clause("2.1.1")
@pytest.mark.parametrize("kind", ["person", "enterprise"])
async def test_bad_credit_of_either_side_blocks(db: Database, kind: str) -> None:
    from tests.factories.standins import bad_credit

    around = await stage(db)
    offered = await designate(db, around.enterprise, around.demand.id, around.expert)
    subject = around.expert if kind == "person" else around.enterprise
    await bad_credit(db, subject)
    with pytest.raises(Problem) as refused:
        await consent(db, around.expert, offered)
    assert rule_of(refused) == "CREDIT-01"


async def test_an_application_is_to_the_text_that_was_read(db: Database) -> None:
    around = await stage(db)
    body = ApplicationIn(demand_id=around.demand.id, text_hash="0" * 64)
    with pytest.raises(Problem) as refused:
        await service.apply(db, around.expert, body)
    assert rule_of(refused) == "MATCH-TEXT"


@pytest.mark.clause("5.2.2")
async def test_nobody_takes_part_twice(db: Database) -> None:
    around = await stage(db)
    await application(db, around.expert, around.demand.id)
    with pytest.raises(Problem) as applied:
        await application(db, around.expert, around.demand.id)
    with pytest.raises(Problem) as invited:
        await designate(db, around.enterprise, around.demand.id, around.expert)
    assert {rule_of(applied), rule_of(invited)} == {"PART-01"}


async def test_strangers_see_no_match_and_act_on_none(db: Database) -> None:
    around, match = await agreed_match(db)
    for stranger in (await quick_expert(db), await quick_enterprise(db)):
        with pytest.raises(Problem) as unseen:
            await service.read(db, stranger, match.id)
        assert unseen.value.status == 404
        with pytest.raises(Problem) as untouched:
            await service.withdraw(db, stranger, match.id, WithdrawIn(code="time"))
        assert untouched.value.status == 404
        assert (await service.listing(db, stranger, MatchQuery())).total == 0
    for office in (around.reviewer, await officer(db)):
        shown: MatchRead = await service.read(db, office, match.id)
        assert (shown.state, shown.allowed_actions) == ("agreed", [])


@pytest.mark.clause("5.3.3")
async def test_everybody_speaks_for_himself(db: Database) -> None:
    around = await stage(db)
    other = await quick_expert(db)
    foreign = ApplicationIn(demand_id=around.demand.id, expert_id=around.expert.expert_id)
    with pytest.raises(Problem) as refused:
        await service.apply(db, other, foreign)
    assert (refused.value.status, rule_of(refused)) == (403, "MATCH-SIDE")
    firm = await quick_enterprise(db)
    with pytest.raises(Problem) as unseen:
        await designate(db, firm, around.demand.id, other)
    assert unseen.value.status == 404


@pytest.mark.clause("5.3.1")
async def test_a_recommended_expert_is_invited_as_such(db: Database) -> None:
    around = await stage(db)
    shy = replace(await quick_expert(db, is_designable=False))
    assert shy.expert_id
    body = InvitationIn(
        demand_id=around.demand.id, expert_id=shy.expert_id, way=Way.RECOMMENDED, message="您好"
    )
    offered = await service.invite(db, around.enterprise, body)
    assert offered.way_name == "系统推荐"
    second = await published_demand(db, around.enterprise, around.reviewer)
    mine = await service.listing(db, around.enterprise, MatchQuery(demand_id=second.id))
    assert mine.total == 0
