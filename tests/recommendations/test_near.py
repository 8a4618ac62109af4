"""The filter by place: own city, and declared willingness as far as the reader may know it."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.recommendations import service
from backend.recommendations.models import MatchingList
from backend.recommendations.schemas import RecommendationQuery
from tests.factories.demands import published_demand
from tests.factories.matches import Stage, stage
from tests.factories.organisations import JIUJIANG, NANCHANG, city_bureau
from tests.factories.people import officer
from tests.factories.standins import quick_enterprise, quick_expert

NEAR = RecommendationQuery(limit=10, near=True)
ANYWHERE = RecommendationQuery(limit=10)


async def willing(db: Database, expert: Actor, *places: str) -> Actor:
    """The expert declares where else he would serve."""
    async with db.transaction() as session:
        one = await session.get_one(Expert, expert.expert_id)
        one.profile = {"willing_places": list(places)}
    return expert


async def _three(db: Database, around: Stage) -> tuple[Actor, Actor]:
    """Of the demand's city, and of elsewhere but willing; the stage's own is of elsewhere."""
    assert around.expert
    here = await quick_expert(db, city_code=NANCHANG)
    comes = await willing(db, await quick_expert(db), NANCHANG)
    return here, comes


async def ids(db: Database, reader: Actor, around: Stage, asked: Any) -> tuple[set[Any], Any]:
    found = await service.experts_for_demand(db, reader, around.demand.id, asked)
    return {one.expert.id for one in found.items}, found.left_out


@pytest.mark.clause("5.3.1")
async def test_the_department_filters_by_city_and_declared_places(db: Database) -> None:
    around = await stage(db)
    here, comes = await _three(db, around)
    department = await officer(db)
    everybody = {here.expert_id, comes.expert_id, around.expert.expert_id}
    assert await ids(db, department, around, ANYWHERE) == (everybody, None)
    assert await ids(db, department, around, NEAR) == ({here.expert_id, comes.expert_id}, 1)
    found = await service.experts_for_demand(db, department, around.demand.id, NEAR)
    assert found.knows_willing


@pytest.mark.clause("5.3.1", "A3.4")
async def test_who_reads_cards_filters_by_what_a_card_shows(db: Database) -> None:
    """Where somebody would go is not on a card: the filter must not tell it by who is left."""
    around = await stage(db)
    here, comes = await _three(db, around)
    for reader in (around.enterprise, around.reviewer):
        assert await ids(db, reader, around, NEAR) == ({here.expert_id}, 2)
        await willing(db, comes)
        assert await ids(db, reader, around, NEAR) == ({here.expert_id}, 2)
        await willing(db, comes, NANCHANG)
    found = await service.experts_for_demand(db, around.enterprise, around.demand.id, NEAR)
    assert not found.knows_willing


@pytest.mark.clause("A3.4")
async def test_who_is_not_to_be_listed_is_not_counted_as_left_out(db: Database) -> None:
    around = await stage(db)
    await quick_expert(db, is_designable=False)
    await quick_expert(db)
    assert await ids(db, around.enterprise, around, NEAR) == (set(), 2)
    short = RecommendationQuery(limit=1, near=True)
    assert (await ids(db, around.enterprise, around, short))[1] == 1  # no more than are shown


@pytest.mark.clause("5.3.1")
async def test_an_expert_filters_by_where_he_would_go(db: Database) -> None:
    around = await stage(db)
    bureau = await city_bureau(db, JIUJIANG)
    firm = await quick_enterprise(db, city_code=JIUJIANG, county_code="360402")
    local = await published_demand(db, firm, bureau)

    async def shown(asked: Any) -> tuple[set[Any], Any]:
        found = await service.demands_for_expert(db, around.expert, asked)
        return {one.demand.id for one in found.items}, found.left_out

    assert await shown(ANYWHERE) == ({around.demand.id, local.id}, None)
    assert await shown(NEAR) == ({local.id}, 1)
    await willing(db, around.expert, NANCHANG)
    assert await shown(NEAR) == ({around.demand.id, local.id}, 0)


async def test_a_filtered_list_is_kept_apart_and_replays(db: Database) -> None:
    around = await stage(db)
    await quick_expert(db, city_code=NANCHANG)
    for asked in (ANYWHERE, NEAR, NEAR):
        await service.experts_for_demand(db, around.enterprise, around.demand.id, asked)
    async with db.reading() as session:
        kept = list((await session.execute(select(MatchingList))).scalars())
    assert sorted((one.inputs[0]["near"], len(one.result)) for one in kept) == [
        (False, 2),
        (True, 1),
    ]
    for one in kept:
        shown, again = await service.replay(db, one.id)
        assert shown == again


async def test_the_same_people_filtered_or_not_are_two_lists(db: Database) -> None:
    around = await stage(db)
    async with db.transaction() as session:
        (await session.get_one(Expert, around.expert.expert_id)).city_code = NANCHANG
    for asked in (ANYWHERE, NEAR):
        await service.experts_for_demand(db, around.enterprise, around.demand.id, asked)
    async with db.reading() as session:
        assert len(list((await session.execute(select(MatchingList))).scalars())) == 2
