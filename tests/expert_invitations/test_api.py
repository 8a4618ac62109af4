"""From the template to one invitation each: dry run, and the faults in the file."""

import io

import openpyxl
import pytest
from sqlalchemy import select, text

from backend.expert_invitations.models import ExpertInvitation
from backend.expert_invitations.service.reading_lines import TITLES
from tests.factories import organisations, people
from tests.factories.expert_invitations import GOOD, INVITATIONS, filled, letters, send, template


async def test_the_template_offers_the_code_lists(office) -> None:
    book = await template(office)
    page = book.worksheets[0]
    head = next(row for row in page.values if row[0] == "姓名")
    assert head[: len(TITLES)] == TITLES
    rules = page.data_validations.dataValidation
    assert {rule.type for rule in rules} >= {"list"}
    assert all(rule.prompt for rule in rules)
    listed = [value for row in book["选项"].values for value in row if value]
    assert {"博士学位", "430 材料科学", "南昌市", "教授"} <= set(listed)
    assert "810 语言学" not in " ".join(map(str, listed))


async def test_all_faults_of_a_line_are_told_at_once_in_preview_and_file(office) -> None:
    bad = {
        "姓名": "=1",
        "手机号": "12345",
        "邮箱": "nobody",
        "统一社会信用代码": "123",
        "最高学位": "大博士",
        "主要学科": "999",
        "工作所在设区市": "上海市",
    }
    nobody = {"工作单位": "演示大学"}
    twin = GOOD | {"姓名": "演示专家乙", "邮箱": ""}
    content = await filled(office, GOOD, bad, nobody, twin)
    found = (await send(office, "/preview", content)).raise_for_status().json()
    assert found["counts"] == {"invite": 1, "faulty": 3, "invited": 0, "registered": 0}
    by_line = {row["line"]: row for row in found["rows"]}
    assert list(by_line) == [4, 5, 6, 7]
    columns = [fault["column"] for fault in by_line[5]["faults"]]
    assert sorted(columns) == sorted(bad)  # a formula for a name is no name
    assert [fault["column"] for fault in by_line[6]["faults"]] == ["姓名", "手机号"]
    assert "第 4 行" in by_line[7]["faults"][0]["message"]
    # The same file back, with the same lines at the same places, and what to change beside them.
    marked = (await send(office, "/faults", content)).raise_for_status()
    page = openpyxl.load_workbook(io.BytesIO(marked.content)).worksheets[0]
    last = len(TITLES) + 1
    assert page.cell(3, last).value == "需要修改的地方"
    assert page.cell(4, last).value in {None, ""}
    assert page.cell(5, 2).value == "12345"
    assert page.cell(5, last).value.count("；") == len(bad) - 1
    assert page.data_validations.dataValidation


async def test_a_dry_run_leaves_nothing_and_a_faulty_file_is_not_sent(db, office) -> None:
    content = await filled(office, GOOD, {"姓名": "无人"})
    (await send(office, "/preview", content)).raise_for_status()
    refused = await send(office, "", content)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/file"
    async with db.reading() as session:
        for table in ("expert_invitations", "messages"):
            counted = await session.execute(text(f"SELECT count(*) FROM {table}"))
            assert counted.scalar_one() == 0
        query = text("SELECT count(*) FROM audit_events WHERE subject_type = 'expert_invitations'")
        assert (await session.execute(query)).scalar_one() == 0


async def test_the_correct_ones_go_first_and_uploading_again_invites_nobody_twice(
    db, office
) -> None:
    by_hand = {"姓名": "演示专家丙", "手机号": "13800005678"}
    content = await filled(office, GOOD, {"姓名": "无人"}, by_hand)
    sent = await send(office, "", content, only_correct="true")
    assert sent.status_code == 201
    assert sent.json()["by_mail"] == 1
    assert sent.json()["to_hand_over"] == 1
    corrected = await filled(office, GOOD, {"姓名": "无人", "手机号": "13700001111"}, by_hand)
    found = (await send(office, "/preview", corrected)).json()
    assert [row["outcome"] for row in found["rows"]] == ["invited", "invite", "invited"]
    again = (await send(office, "", corrected)).json()
    assert again["counts"] == {"invite": 1, "invited": 2, "registered": 0, "faulty": 0}
    assert len(await letters(db)) == 1
    listed = (await office.get(INVITATIONS)).json()
    assert [row["name"] for row in listed["items"]] == ["无人", "演示专家丙", "演示专家甲"]
    first = listed["items"][2]
    assert first["phone"] == "138****1234"
    assert first["email"] == "j***@demo.example"
    assert first["stage"] == "invited"
    # The database holds it too.
    async with db.reading() as session:
        one = (await session.execute(select(ExpertInvitation).limit(1))).scalar_one()
    assert one.token_hash is None or len(one.token_hash) == 64


async def test_who_has_an_account_is_not_invited(db, office) -> None:
    await people.account(db, email="jia@demo.example")
    found = (await send(office, "/preview", await filled(office, GOOD))).json()
    assert [row["outcome"] for row in found["rows"]] == ["registered"]


async def test_nobody_else_reads_or_touches_them(db, office, sign_in) -> None:
    (await send(office, "", await filled(office, GOOD))).raise_for_status()
    (one,) = (await office.get(INVITATIONS)).json()["items"]
    neighbour = await sign_in(await organisations.city_bureau(db))
    assert (await neighbour.get(INVITATIONS)).json()["total"] == 0
    assert (await neighbour.post(f"{INVITATIONS}/{one['id']}/revoke")).status_code == 404
    # The neighbour may invite the same person: each organisation has its own list.
    found = (await send(neighbour, "/preview", await filled(neighbour, GOOD))).json()
    assert found["counts"]["invite"] == 1
    zone = await sign_in(await organisations.development_zone(db))
    refused = await zone.get(f"{INVITATIONS}/template")
    assert (refused.status_code, refused.json()["rule"]) == (409, "INV-01")
    department = await sign_in(await people.officer(db))
    assert (await department.get(INVITATIONS)).status_code == 403


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "是空的"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("姓名,手机号".encode(), "模板"),
    ],
)
async def test_a_file_that_is_no_template_says_what_to_do(office, content, advice) -> None:
    for path in ("/preview", "/faults", ""):
        refused = await send(office, path, content)
        assert refused.status_code == 422
        (fault,) = refused.json()["errors"]
        assert fault["pointer"] == "/file"
        assert advice in fault["message"]
    empty = await send(office, "/preview", await filled(office))
    assert "还没有填写" in empty.json()["errors"][0]["message"]
