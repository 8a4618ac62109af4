"""A site's own model server tells what texts mean; without one, words alone rank (clause 5.3.1)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

import pytest
from sqlalchemy import text

from backend.recommendations import embedding, scoring, service
from backend.recommendations.embedding import EmbeddingError, HttpProvider, normal
from backend.recommendations.schemas import RecommendationQuery
from backend.recommendations.scoring import Facts
from backend.recommendations.service import meaning
from tests.factories.matches import stage
from tests.factories.standins import quick_expert
from tests.fixtures.stand_in import stand_in
from tests.recommendations.test_scoring import SETTINGS

# Each topic is one direction: its words mean the same, whatever the characters.
TOPICS = (("铜箔", "阴极沉积"), ("机器人", "机械臂"), ("中药", "本草"))
WITH_MODEL = SETTINGS | {"meaning": 12}


@dataclass
class ModelServer:
    """Speaks the embeddings request; knows three topics."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    broken: str = ""

    def vector(self, said: str) -> list[float]:
        return [0.1, *(float(any(word in said for word in topic)) for topic in TOPICS)]

    def answer(self, asked: dict[str, Any]) -> tuple[int, Any]:
        self.requests.append(asked)
        if self.broken == "500":
            return 500, {"error": "out of memory"}
        rows = [
            {"index": number, "embedding": self.vector(said)}
            for number, said in enumerate(asked["input"])
        ]
        # Servers need not keep the order: the index says which is which.
        return 200, {"data": [] if self.broken == "empty" else rows[::-1]}


@pytest.fixture
def model_server() -> Iterator[tuple[ModelServer, str]]:
    """The stand-in behind a real server, and its address."""
    model = ModelServer()

    def answer(path: str, body: bytes, headers: Message) -> tuple[int, Any]:
        model.keys.append(headers.get("Authorization"))
        return model.answer(json.loads(body)) if path == "/v1/embeddings" else (404, {})

    with stand_in(answer) as url:
        yield model, f"{url}/v1"


def provider_at(url: str, version: str = "1") -> HttpProvider:
    return HttpProvider(url=url, name="topics", version=version, dimension=4, key="secret")


async def test_the_server_is_asked_in_its_protocol_and_answers_fall_into_order(model_server):
    model, url = model_server
    found = await provider_at(url).vectors(["铜箔表面", "机械臂"])
    assert found == [normal([0.1, 1, 0, 0]), normal([0.1, 0, 1, 0])]
    assert model.requests == [{"model": "topics", "input": ["铜箔表面", "机械臂"]}]
    assert model.keys == ["Bearer secret"]


@pytest.mark.parametrize("broken", ["500", "empty", "gone"])
async def test_a_server_that_fails_is_named_without_what_was_sent(model_server, broken):
    model, url = model_server
    model.broken = broken
    with pytest.raises(EmbeddingError) as failed:
        await provider_at(url if broken != "gone" else "http://127.0.0.1:9").vectors(["机密内容"])
    assert "机密内容" not in str(failed.value)


@pytest.mark.clause("5.3.1")
def test_with_a_model_the_shares_still_add_up_to_at_most_a_hundred():
    best = Facts("a", 1e9, 1, 1, 1, 1, 3, 0, 1.0, 0, meaning=1.0)
    assert scoring.score(best, WITH_MODEL) == pytest.approx(100)
    parts = scoring.reasons(best, scoring.Said(own_city="南昌市", main_field="材料"), WITH_MODEL)
    assert sum(one.share for one in parts) == pytest.approx(100, abs=1e-6)
    assert "meaning" in {one.kind for one in parts}
    assert "meaning" not in scoring.shares(Facts("a", 1, 1, 1, 1, 1), SETTINGS)


@pytest.mark.clause("5.3.1")
async def test_whoever_says_the_same_in_other_words_moves_up(db, model_server, monkeypatch):
    model, url = model_server
    around = await stage(db)
    same = {"disciplines": ["430"], "main_discipline": "430", "city_code": "360100"}
    words = await quick_expert(db, keywords=["渣浆泵"], summary="泵的表面控制。", **same)
    sense = await quick_expert(db, keywords=["阴极沉积"], summary="阴极沉积与表面。", **same)
    asked = RecommendationQuery(limit=50)

    async def order() -> list:
        found = await service.experts_for_demand(db, around.enterprise, around.demand.id, asked)
        return [
            one.expert.id
            for one in found.items
            if one.expert.id in (words.expert_id, sense.expert_id)
        ]

    assert await order() == [words.expert_id, sense.expert_id]
    assert await service.refresh_vectors(db) == 0
    assert model.requests == []
    monkeypatch.setattr(meaning, "provider_of", lambda _: provider_at(url))
    assert await service.refresh_vectors(db) >= 3
    assert await service.refresh_vectors(db) == 0
    assert await order() == [sense.expert_id, words.expert_id]
    # What was shown is replayed from what was kept, with no model asked.
    monkeypatch.undo()
    async with db.reading() as session:
        kept = [row.id for row in await session.execute(text("SELECT id FROM matching_lists"))]
    assert len(kept) == 2
    for id in kept:
        shown, again = await service.replay(db, id)
        assert shown == again


async def test_a_changed_text_a_new_version_and_a_silent_server(db, model_server, monkeypatch):
    model, url = model_server
    expert = await quick_expert(db, keywords=["铜箔"], summary="铜箔的研究。")
    monkeypatch.setattr(meaning, "provider_of", lambda _: provider_at(url))
    assert await service.refresh_vectors(db) == 1
    async with db.transaction() as session:
        change = "UPDATE experts SET keywords = '{机器人}', version = version + 1 WHERE id = :id"
        await session.execute(text(change), {"id": expert.expert_id})
    model.broken = "500"
    assert await service.refresh_vectors(db) == 0
    model.broken = ""
    assert await service.refresh_vectors(db) == 1
    monkeypatch.setattr(meaning, "provider_of", lambda _: provider_at(url, "2"))
    assert await service.refresh_vectors(db) == 1
    async with db.reading() as session:
        rows = (await session.execute(text("SELECT DISTINCT provider FROM matching_vectors"))).all()
    assert [row.provider for row in rows] == [embedding.key_of(provider_at(url, "2"))]
