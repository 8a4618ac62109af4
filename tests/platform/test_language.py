"""Which language a reader gets, and what becomes of sentences with names in them."""

import httpx
import pytest
from pydantic import BaseModel
from sqlalchemy import text

from backend.platform import request_scope
from backend.platform.database import Database
from backend.platform.language import CHINESE, Catalogue, Reason, preferred
from tests.factories import experts

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh;q=0.5, en;q=0.8", "en"),
        ("en, zh", "zh"),
        ("fr", "zh"),
        ("*", "zh"),
        ("en;q=0", "zh"),
        ("en;q=nonsense", "en"),
        ("\x00é;;,=", "zh"),
    ],
)
def test_english_only_when_it_is_preferred(asked: str, given: str) -> None:
    assert preferred(asked) == given


BOOK = Catalogue(
    {
        "需求": "Demand",
        "服务中": "In service",
        "特派员": "Commissioner",
        "没有找到{}。": "We could not find {0:lower}.",
        "{}已服务{}家企业（{}），不超过{}家。": "{0} serves {1} {1:firm|firms} ({2}), at most {3}.",
        "请在{}前向{}说明理由：{}。": "Please tell {1} the reason by {0}: {2}.",
        "还缺：{}": "Missing: {0}",
        "{}请重填": "{0}: fill in again",
        "（代{}）": "(for {0})",
        "现在是{}。": "It is now {0}.",
    }
)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("需求", "Demand"),
        ("没有找到需求。", "We could not find demand."),
        ("张三已服务1家企业（甲公司），不超过3家。", "张三 serves 1 firm (甲公司), at most 3."),
        ("张三已服务2家企业（甲、乙），不超过3家。", "张三 serves 2 firms (甲、乙), at most 3."),
        (
            "请在2026年11月5日前向李四说明理由：天气。也许。",
            "Please tell 李四 the reason by 5 November 2026: 天气。也许.",
        ),
        ("还缺：需求、特派员", "Missing: Demand, Commissioner"),
        ("还缺：她的证书", "Missing: 她的证书"),
        ("现在是11月。", "It is now November."),
        ("现在是2026年11月5日至11月9日。", "It is now 5 November 2026 to 9 November."),
        ("没有找到需求。现在是服务中。", "We could not find demand. It is now In service."),
        ("需求（代王五）", "Demand(for 王五)"),
        ("王五（代需求）", "王五(for Demand)"),
    ],
)
def test_sentences_are_found_again_with_what_fills_them(chinese: str, english: str) -> None:
    assert BOOK.english_of(chinese) == english


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Plain",
        "南昌至诚科技有限公司",
        "请您请重填",
        "需求很急",
        "第一段\n\n第二段。",
        "{0}{}需",
    ],
)
def test_what_nobody_translated_stays_as_it_is(typed: str) -> None:
    assert BOOK.english_of(typed) == typed


class Ended(BaseModel):
    because: Reason | None


@pytest.mark.parametrize(
    ("because", "told"),
    [
        ("服务已结束。", "The service has ended."),
        ("情况属实。服务已结束。", "情况属实。服务已结束。"),
        (None, None),
    ],
)
def test_a_reason_somebody_wrote_stays_and_the_platforms_own_does_not(
    because: str | None, told: str | None
) -> None:
    request_scope.enter(request_scope.RequestScope(language="en"))
    try:
        assert Ended(because=because).model_dump(mode="json") == {"because": told}
    finally:
        request_scope.enter(None)


async def test_a_refusal_speaks_the_readers_language(client: httpx.AsyncClient) -> None:
    body = {"identifier": "nobody@demo.example", "password": "wrong password"}
    key = {"Idempotency-Key": "language-test-1"}
    plain = await client.post("/api/v1/session", json=body, headers=key)
    chinese = await client.post(
        "/api/v1/session", json=body, headers=key | {"Accept-Language": "zh-CN"}
    )
    english = await client.post("/api/v1/session", json=body, headers=key | ENGLISH)
    assert plain.content == chinese.content
    assert plain.json()["title"] == "请先登录"
    assert english.json()["title"] == "Please sign in first"
    assert english.json()["detail"].startswith("Wrong account or password.")
    assert {k: v for k, v in english.json().items() if k not in {"title", "detail"}} == {
        k: v for k, v in plain.json().items() if k not in {"title", "detail"}
    }


async def test_faults_of_fields_speak_it_too(client: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "language-test-2"}
    answer = await client.post("/api/v1/session", json={"identifier": "x"}, headers=key | ENGLISH)
    said = {one["pointer"]: one["message"] for one in answer.json()["errors"]}
    assert said == {
        "/identifier": "Too short: at least 3 characters.",
        "/password": "Please fill this in.",
    }


async def test_caches_are_told_that_answers_differ(client: httpx.AsyncClient) -> None:
    """Vary for those between, and a tag of its own for each language of a code list."""
    path = "/api/v1/codelists/chains"
    chinese, english = await client.get(path), await client.get(path, headers=ENGLISH)
    assert chinese.headers["vary"] == english.headers["vary"] == "Accept-Language"
    assert chinese.json()["items"][0]["name"] == "电子信息"
    assert english.json()["items"][0]["name"] == "Electronics and information"
    again = {"If-None-Match": chinese.headers["etag"]}
    assert (await client.get(path, headers=again)).status_code == 304
    assert (await client.get(path, headers=again | ENGLISH)).status_code == 200
    again = {"If-None-Match": english.headers["etag"]}
    assert (await client.get(path, headers=again | ENGLISH)).status_code == 304
    assert (await client.get("/welcome")).headers.get("vary") != "Accept-Language"


async def test_what_is_kept_stays_chinese_whoever_submits(db: Database, sign_in) -> None:
    """Verdicts of a submission, audit and messages are stored as they were said."""
    await experts.bureau(db)
    actor, draft = await experts.draft_expert(db, name="演示专家")
    me = await sign_in(actor)
    me.headers.update(ENGLISH)
    signature = {
        "commitment_hash": await experts.commitment_hash(db),
        "signer_name": "演示专家",
    }
    sent = await me.post(f"/api/v1/experts/{draft.id}/submit", json=signature)
    assert sent.status_code == 200, sent.text
    assert sent.json()["state_name"] == "Under review by the organisation"
    async with db.reading() as session:
        query = text("SELECT verdicts FROM expert_submissions WHERE expert_id = :id")
        kept = (await session.execute(query, {"id": draft.id})).scalar_one()
    assert {one["id"]: one["title"] for one in kept}["ELIG-FIELD"] == "从事自然科学领域工作"
    assert all(CHINESE.search(one["title"]) for one in kept)
