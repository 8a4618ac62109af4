"""The same list as Excel table and as CSV; and the lists that no query gives."""

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.exports.service import Col, Listing
from backend.organisations.exports import KINDS, SUBJECTS
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.documents.csv_files import BOM, harmless
from backend.platform.pagination import PageQuery
from tests.exports.test_api import API, WHY, table_of, taken
from tests.factories import commitments, experts, organisations, people

CSV = WHY | {"form": "csv"}


def csv_of(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The notes, and the rows below the headings."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    notes = [line[0] for line in lines if len(line) == 1]
    head = lines[len(notes)]
    return notes, [dict(zip(head, line, strict=True)) for line in lines[len(notes) + 1 :]]


@pytest.mark.clause("A3.4")
async def test_both_forms_say_the_same_and_neither_runs(db, sign_in) -> None:
    made = await experts.filed_experts_with(db, {"name": "=HYPERLINK(1)"}, {"name": "林不变"})
    client = await sign_in(made[0].reviewer)
    replies = {
        form: await client.post(f"{API}/experts/export", json=WHY | {"form": form})
        for form in ("xlsx", "csv")
    }
    plain = replies["csv"]
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    assert plain.headers["content-disposition"].endswith(".csv")
    assert plain.content.startswith(BOM.encode())
    notes, rows = csv_of(plain.content)
    sheet_notes, sheet_rows = table_of(replies["xlsx"].content)
    assert [note for note in notes if "导出时间" not in note] == [
        note for note in sheet_notes if "导出时间" not in note
    ]
    assert {row["姓名"] for row in rows} == {"'=HYPERLINK(1)", "林不变"}
    for row, other in zip(rows, sheet_rows, strict=True):
        said = {key: str(value or "") for key, value in other.items()}
        assert {key: value.removeprefix("'") for key, value in row.items()} == said
    strange = await client.post(f"{API}/experts/export", json=WHY | {"form": "exe"})
    assert strange.status_code == 422


@given(st.text(max_size=40), st.sampled_from(["=", "+", "-", "@", "\t", "\r", "＝", " =", ""]))
def test_no_text_of_a_csv_begins_like_a_formula(rest: str, sign: str) -> None:
    said = harmless(sign + rest)
    assert not said.lstrip(" \u3000").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert said in {sign + rest, f"'{sign}{rest}"}


@pytest.mark.clause("6.4.1", "6.4.2")
async def test_the_deadlines_are_taken_with_what_was_moved(db, sign_in) -> None:
    officer = await sign_in(await people.officer(db))
    with clock.at(datetime(2026, 11, 16, 10, tzinfo=SHANGHAI)):
        move = {"month": "2026-11-01", "kind": "letter", "moved_to": "2026-11-27"}
        words = {"announcement": "因系统切换，报送截止日顺延。"}
        moved = await officer.post(f"{API}/deadlines/moves", json=move | words)
        assert moved.status_code == 201, moved.text
        board = (await officer.get(f"{API}/deadlines")).json()
        rows = await taken(officer, "/deadlines")
    shown = [(m["month"][:7], m[kind]["on"]) for m in board for kind in ("review", "letter")]
    assert [(row["月份"], row["截止日"]) for row in rows] == shown
    assert (rows[1]["原定"], rows[1]["公告"]) == ("2026-11-25", words["announcement"])
    outsider = await sign_in(await people.person(db))
    assert (await outsider.post(f"{API}/deadlines/export", json=WHY)).status_code == 403


@pytest.mark.clause("6.1.1")
async def test_the_versions_of_the_commitments(db, sign_in) -> None:
    await commitments.published(db, "expert")
    officer = await sign_in(await people.officer(db))
    shown = (await officer.get(f"{API}/commitment-versions")).json()["versions"]
    rows = await taken(officer, "/commitment-versions")
    assert [(row["版次"], row["施行日期"]) for row in rows] == [
        (one["number"], one["valid_from"]) for one in shown
    ]
    assert [row["状态"] for row in rows].count("现行") == 2


@pytest.mark.clause("4.2", "4.4")
async def test_the_holes_of_the_jurisdiction_with_the_pages_filters(db, sign_in) -> None:
    for _ in range(2):
        await organisations.county_department(db)
    officer = await sign_in(await people.officer(db))
    holes = (await officer.get(f"{API}/jurisdiction/coverage")).json()["holes"]
    for asked in ({}, {"kind": "overlap"}, {"subject": "expert", "kind": "gap"}):
        shown = [one for one in holes if all(one[key] == asked[key] for key in asked)]
        assert shown
        rows = await taken(officer, "/jurisdiction/coverage", **asked)
        assert [(row["代码"], row["事项"], row["情况"]) for row in rows] == [
            (one["place"], SUBJECTS[one["subject"]], KINDS[one["kind"]]) for one in shown
        ]


@pytest.mark.clause("4.5", "4.8")
async def test_whose_staff_an_organisation_recommends(db, sign_in) -> None:
    own = await organisations.university(db, organisations.code(8_100_001))
    other = await organisations.university(db, organisations.code(8_100_002), name="演示学院")
    client = await sign_in(own)
    path = f"/organisations/{own.organisation_id}/affiliations"
    shown = (await client.get(f"{API}{path}")).json()
    rows = await taken(client, path)
    assert [row["统一社会信用代码"] for row in rows] == [one["employer_uscc"] for one in shown]
    assert {row["关系"] for row in rows} == {"本单位人员"}
    foreign = f"{API}/organisations/{other.organisation_id}/affiliations/export"
    assert (await client.post(foreign, json=WHY)).status_code == 404


def test_a_list_says_where_its_rows_come_from_once() -> None:
    frame = {"name": "none", "title": "无", "asked": PageQuery, "filters": {}}
    columns = [Col[str]("甲", lambda one: one)]

    async def whole(*_):
        return []

    for given_parts in ({}, {"read": str}, {"whole": whole, "read": str}):
        with pytest.raises(TypeError, match="none"):
            Listing(**frame, columns=columns, **given_parts)
