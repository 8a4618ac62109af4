"""Filling in an expert's registration: papers of each kind, what is known already, versions."""

from datetime import date, datetime

import pytest

from backend.codelists.checks.documents import check_identity_document
from backend.experts import service
from backend.experts.schemas import ExpertDraft
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.problems import Problem
from tests.factories import experts as make
from tests.factories import organisations, people

API = "/api/v1"
DAY = date(2026, 11, 23)


@pytest.mark.clause("3.1.1")
@pytest.mark.parametrize(
    ("kind", "typed", "kept", "fault"),
    [
        ("resident", "11010519491231002x", "11010519491231002X", ""),
        ("resident", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", ""),
        ("resident", "110105194912310020", None, "校验不通过"),
        ("passport", "E 1234 5678", "E12345678", ""),
        ("passport", "护照", None, "6至15位"),
        ("hk_macao_permit", "h12345678", "H12345678", ""),
        ("hk_macao_permit", "M1234567801", "M1234567801", ""),
        ("hk_macao_permit", "A12345678", None, "字母 H（香港）或 M（澳门）"),
        ("taiwan_permit", "12345678", "12345678", ""),
        ("taiwan_permit", "1234567801(B)", "1234567801B", ""),
        ("taiwan_permit", "1234567", None, "8位数字"),
    ],
)
def test_each_kind_of_paper_has_its_own_check(kind, typed, kept, fault):
    found = check_identity_document(kind, typed, DAY)
    assert (found.number == kept) if kept else (fault in found.fault)
    assert bool(found.fault) is bool(fault)


@pytest.mark.clause("3.1.1")
async def test_papers_other_than_the_resident_card_register_too(db):
    made = await make.submitted_expert(
        db, id_kind="hk_macao_permit", id_number="H87654321", sex="female"
    )
    shown = await service.read(db, made.actor, made.id)
    assert shown.content.id_number == "H876****4321"
    _, wrong = await make.draft_expert(db, id_kind="taiwan_permit", id_number="T1")
    assert [(one.pointer, "8位数字" in one.message) for one in wrong.missing] == [
        ("/id_number", True)
    ]


@pytest.mark.clause("3.1.1")
async def test_every_field_of_the_form_reaches_the_submission(db, sign_in):
    more = {
        "ethnicity": "汉族",
        "political_status": "群众",
        "native_place": "江西南昌",
        "postcode": "３３００００",
        "is_continuing": True,
        "major": "材料学",
        "education": [{"level": "MASTER", "school": "演示大学", "major": "冶金"}],
        "working_since": "２００５",
        "talent_types": ["provincial_programme", "returnee"],
        "work_history": [{"employer": "演示铜厂", "position": "工程师", "from_year": 2005}],
        "awards": [{"name": "演示科技进步奖", "issuer": "演示省", "year": 2019}],
        "experience": "服务过三家企业",
        "honours": "无",
        "service_content": "现场诊断",
        "title_date": "2012-12-01",
    }
    made = await make.submitted_expert(db, **more)
    desk = await sign_in(made.reviewer)
    content = (await desk.get(f"{API}/experts/{made.id}")).json()["content"]
    assert (content["working_since"], content["postcode"]) == (2005, "330000")
    assert content["education"][0]["finished_on"] is None
    for field in more.keys() - {"working_since", "postcode", "education", "work_history"}:
        assert content[field] == more[field], field


@pytest.mark.clause("3.1.1")
async def test_numbers_are_read_however_they_are_typed_and_words_are_kept(db, sign_in):
    me = await sign_in(await people.person(db))
    started = await me.post(f"{API}/experts", json={})
    url, seen = f"{API}/experts/{started.json()['id']}", {"If-Match": started.headers["ETag"]}
    typed = {"years_experience": " １８ ", "days_per_month": "大约五天", "max_enterprises": "2.5"}
    saved = await me.patch(f"{url}/draft", json=typed, headers=seen)
    assert saved.status_code == 200, saved.text
    faults = {one["pointer"]: one["message"] for one in saved.json()["missing"]}
    assert "/years_experience" not in faults
    assert faults["/days_per_month"] == faults["/max_enterprises"] == "请填写整数。"
    draft = (await me.get(f"{API}/experts/mine")).json()["draft"]
    assert (draft["years_experience"], draft["days_per_month"]) == (18, "大约五天")


async def test_autosave_answers_what_autosave_needs_and_no_more(db, sign_in):
    actor, detail = await make.draft_expert(db)
    me = await sign_in(actor)
    url = f"{API}/experts/{detail.id}/draft"
    saved = await me.patch(
        url, json={"position": "主任"}, headers={"If-Match": f'"{detail.version}"'}
    )
    assert saved.json().keys() == {"version", "saved_at", "missing"}
    assert saved.headers["ETag"] == f'"{saved.json()["version"]}"'


@pytest.mark.clause("1.1", "3.1.1")
async def test_what_is_known_is_filled_in_and_declarations_are_made_anew(db, sign_in):
    person = await people.person(db, "演示新人")
    me = await sign_in(person)
    first = (await me.post(f"{API}/experts", json={})).json()["draft"]
    assert (first["name"], first["phone"][:3]) == ("演示新人", "100")
    made = await make.submitted_expert(db, position="课题负责人")
    again = await sign_in(made.actor)
    await again.post(f"{API}/experts/{made.id}/withdraw", json={})
    fresh = (await again.post(f"{API}/experts", json={})).json()
    assert (fresh["draft"]["position"], fresh["draft"]["name"]) == ("课题负责人", made.name)
    assert fresh["draft"]["achievements"][0]["year"] == 2022
    lacking = {one["pointer"] for one in fresh["missing"]}
    assert lacking == {f"/declares_{one}" for one in ("voluntary", "health", "willing")}


async def test_a_known_credit_code_gives_name_kind_and_place(db, sign_in):
    made = await make.filed_expert(db, employer_uscc=make.credit_code(321))
    me = await sign_in(await people.person(db))
    known = (await me.get(f"{API}/bodies/{made.employer_uscc.lower()}")).json()
    assert (known["name"], known["kind_name"]) == ("演示材料研究院", "事业单位")
    assert (known["city_code"], known["county_code"]) == ("360100", "360113")
    fresh = (await me.get(f"{API}/bodies/{make.credit_code(322, 'N2360000')}")).json()
    assert (fresh["fault"], fresh["name"], fresh["kind"]) == ("", "", "village_collective")
    business = (await me.get(f"{API}/bodies/{make.credit_code(5, '92360121')}")).json()
    assert business["may_be_legal_person"] is False
    assert "18位" in (await me.get(f"{API}/bodies/9136")).json()["fault"]


async def test_a_submission_nobody_checked_names_no_employer_for_others(db, sign_in):
    made = await make.submitted_expert(db, employer_uscc=make.credit_code(323))
    me = await sign_in(await people.person(db))
    assert (await me.get(f"{API}/bodies/{made.employer_uscc}")).json()["name"] == ""


@pytest.mark.clause("3.1.1")
async def test_any_two_versions_are_compared_field_by_field_with_numbers_masked(db, sign_in):
    made = await make.submitted_expert(db, phone="139 0000 4321")
    await make.returned(db, made)
    me, desk = await sign_in(made.actor), await sign_in(made.reviewer)
    foreign = await sign_in(await organisations.city_bureau(db, organisations.JIUJIANG))
    url = f"{API}/experts/{made.id}"
    results = [
        {"kind": "paper", "title": "铜带热处理研究", "year": 2020},
        {"kind": "patent", "title": "一种铜合金带材的制备方法", "year": 2021},
    ]
    mine = (await me.get(f"{API}/experts/mine")).json()
    changes = {"phone": "13900004329", "keywords": ["铜合金"], "achievements": results}
    seen = {"If-Match": f'"{mine["version"]}"'}
    await me.patch(f"{url}/draft", json=changes, headers=seen)
    asked = await me.get(f"{url}/submissions/diff", params={"before": 1})
    found = {one["field"]: one for one in asked.json()["changes"]}
    assert list(found) == ["phone", "keywords", "achievements"]
    assert (found["phone"]["before"], found["phone"]["after"]) == ("139****4321", "139****4329")
    assert [row["kind"] for row in found["achievements"]["rows"]] == ["added", "changed"]
    assert found["achievements"]["rows"][1]["fields"] == ["year"]
    assert "13900004329" not in asked.text
    hidden = await desk.get(f"{url}/submissions/diff", params={"before": 1})
    assert hidden.status_code == 404  # the draft is its owner's alone
    body = {"commitment_hash": await make.commitment_hash(db), "signer_name": made.name}
    assert (await me.post(f"{url}/submit", json=body)).status_code == 200
    pair = {"before": 1, "after": 2}
    both = await desk.get(f"{url}/submissions/diff", params=pair)
    assert [one["field"] for one in both.json()["changes"]] == list(found)
    back = await desk.get(f"{url}/submissions/diff", params={"before": 2, "after": 1})
    assert back.json()["changes"][1]["after"] == ["铜合金", "连续铸造"]
    assert (await foreign.get(f"{url}/submissions/diff", params=pair)).status_code == 404
    none = await desk.get(f"{url}/submissions/diff", params={"before": 1, "after": 3})
    assert none.status_code == 404


@pytest.mark.clause("3.0", "6.2")
@pytest.mark.parametrize(
    ("day", "guaranteed", "month"),
    [(10, True, "2026-11-01"), (11, False, "2026-12-01"), (28, False, "2026-12-01")],
)
async def test_the_confirmation_says_number_round_and_whom_to_call(db, day, guaranteed, month):
    with clock.at(datetime(2026, 11, day, 12, tzinfo=SHANGHAI)):
        made = await make.submitted_expert(db)
        shown = await service.read(db, made.actor, made.id)
    assert shown.number.startswith("TP-2026-")
    assert (shown.round.guaranteed, str(shown.round.month)) == (guaranteed, month)
    assert shown.organisation.contact_phone == "0791-86200000"


@pytest.mark.clause("6.2")
async def test_no_quota_turns_an_eligible_person_away(db):
    numbers = [await make.submitted_expert(db) for _ in range(4)]
    shown = [(await service.read(db, one.actor, one.id)).number for one in numbers]
    assert len(set(shown)) == 4


async def test_one_person_cannot_register_twice_by_another_spelling(db):
    number = make.resident_id(date(1980, 5, 6), 88)
    await make.submitted_expert(db, id_number=number)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in number)
    with pytest.raises(Problem) as refusal:
        await make.submitted_expert(db, id_number=wide)
    assert "另一个账号" in refusal.value.detail


async def test_a_half_typed_number_is_shown_to_its_owner(db):
    person = await people.person(db)
    half = ExpertDraft(phone="1390", id_number="3601", email="lin")
    started = await service.start(db, person, half)
    shown = started.draft
    assert (shown.phone, shown.id_number, shown.email) == ("1390", "3601", "lin")
