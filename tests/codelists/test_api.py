"""The code lists as anybody reads them."""

import httpx
import pytest

from backend.codelists import service
from backend.platform.database import Database


@pytest.fixture(autouse=True)
async def loaded(db: Database) -> None:
    async with db.transaction() as session:
        await service.load_code_lists(session)


async def test_the_lists_are_public_and_say_their_edition(client: httpx.AsyncClient) -> None:
    body = (await client.get("/api/v1/codelists", params={"limit": 100})).json()
    assert body["total"] == 16
    editions = {item["name"]: item["edition"] for item in body["items"]}
    assert editions["disciplines"] == "GB/T 13745-2009"


async def test_a_list_keeps_its_order_and_filters_by_parent(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/codelists/divisions", params={"parent": "360100"})
    names = [item["name"] for item in answer.json()["items"]]
    assert names[0] == "东湖区"
    assert "红谷滩区" in names
    assert "九江市" not in names


@pytest.mark.parametrize(
    ("name", "q", "found"),
    [
        ("divisions", "nanchang", "南昌市"),
        ("divisions", "nan chang shi", "南昌市"),
        ("divisions", "3601", "南昌市"),
        ("zones", "南昌高新区", "南昌高新技术产业开发区"),
        ("disciplines", "材料", "材料科学"),
        ("titles", "高工", "高级工程师"),
    ],
)
async def test_a_list_is_searched(client: httpx.AsyncClient, name: str, q: str, found: str) -> None:
    answer = await client.get(f"/api/v1/codelists/{name}", params={"q": q})
    assert found in [item["name"] for item in answer.json()["items"]]


async def test_percent_signs_are_searched_for_and_not_wild(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/codelists/divisions", params={"q": "%"})
    assert answer.json()["items"] == []


async def test_an_unchanged_list_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/api/v1/codelists/chains")
    tag = first.headers["etag"]
    again = await client.get("/api/v1/codelists/chains", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    other = await client.get("/api/v1/codelists/chains", headers={"If-None-Match": '"old"'})
    assert other.status_code == 200


async def test_what_does_not_exist_is_said_so(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/codelists/secrets")).status_code == 404
    unknown = await client.get("/api/v1/codelists/chains", params={"sort": "name"})
    assert unknown.status_code == 422
