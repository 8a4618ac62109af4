"""The catalogue of rules, for people who got a refusal."""

from backend.platform.rules import REGISTRY


async def test_everybody_may_read_every_rule(client) -> None:
    answer = await client.get("/api/v1/rules")
    assert answer.status_code == 200
    items = answer.json()["items"]
    assert {item["id"] for item in items} == set(REGISTRY)
    assert set(items[0]) == {"id", "title", "clause", "waivable", "summary"}
    assert all(item["title"] and item["summary"] for item in items)
