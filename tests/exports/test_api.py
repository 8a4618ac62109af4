"""A file holds what the screen shows over all its pages, masked the same, and is on record."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import text

from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.database import Database
from tests.factories import (
    agreements,
    desks,
    enterprises,
    experts,
    matches,
    organisations,
    people,
)

API = "/api/v1"
WHY = {"purpose": "核对本月名单"}
SignIn = Callable[[Actor], Awaitable[httpx.AsyncClient]]


def table_of(content: bytes) -> tuple[list[str], list[dict[str, Any]]]:
    """The notes above the headings, and the rows below them."""
    lines = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)
    notes = [str(line[0]) for line in lines if line[1] is None and line[0]]
    head = lines[len(notes)]
    return notes, [dict(zip(head, line, strict=True)) for line in lines[len(notes) + 1 :]]


async def taken(client: httpx.AsyncClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    reply = await client.post(f"{API}{path}/export", params=asked, json=WHY)
    assert reply.status_code == 200, reply.text
    return table_of(reply.content)[1]


async def shown(client: httpx.AsyncClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    """The screen's rows, page after page."""
    found: list[dict[str, Any]] = []
    while True:
        params = asked | {"limit": 2, "offset": len(found)}
        page = (await client.get(f"{API}{path}", params=params)).raise_for_status().json()
        found += page["items"]
        if len(found) >= page["total"]:
            return found


def as_file(card: dict[str, Any]) -> dict[str, Any]:
    """What the library's file has to say of a card of the screen."""
    return {
        "姓名": card["name"] or "（未公开姓名）",
        "工作单位": card["employer_name"] or card["employer_kind"],
        "职称": card["title_name"],
        "主要学科": card["main_discipline"]["name"],
        "设区市": card["city_name"],
        "还可服务企业数": card["free_places"],
        "状态": card["state_name"],
    }


@pytest.mark.clause("3.1.3", "A3.4")
async def test_the_library_with_a_filter_is_the_screen_over_all_pages(db, sign_in: SignIn) -> None:
    firm = await enterprises.approved_enterprise(db)
    made = await experts.filed_experts_with(
        db,
        {"name": "=HYPERLINK(1)"},
        {"is_designable": False, "name": "不愿具名者"},
        {},
        {},
        {"city_code": "360400", "county_code": "360403"},
    )
    readers = {
        "enterprise": firm.actor,
        "expert": made[3].actor,
        "reviewer": made[0].reviewer,
        "department": await people.officer(db),
    }
    seen = {}
    for role, actor in readers.items():
        client = await sign_in(actor)
        asked = {"city_code": "360100"}
        cards = await shown(client, "/experts", **asked)
        rows = await taken(client, "/experts", **asked)
        assert len(cards) == 4
        expected = [as_file(card) for card in cards]
        assert [{key: row[key] for key in expected[0]} for row in rows] == expected, role
        seen[role] = {row["姓名"] for row in rows}
    # Who asked not to be named is named to the offices alone, on the file as on the screen.
    assert "（未公开姓名）" in seen["enterprise"] & seen["expert"]
    assert "不愿具名者" not in seen["enterprise"] | seen["expert"]
    assert "不愿具名者" in seen["reviewer"] & seen["department"]


@pytest.fixture
async def world(db: Database) -> dict[str, Actor]:
    """Somebody of each role with rows in most lists."""
    county = await enterprises.county(db)
    rated = await agreements.ended_engagement(db, await matches.stage(db, county))
    around = await matches.stage(db, county)
    await matches.designate(db, around.enterprise, around.demand.id, rated.expert)
    await enterprises.submitted_enterprise(db, county)
    waived = await experts.waived_expert(db, "ELIG-AGE", birth_date="1950-01-01")
    return {
        "expert": rated.expert,
        "enterprise": rated.enterprise,
        "county": county,
        "bureau": waived.reviewer,
        "department": await people.officer(db),
        "auditor": await people.officer(db, Role.AUDITOR),
    }


LISTS: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
    "/enterprises": ("企业名称", lambda row: row["name"]),
    "/demands": ("编号", lambda row: row["number"]),
    "/demands/mine": ("编号", lambda row: row["number"]),
    "/matches": ("需求编号", lambda row: row["demand"]["number"]),
    "/agreements": ("协议编号", lambda row: row["number"]),
    "/engagements": ("企业", lambda row: row["enterprise"]["name"]),
    "/batches": ("批次编号", lambda row: row["number"]),
    "/reviews/queue": ("名称", lambda row: row["title"]),
    "/organisations": ("单位名称", lambda row: row["name"]),
    "/audit": ("对象编号", lambda row: row["subject_id"]),
    "/dashboard/rows": ("名称", lambda row: row["title"]),
}


async def test_every_list_is_taken_as_its_reader_sees_it(db, world, sign_in: SignIn) -> None:
    filled = set()
    for role, actor in world.items():
        client = await sign_in(actor)
        for path, (heading, key) in LISTS.items():
            if (await client.get(f"{API}{path}")).status_code == 403:
                refused = await client.post(f"{API}{path}/export", json=WHY)
                assert refused.status_code == 403, (role, path)
                continue
            # The trail grows with each export: the screen is read last, without the newest.
            rows = [row[heading] for row in await taken(client, path)]
            screen = [key(row) for row in await shown(client, path)]
            assert rows == screen[len(screen) - len(rows) :], (role, path)
            assert len(screen) - len(rows) <= (1 if path == "/audit" else 0)
            filled |= {path} if rows else set()
    assert filled == set(LISTS)


async def test_waivers_teams_and_marks_of_a_waiver_are_on_the_files(world, sign_in) -> None:
    bureau = await sign_in(world["bureau"])
    (batch,) = await taken(bureau, "/batches")
    assert batch["其中经豁免"] == 1
    department = await sign_in(world["department"])
    assert [row["状态"] for row in await taken(department, "/waivers")] == ["已同意"]
    assert await taken(department, "/waivers", state="refused") == []
    assert await taken(department, "/credit-records") == []
    assert await taken(await sign_in(world["expert"]), "/teams") == []


@pytest.mark.clause("A3.4", "6.3")
async def test_other_bodies_cases_are_taken_away_as_their_city_and_the_department_see_them(
    db, sign_in: SignIn
) -> None:
    bureau = await organisations.city_bureau(db)
    late, orphan = [await enterprises.submitted_enterprise(db) for _ in range(2)]
    for one in (late, orphan):
        await desks.overdue(db, one.id, 9)
    await desks.concerned(db, orphan.reviewer, orphan.uscc)
    city, county = await sign_in(bureau), await sign_in(late.reviewer)
    screen = [row["title"] for row in await shown(city, "/reviews/takeovers")]
    assert late.name in screen
    assert [row["名称"] for row in await taken(city, "/reviews/takeovers")] == screen
    assert await taken(county, "/reviews/takeovers") == []
    office = await sign_in(await people.officer(db))
    screen = [row["title"] for row in await shown(office, "/reviews/orphans")]
    assert [row["名称"] for row in await taken(office, "/reviews/orphans")] == screen
    assert (await city.post(f"{API}/reviews/orphans/export", json=WHY)).status_code == 403


@pytest.mark.clause("6.4.2", "A3.4")
async def test_the_register_of_paper_is_taken_away_in_its_own_order(db, sign_in) -> None:
    waived = await experts.waived_expert(db, "ELIG-AGE", birth_date="1950-01-01")
    await experts.recommended_expert(db)
    office = await sign_in(await people.officer(db))
    (batch, *_) = (await office.get(f"{API}/batches")).json()["items"]
    asked = {"month": batch["month"]}
    screen = (await office.get(f"{API}/receipts", params=asked)).json()["organisations"]
    rows = await taken(office, "/receipts", **asked)
    assert [(row["组织推荐部门"], row["情况"]) for row in rows] == [
        (one["organisation"]["name"], one["standing_name"]) for one in screen
    ]
    some = await taken(office, "/receipts", standing=screen[0]["standing"], **asked)
    assert [row["情况"] for row in some] == [
        one["standing_name"] for one in screen if one["standing"] == screen[0]["standing"]
    ]
    assert sum(row["其中经豁免"] or 0 for row in rows) == 1
    refused = await (await sign_in(waived.reviewer)).post(f"{API}/receipts/export", json=WHY)
    assert refused.status_code == 403


@pytest.mark.clause("A3.4")
async def test_who_was_filed_by_a_waiver_is_marked_on_the_library_file(db, sign_in) -> None:
    made = await experts.waived_expert(db, "ELIG-AGE", birth_date="1950-01-01")
    client = await sign_in(made.reviewer)
    assert [row["经豁免"] for row in await taken(client, "/experts", state="recommended")] == [
        "经豁免：年龄不超过60周岁"
    ]


@pytest.mark.clause("A3.4")
async def test_an_export_is_on_record_before_it_leaves(db, sign_in: SignIn) -> None:
    filed = await experts.filed_expert(db)
    client = await sign_in(filed.reviewer)
    reply = await client.post(f"{API}/experts/export", params={"q": filed.name}, json=WHY)
    notes, rows = table_of(reply.content)
    assert "内部资料" in notes[0]
    assert filed.reviewer.name in notes[1]
    assert "组织推荐部门" in notes[1]
    assert notes[3] == "用途：核对本月名单"
    assert f"关键词：{filed.name}" in notes[4]
    assert notes[5] == f"共 {len(rows)} 条" == "共 1 条"
    assert "attachment" in reply.headers["content-disposition"]
    assert reply.headers["cache-control"] == "private, no-store"
    auditor = await sign_in(await people.officer(db, Role.AUDITOR))
    trail = (await auditor.get(f"{API}/audit", params={"action": "export"})).json()["items"]
    (event,) = trail
    assert event["text"] == "导出列表"
    assert event["actor_name"] == filed.reviewer.name
    assert event["detail"]["list"] == "experts"
    assert event["detail"]["rows"] == 1
    assert event["detail"]["filters"]["q"] == filed.name
    async with db.transaction() as session:
        with pytest.raises(Exception, match="append"):
            await session.execute(text("UPDATE exports SET purpose = 'x'"))


async def test_no_purpose_no_file_no_record(db, sign_in: SignIn) -> None:
    client = await sign_in(await people.officer(db))
    refused = await client.post(f"{API}/experts/export", json={"purpose": " "})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/purpose"
    assert (await client.post(f"{API}/experts/export?bogus=1", json=WHY)).status_code == 422
    assert (await client.get(f"{API}/experts/export")).status_code in {404, 405, 422}
    async with db.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM exports"))).scalar_one() == 0


@pytest.mark.clause("A3.4")
async def test_no_number_that_screens_mask_is_in_a_file(db, sign_in: SignIn) -> None:
    filed = await experts.filed_expert(db, phone="13912345678", email="canary@demo.example")
    client = await sign_in(filed.reviewer)
    for row in await taken(client, "/experts"):
        assert not {"13912345678", "canary@demo.example"} & {str(one) for one in row.values()}
