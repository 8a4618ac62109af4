"""The texts in force, in full."""

import pytest

from backend.commitments.service import text_hash


@pytest.mark.clause("A2", "A3")
@pytest.mark.parametrize(("kind", "words"), [("expert", "回避原则"), ("enterprise", "工作条件")])
async def test_the_text_in_force_is_shown_in_full_with_its_hash(client, kind, words):
    answer = (await client.get(f"/api/v1/commitments/{kind}")).json()
    assert words in answer["body"]
    assert answer["text_hash"] == text_hash(answer["title"], answer["body"])


async def test_an_unknown_kind_is_refused_in_chinese(client):
    answer = await client.get("/api/v1/commitments/liaison")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == "请从给出的选项中选择。"
