"""The index in the database: at once, without an oracle, explained and replayable."""

import json
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from backend.commands import scratch
from backend.experts import service as experts_service
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.recommendations import scoring, service, words
from backend.recommendations.models import MatchingDocument, MatchingList
from backend.recommendations.queries import index, ranking
from backend.recommendations.schemas import RecommendationQuery
from backend.recommendations.service import telling
from backend.recommendations.service.ranking import search
from tests.factories.matches import Stage, designate, stage
from tests.factories.people import officer
from tests.factories.standins import quick_expert

ASKED = RecommendationQuery(limit=50)
SUBJECTS = ("铜箔", "渣浆泵", "脐橙", "稀土永磁", "陶瓷釉料", "光伏硅片", "中药饮片", "竹纤维")
MATTERS = ("粗糙度控制", "耐磨寿命", "保鲜贮藏", "矫顽力提升", "烧成变形", "切割损耗", "炮制工艺")


async def listed(db: Database, around: Stage, reader: Actor) -> str:
    found = await service.experts_for_demand(db, reader, around.demand.id, ASKED)
    return json.dumps([one.model_dump(mode="json") for one in found.items], ensure_ascii=False)


async def change(db: Database, expert: Actor, **columns: Any) -> None:
    async with db.transaction() as session:
        one = await session.get_one(Expert, expert.expert_id)
        for name, value in columns.items():
            setattr(one, name, value)


@pytest.mark.clause("5.3.1")
async def test_changed_keywords_change_the_very_next_list(db: Database) -> None:
    around = await stage(db)
    late = await quick_expert(db, keywords=["脐橙"], summary="果园。")

    async def ranks() -> list[UUID]:
        found = json.loads(await listed(db, around, around.enterprise))
        return [UUID(one["expert"]["id"]) for one in found]

    assert await ranks() == [around.expert.expert_id, late.expert_id]
    await change(db, late, keywords=["铜箔", "粗糙度", "电解添加剂"])
    assert await ranks() == [late.expert_id, around.expert.expert_id]
    # The same once the postings have taken everything over.
    await service.refresh(db)
    assert await ranks() == [late.expert_id, around.expert.expert_id]
    await change(db, late, keywords=["脐橙"])
    assert await ranks() == [around.expert.expert_id, late.expert_id]
    await experts_service.move(db, late, late.expert_id, "pause")
    assert await ranks() == [around.expert.expert_id]


async def test_folded_or_not_the_scores_are_the_same(db: Database) -> None:
    around = await stage(db)
    for keyword in ("铜箔", "粗糙度", "电解"):
        await quick_expert(db, keywords=[keyword, "添加剂"])
    async with db.transaction() as session:
        await index.count(session, ranking.CARD)
    one_by_one = await listed(db, around, around.enterprise)
    await service.refresh(db)
    async with db.reading() as session:
        assert await index.recent(session, ranking.CARD) == 0
    assert await listed(db, around, around.enterprise) == one_by_one


@pytest.mark.clause("5.3.1", "A3.4")
async def test_what_the_card_hides_changes_nothing_for_who_reads_cards(db: Database) -> None:
    around = await stage(db)
    rival = await quick_expert(db, keywords=["铜箔", "粗糙度"])
    department = await officer(db)
    readers = (around.enterprise, around.reviewer)
    before = [await listed(db, around, reader) for reader in readers]
    full = await listed(db, around, department)
    secret = {
        "achievements": [{"kind": "patent", "title": "铜箔粗糙度与电解添加剂", "year": 2025}],
        "experience": "二十年铜箔粗糙度控制",
        "service_content": "电解添加剂配方",
        "willing_places": ["360100"],
        "days_per_month": 20,
    }
    await change(db, rival, profile=secret)
    assert [await listed(db, around, reader) for reader in readers] == before
    await service.refresh(db)
    counted = [await listed(db, around, reader) for reader in readers]
    await change(db, rival, profile={})
    await service.refresh(db)
    assert [await listed(db, around, reader) for reader in readers] == counted
    await change(db, rival, profile=secret)
    assert await listed(db, around, department) != full
    assert "电解添加剂配方" not in before[0]


def test_the_order_a_sum_was_added_up_in_is_not_read() -> None:
    """The database promises none, and a plan may change between two readings."""
    counts = {"field": 1, "field_group": 0, "chain": 1, "place": 0, "freshness": 1, "shown": 0}
    row = {"subject_id": UUID(int=1), "places_limit": 3, "places_used": 0} | counts
    sums = (0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1)
    assert sums[0] != sums[1]
    found = {telling.facts_of(SimpleNamespace(closeness=one, **row)) for one in sums}
    assert len(found) == 1


async def test_what_is_confidential_of_a_demand_is_not_indexed(db: Database) -> None:
    around = await stage(db)
    found = await service.demands_for_expert(db, around.expert, ASKED)
    async with db.reading() as session:
        query = select(MatchingDocument.terms).filter_by(collection=ranking.DEMAND)
        known = {packed >> 16 for packed in await session.scalar(query)}
    hidden, shown = words.terms("自配").keys(), words.terms("铜箔").keys()
    assert shown <= known
    assert not hidden <= known
    assert "自配" not in found.items[0].model_dump_json()


@pytest.mark.clause("5.3.1")
async def test_an_expert_reads_which_of_his_results_count(db: Database) -> None:
    around = await stage(db)
    results = [
        {"kind": "patent", "title": "一种电解添加剂及其铜箔", "year": 2024},
        {"kind": "paper", "title": "铜箔粗糙度的测量", "year": 2020},
        {"kind": "paper", "title": "脐橙保鲜", "year": 2020},
    ]
    await change(db, around.expert, profile={"achievements": results})
    (mine,) = (await service.demands_for_expert(db, around.expert, ASKED)).items
    told = {reason.kind: reason for reason in mine.reasons}
    assert "两项成果" in told["achievements"].text
    assert "一种电解添加剂及其铜箔" in told["achievements"].text
    assert "脐橙" not in told["achievements"].text
    assert told["achievements"].share > 0
    assert mine.score == pytest.approx(sum(r.share for r in mine.reasons), abs=1e-6)


@pytest.mark.clause("5.3.1")
async def test_a_shown_list_is_kept_once_and_replays(db: Database) -> None:
    around = await stage(db)
    for keyword in ("铜箔", "粗糙度", "电解"):
        await quick_expert(db, keywords=[keyword, "添加剂"])
    for _ in range(3):
        await listed(db, around, around.enterprise)
    async with db.reading() as session:
        (kept,) = (await session.execute(select(MatchingList))).scalars()
    assert kept.weights_version == "2026-12"
    await change(db, around.expert, keywords=["脐橙"])
    shown, again = await service.replay(db, kept.id)
    assert shown == again
    assert len(shown) == 4
    with pytest.raises(Exception, match="append_only"):
        async with db.transaction() as session:
            await session.execute(update(MatchingList).values(digest=""))


async def test_exposure_is_counted_from_the_lists(db: Database) -> None:
    around = await stage(db)
    await quick_expert(db, keywords=["脐橙"], summary="果园。", disciplines=["210"], chains=[])
    await listed(db, around, around.enterprise)
    await service.count_exposures(db)
    counted = await service.exposure(db)
    assert (counted.lists, counted.experts, counted.shown_experts) == (1, 2, 1)
    assert counted.gini == 0.5


def invented(number: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Experts and demands of recombined matters: believable enough to share terms."""
    made = [f"{SUBJECTS[n % 8]}{MATTERS[n % 7]}" for n in range(number)]
    experts = [
        {
            "expert_id": f"e{n}",
            "field": SUBJECTS[n % 8],
            "category": "工" if n % 2 else "农",
            "keywords": [made[n][:4]],
            "papers": [{"title": made[n], "summary": f"研究{made[(n * 3) % 56]}的方法"}],
        }
        for n in range(56)
    ]
    demands = [
        {"demand_id": f"d{n}", "title": made[n], "text": f"需要改善{made[(n * 5) % number]}"}
        for n in range(number)
    ]
    return experts, demands


@pytest.mark.clause("5.3.1")
async def test_the_statement_and_the_shares_agree_for_all_candidates_of_500_demands(
    db: Database, postgres, database_url
) -> None:
    experts, demands = invented(500)
    name = database_url.rsplit("/", 1)[1]
    await scratch.load(postgres, experts, demands, database=name, say=lambda _: None)
    checked = 0
    async with db.reading() as session:
        settings = (await index.weights(session)).settings
        for one in demands:
            subject = scratch.key("demand", one["demand_id"])
            wanted = await search(session, "experts", subject, (ranking.DEMAND, ranking.FULL), 100)
            for row in await ranking.ranked(session, wanted, settings):
                facts = telling.facts_of(row)
                shares = scoring.shares(facts, settings)
                assert abs(sum(shares.values()) - row.score) < 1e-6
                checked += 1
    assert checked > 5000


async def test_the_terms_are_those_of_the_database(db: Database) -> None:
    said = "ＥＲＩＣ-PCR 法测定2.5%铜箔，的粗糙度㐀 naïve"
    async with db.reading() as session:
        rows = await session.execute(text("SELECT term, n FROM matching_terms(:t)"), {"t": said})
        assert {row.term: row.n for row in rows} == dict(words.terms(said))


@pytest.mark.clause("5.3.1", "A2.3")
async def test_why_not_names_the_rule_to_each_side_as_far_as_it_may_know(db: Database) -> None:
    around = await stage(db)
    full = await quick_expert(db, max_enterprises=1)
    shy = await quick_expert(db, is_designable=False)
    far = await quick_expert(
        db, keywords=["脐橙"], summary="果园。", disciplines=["210"], chains=[]
    )
    await designate(db, around.enterprise, around.demand.id, full)

    async def codes(expert: Actor) -> list[str]:
        assert expert.expert_id
        why = await service.why_not(db, around.enterprise, around.demand.id, expert.expert_id)
        assert not why.is_listed
        assert all(one.text and one.remedy for one in why.obstacles)
        return [one.code for one in why.obstacles]

    assert await codes(full) == ["open"]
    assert await codes(shy) == ["hidden"]
    assert await codes(far) == ["degree"]
    mine = await service.why_not_me(db, shy, around.demand.id)
    assert [one.code for one in mine.obstacles] == ["hidden"]
    fits = await service.why_not_me(db, around.expert, around.demand.id)
    assert (fits.is_listed, fits.obstacles) == (True, [])
    assert fits.score == pytest.approx(sum(r.share for r in fits.reasons), abs=1e-6)


async def test_why_not_says_nothing_that_names_an_unnamed_enterprise(db: Database) -> None:
    from backend.enterprises.models import Enterprise

    around = await stage(db, disclosure="anonymous")
    async with db.transaction() as session:
        firm = await session.get_one(Enterprise, around.enterprise.enterprise_id)
        one = await session.get_one(Expert, around.expert.expert_id)
        one.employer_uscc = firm.uscc
    why = await service.why_not_me(db, around.expert, around.demand.id)
    assert [one.code for one in why.obstacles] == ["untold"]
    assert "任职" not in why.model_dump_json()


async def test_similar_ones_are_found_both_ways(db: Database) -> None:
    around = await stage(db)
    twin = await quick_expert(db)
    other = await stage(db, around.reviewer)
    assert around.expert.expert_id
    people = await service.similar_experts(db, around.enterprise, around.expert.expert_id, ASKED)
    assert twin.expert_id in [one.expert.id for one in people]
    assert around.expert.expert_id not in [one.expert.id for one in people]
    demands = await service.similar_demands(db, around.expert, around.demand.id, ASKED)
    assert [one.demand.id for one in demands] == [other.demand.id]
