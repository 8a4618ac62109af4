"""Weights are tried on the lists that were shown before they are set."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.platform.database import Database
from backend.platform.problems import Problem
from backend.recommendations import service
from backend.recommendations.schemas import (
    RecommendationQuery,
    RecommendedExpert,
    WeightsChangeIn,
    WeightsIn,
    WeightsTrial,
)
from backend.recommendations.scoring import Facts
from backend.recommendations.service.weighing import NAMES
from backend.recommendations.tuning import POINTS, Shown, effect
from tests.factories.matches import stage
from tests.factories.people import officer
from tests.factories.standins import quick_expert
from tests.recommendations.test_scoring import SETTINGS, facts

REASON = "本月起更看重同城服务。"


def near(id: str, **more: float) -> Facts:
    return Facts(**({"id": id, "closeness": 0.4, "field": 0, "field_group": 0} | BLANK | more))


BLANK = {"chain": 0.0, "place": 0.0}
TOWN = SETTINGS | {"text": 42, "place": 30}


@pytest.mark.clause("5.3.1")
@given(st.lists(facts, max_size=30, unique_by=lambda one: one.id), st.integers(1, 20))
def test_the_same_weights_have_no_effect(pool: list[Facts], most: int) -> None:
    shown = [Shown("demand", pool, most)]
    found = effect(shown, SETTINGS, dict(SETTINGS), {"demand": {one.id for one in pool[:1]}})
    assert (found.changed, found.kept, found.moves) == (0, 1.0, ())
    assert found.reached_before == found.reached_after
    assert found.agreed_before == found.agreed_after


@pytest.mark.clause("5.3.1")
def test_the_effect_says_who_comes_who_goes_and_how_those_agreed_on_move() -> None:
    away = [near(f"away{n:02}", closeness=0.9 + n / 100) for n in range(12)]
    pool = [*away, near("here", place=1.0)]
    found = effect([Shown("d", pool, 13)], SETTINGS, TOWN, {"d": {"here"}})
    assert (found.lists, found.changed, found.agreed) == (1, 1, 1)
    assert [(move.came, move.went) for move in found.moves] == [(("here",), ("away02",))]
    assert found.kept == pytest.approx(0.9)
    assert (found.agreed_before, found.agreed_after) == (pytest.approx(1 / 13), 1.0)


def _weights(present: WeightsIn, **changes: Any) -> WeightsIn:
    return WeightsIn.model_validate(present.model_dump() | changes)


def _shares(found: list[RecommendedExpert], kind: str) -> dict[UUID, float]:
    return {
        one.expert.id: sum(reason.share for reason in one.reasons if reason.kind == kind)
        for one in found
    }


async def _expect_replays(db: Database) -> None:
    """The lists shown before are replayed under the weights they were made with."""
    async with db.reading() as session:
        kept = [row.id for row in await session.execute(text("SELECT id FROM matching_lists"))]
    assert len(kept) >= 2
    for id in kept:
        shown, again = await service.replay(db, id)
        assert shown == again


@pytest.mark.clause("5.3.1")
async def test_new_weights_are_tried_then_set_and_the_next_list_follows(db, sign_in) -> None:
    around, who = await stage(db), await officer(db)
    await quick_expert(db, city_code="360100")
    asked = RecommendationQuery()
    firm, demand = around.enterprise, around.demand.id
    before = (await service.experts_for_demand(db, firm, demand, asked)).items
    assert before
    present = await service.read_weights(db)
    wanted = _weights(present.weights, text=55, place=20)
    tried = await service.try_weights(db, who, WeightsTrial(weights=wanted))
    assert tried.lists >= 1
    assert (await service.read_weights(db)) == present
    try:
        change = WeightsChangeIn(weights=wanted, based_on=present.version, reason=REASON)
        now = await service.change_weights(db, who, change)
        assert (now.weights, now.version != present.version) == (wanted, True)
        (said, *_) = now.changes
        assert set(said.changed) == {"text", "place"}
        assert (said.was, said.reason, said.changed_by) == (present.version, REASON, who.name)
        after = (await service.experts_for_demand(db, firm, demand, asked)).items
        had, has = _shares(before, "place"), _shares(after, "place")
        assert has == pytest.approx({id: share * 20 / 5 for id, share in had.items()})
        await _expect_replays(db)
        # Who started from the old weights is told, and nothing is overwritten.
        with pytest.raises(Problem) as refused:
            await service.change_weights(db, who, change)
        assert refused.value.status == 409
        async with db.transaction() as session:
            with pytest.raises(DBAPIError):
                await session.execute(text("UPDATE matching_weight_changes SET reason = ''"))
            await session.rollback()
    finally:
        version = (await service.read_weights(db)).version
        back = WeightsChangeIn(weights=present.weights, based_on=version, reason="恢复原有权重。")
        await service.change_weights(db, who, back)


@pytest.mark.clause("5.3.1")
@pytest.mark.parametrize("changes", [{"text": 67}, {"newcomer_near": 0.4}, {"exposure": 11}])
async def test_weights_that_do_not_add_up_are_refused_in_words(db, sign_in, changes) -> None:
    client = await sign_in(await officer(db))
    present = (await client.get("/api/v1/recommendations/weights")).json()
    assert set(present["weights"]) == set(NAMES)
    assert sum(present["weights"][name] for name in POINTS) == 100
    body = {"weights": present["weights"] | changes}
    answer = await client.post("/api/v1/recommendations/weights/trial", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"]
