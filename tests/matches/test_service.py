"""Three ways to begin, consent of both sides to one text, and what becomes of the others."""

from datetime import date, datetime

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from backend.demands import service as demands
from backend.demands.schemas import DemandDraft
from backend.identity.actor import Actor
from backend.matches import service
from backend.matches.schemas import (
    ConsentIn,
    DeclineIn,
    MatchQuery,
    WithdrawIn,
)
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.database import Database
from backend.platform.outbox import Message
from backend.platform.problems import Problem
from tests.factories.demands import approval
from tests.factories.matches import (
    Stage,
    application,
    consent,
    designate,
    stage,
)
from tests.factories.standins import quick_expert
from tests.factories.waivers import granted_waiver


def rule_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    verdict = refused.value.verdict
    assert verdict
    assert verdict.rule
    return verdict.rule.id


async def messages_of(db: Database, reader: Actor) -> list[Message]:
    async with db.reading() as session:
        query = select(Message).filter_by(account_id=reader.account_id, channel="inbox")
        return list((await session.execute(query.order_by(Message.id))).scalars())


@pytest.mark.clause("5.3.2", "5.4.1")
async def test_an_enterprise_designates_and_the_expert_accepts(db: Database) -> None:
    with clock.at(datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)):
        around = await stage(db)
        offered = await designate(db, around.enterprise, around.demand.id, around.expert)
        assert (offered.state, offered.waits_for) == ("invited", "expert")
        assert offered.answer_due == date(2026, 11, 11)
        mine = await service.listing(db, around.expert, MatchQuery(waiting=True))
        assert [card.id for card in mine.items] == [offered.id]
        agreed = await consent(db, around.expert, offered)
    assert (agreed.state, agreed.answer_due) == ("agreed", date(2026, 11, 17))
    assert {one.party for one in agreed.consents} == {"enterprise", "expert"}
    assert {one.text_hash for one in agreed.consents} == {around.demand.text_hash}
    assert (await demands.read(db, around.enterprise, around.demand.id)).state == "matched"


@pytest.mark.clause("5.3.2")
async def test_a_designated_expert_declines_with_a_reason_the_enterprise_reads(
    db: Database,
) -> None:
    around = await stage(db)
    offered = await designate(db, around.enterprise, around.demand.id, around.expert)
    with pytest.raises(Problem) as turn:
        await service.decline(db, around.enterprise, offered.id, DeclineIn(code="other"))
    assert rule_of(turn) == "MATCH-TURN"
    no = DeclineIn.model_validate({"code": "time", "reason": "明年三月后才有空。"})
    assert (await service.decline(db, around.expert, offered.id, no)).state == "declined"
    seen = await service.read(db, around.enterprise, offered.id)
    assert (seen.decline_name, seen.decline_reason) == ("时间不合适", "明年三月后才有空。")
    again = await designate(db, around.enterprise, around.demand.id, around.expert)
    assert again.state == "invited"


@pytest.mark.clause("5.3.2", "5.3.3")
@pytest.mark.parametrize("way", ["declined", "withdrawn"])
async def test_the_other_side_is_told_politely_why_and_the_one_who_said_no_his_own_words(
    db: Database, way: str
) -> None:
    around = await stage(db)
    offered = await designate(db, around.enterprise, around.demand.id, around.expert)
    if way == "declined":
        no = DeclineIn(code="place", reason="路程太远。")
        await service.decline(db, around.expert, offered.id, no)
        teller, reader = around.expert, around.enterprise
    else:
        left = WithdrawIn(code="partner", reason="已有合作单位。")
        await service.withdraw(db, around.enterprise, offered.id, left)
        teller, reader = around.enterprise, around.expert
    told = await service.read(db, reader, offered.id)
    own = await service.read(db, teller, offered.id)
    assert told.decline_words
    assert told.decline_name
    assert f"“{told.decline_name}”" in told.decline_words
    assert "感谢" in told.decline_words
    assert own.decline_words is None
    assert own.decline_name == told.decline_name
    message = (await messages_of(db, reader))[-1]
    assert message.body == f"{told.decline_words}对方说明：{told.decline_reason}"
    with pytest.raises(ValidationError):
        WithdrawIn.model_validate({"reason": "没有选择原因"})


@pytest.mark.clause("5.3.3", "5.2.2")
async def test_an_expert_applies_and_the_enterprise_chooses(db: Database) -> None:
    around = await stage(db)
    second = await quick_expert(db)
    first = await application(db, around.expert, around.demand.id, message="做过同类产线。")
    other = await application(db, second, around.demand.id)
    assert (first.state, first.waits_for) == ("applied", "enterprise")
    with pytest.raises(Problem) as turn:
        await service.decline(db, second, other.id, DeclineIn(code="other"))
    assert rule_of(turn) == "MATCH-TURN"
    agreed = await consent(db, around.enterprise, first)
    assert agreed.state == "agreed"
    reserve = await service.read(db, second, other.id)
    assert (reserve.state_name, reserve.answer_due) == ("候补", None)
    no = DeclineIn.model_validate({"code": "chosen_other", "reason": "感谢关注。"})
    assert (await service.decline(db, around.enterprise, other.id, no)).state == "declined"


@pytest.mark.clause("5.4.1")
async def test_a_changed_text_is_confirmed_before_the_other_side_consents(db: Database) -> None:
    around = await stage(db)
    offer = await application(db, around.expert, around.demand.id)
    old = around.demand.text_hash
    changed = DemandDraft.model_validate({"budget_wan": 30})
    await demands.edit(db, around.enterprise, around.demand.id, changed, None)
    await demands.submit(db, around.enterprise, around.demand.id, "年度预算调整")
    with pytest.raises(Problem) as closed:
        await service.consent(db, around.enterprise, offer.id, ConsentIn(text_hash=old or ""))
    assert rule_of(closed) == "MATCH-OPEN"
    await demands.decide(db, around.reviewer, around.demand.id, approval(2))
    for text_hash in (old or "", await _present(db, around)):
        with pytest.raises(Problem) as refused:
            await service.consent(db, around.enterprise, offer.id, ConsentIn(text_hash=text_hash))
        assert rule_of(refused) == "MATCH-TEXT"
    seen = await service.read(db, around.expert, offer.id)
    assert seen.text_outdated
    assert "consent" in {one.action for one in seen.allowed_actions}
    assert seen.terms_changed
    assert seen.terms_changed.reason == "年度预算调整"
    (change,) = seen.terms_changed.changes
    assert (change.name, change.after) == ("拟投入资金", "30")
    assert change.before not in ("", "30")
    with pytest.raises(Problem) as stale:
        await service.consent(db, around.expert, offer.id, ConsentIn(text_hash=old or ""))
    assert rule_of(stale) == "MATCH-NEW-TEXT"
    confirmed = await consent(db, around.expert, offer)
    assert (confirmed.state, confirmed.text_outdated) == ("applied", False)
    assert confirmed.terms_changed is None
    agreed = await consent(db, around.enterprise, offer)
    assert agreed.state == "agreed"
    assert agreed.demand_hash == await _present(db, around)


async def _present(db: Database, around: Stage) -> str:
    shown = await demands.read(db, around.enterprise, around.demand.id)
    return shown.text_hash or ""


@pytest.mark.clause("5.4.3")
async def test_a_second_match_needs_a_granted_waiver(db: Database) -> None:
    around = await stage(db)
    second, third = await quick_expert(db), await quick_expert(db)
    offers = [await application(db, one, around.demand.id) for one in (around.expert, second)]
    await consent(db, around.enterprise, offers[0])
    with pytest.raises(Problem) as refused:
        await consent(db, around.enterprise, offers[1])
    assert rule_of(refused) == "MATCH-ONE"
    shown = await service.read(db, around.enterprise, offers[1].id)
    (button,) = [one for one in shown.allowed_actions if one.action == "consent"]
    assert (button.enabled, button.rule, button.waivable) == (False, "MATCH-ONE", True)
    with pytest.raises(Problem) as late:
        await application(db, third, around.demand.id)
    assert rule_of(late) == "MATCH-ONE"
    subject = ("demands", around.demand.id)
    await granted_waiver(db, around.enterprise, around.reviewer, "MATCH-ONE", subject)
    agreed = await consent(db, around.enterprise, offers[1])
    assert (agreed.state, agreed.by_waiver) == ("agreed", True)
    assert [mark.rule_id for mark in agreed.waived] == ["MATCH-ONE"]
    listed = await service.listing(db, around.enterprise, MatchQuery())
    assert {card.id: bool(card.waived) for card in listed.items} == {
        offers[0].id: False,
        offers[1].id: True,
    }


@pytest.mark.clause("5.5.1")
async def test_giving_an_agreed_match_up_frees_place_and_demand_and_keeps_the_reserve(
    db: Database,
) -> None:
    around = await stage(db)
    second = await quick_expert(db)
    offers = [await application(db, one, around.demand.id) for one in (around.expert, second)]
    await consent(db, around.enterprise, offers[0])
    left = await service.withdraw(
        db, around.expert, offers[0].id, WithdrawIn(code="time", reason="出国")
    )
    assert (left.state, left.experts[0].free_places) == ("withdrawn", 3)
    assert (await demands.read(db, second, around.demand.id)).state == "published"
    assert (await service.read(db, second, offers[1].id)).state == "reserve"
    assert (await consent(db, around.enterprise, offers[1])).state == "agreed"


async def test_the_side_that_began_withdraws_and_the_other_declines(db: Database) -> None:
    around = await stage(db)
    offered = await designate(db, around.enterprise, around.demand.id, around.expert)
    with pytest.raises(Problem) as turn:
        await service.withdraw(db, around.expert, offered.id, WithdrawIn(code="time"))
    assert rule_of(turn) == "MATCH-TURN"
    gone = await service.withdraw(db, around.enterprise, offered.id, WithdrawIn(code="time"))
    assert gone.state == "withdrawn"
    assert (await application(db, around.expert, around.demand.id)).state == "applied"


async def test_what_is_not_answered_in_time_expires(db: Database) -> None:
    with clock.at(datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)):
        around = await stage(db)
        offered = await designate(db, around.enterprise, around.demand.id, around.expert)
    assert offered.answer_due == date(2026, 11, 11)
    with clock.at(datetime(2026, 11, 11, 23, 59, tzinfo=SHANGHAI)):
        assert await service.expire_due(db) == 0
    with clock.at(datetime(2026, 11, 12, 0, 1, tzinfo=SHANGHAI)):
        assert await service.expire_due(db) == 1
        assert await service.expire_due(db) == 0
        assert (await service.read(db, around.expert, offered.id)).state_name == "逾期未答复"
        assert (await application(db, around.expert, around.demand.id)).state == "applied"


async def test_candidates_of_a_withdrawn_demand_expire(db: Database) -> None:
    around = await stage(db)
    offer = await application(db, around.expert, around.demand.id)
    await demands.withdraw(db, around.enterprise, around.demand.id)
    with pytest.raises(Problem) as closed:
        await consent(db, around.enterprise, offer)
    assert rule_of(closed) == "MATCH-OPEN"
    assert await service.expire_due(db) == 1
    assert (await service.read(db, around.expert, offer.id)).state == "expired"
