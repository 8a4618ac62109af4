"""Keywords are confirmed once a year, and may be changed any time after the filing."""

from datetime import timedelta

import pytest

from backend.experts.schemas import KeywordsIn
from backend.experts.service import keeping_current
from backend.platform import clock
from backend.recommendations import service as recommendations
from backend.recommendations.schemas import RecommendationQuery
from tests.factories import experts, people
from tests.factories.matches import stage
from tests.factories.standins import quick_expert

WORDS = ["铜箔", "电解添加剂"]


def path(id) -> str:
    return f"/api/v1/experts/{id}/keywords"


@pytest.mark.clause("5.3.1")
async def test_changed_keywords_count_in_the_next_list_and_the_submission_stays(db, sign_in):
    made = await experts.filed_expert(db)
    expert = await sign_in(made.actor)
    before = (await expert.get("/api/v1/experts/mine")).json()
    assert "confirm_keywords" in [one["action"] for one in before["allowed_actions"]]
    assert before["keywords"]["is_due"] is False
    answer = await expert.post(path(made.id), json={"keywords": [*WORDS, WORDS[0]]})
    assert answer.status_code == 200, answer.text
    after = answer.json()
    assert after["card"]["keywords"] == WORDS
    assert after["content"] == before["content"]
    found = (await expert.get("/api/v1/experts", params={"q": "电解添加剂"})).json()["items"]
    assert str(made.id) in [one["id"] for one in found]
    around = await stage(db)
    listed = await recommendations.experts_for_demand(
        db, around.enterprise, around.demand.id, RecommendationQuery(limit=50)
    )
    words = {one.expert.id: one.expert.keywords for one in listed.items}
    assert words.get(made.id, WORDS) == WORDS


async def test_whoever_let_a_year_pass_is_asked_once_and_counts_as_fresh_again(db, sign_in):
    expert = await quick_expert(db)
    client = await sign_in(expert)
    later = clock.now() + timedelta(days=400)

    async def asked() -> int:
        items = (await client.get("/api/v1/notifications")).json()["items"]
        return len([one for one in items if one["title"] == keeping_current.TITLE])

    await keeping_current.remind_yearly(db)
    assert await asked() == 0

    async def tasks() -> list[str]:
        # A session does not last a year.
        found = (await (await sign_in(expert)).get("/api/v1/tasks")).json()["items"]
        return [one["kind"] for one in found]

    assert "confirm_keywords" not in await tasks()
    with clock.at(later):
        await keeping_current.remind_yearly(db)
        await keeping_current.remind_yearly(db)
        assert "confirm_keywords" in await tasks()
        assert expert.expert_id
        body = KeywordsIn(keywords=["铜箔"])
        await keeping_current.confirm_keywords(db, expert, expert.expert_id, body)
        assert "confirm_keywords" not in await tasks()
    assert await asked() == 1


@pytest.mark.parametrize("keywords", [[], ["铜"], ["很长" * 16], [f"关键词{n}" for n in range(11)]])
async def test_keywords_keep_their_limits(db, sign_in, keywords):
    made = await experts.filed_expert(db)
    answer = await (await sign_in(made.actor)).post(path(made.id), json={"keywords": keywords})
    assert answer.status_code == 422


async def test_before_the_filing_there_is_nothing_to_confirm(db, sign_in):
    actor, detail = await experts.draft_expert(db)
    client = await sign_in(actor)
    answer = await client.post(path(detail.id), json={"keywords": WORDS})
    assert (answer.status_code, "入库后" in answer.json()["detail"]) == (409, True)
    other = await sign_in(await people.officer(db))
    assert (await other.post(path(detail.id), json={"keywords": WORDS})).status_code == 403
