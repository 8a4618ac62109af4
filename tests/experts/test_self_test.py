"""资格自测 without an account: the same rules, and what would change their answer."""

from datetime import date

import pytest

ANSWERS = {
    "birth_date": "1980-05-06",
    "degree_code": None,
    "title_name": "讲师",
    "title_series": None,
    "main_discipline": "430",
    "has_skills": True,
    "is_civil_servant": False,
    "declares_voluntary": True,
    "declares_health": True,
    "declares_willing": True,
}


async def ask(client, **answers) -> tuple[str, dict]:
    response = await client.post("/api/v1/experts/self-test", json=ANSWERS | answers)
    assert response.status_code == 200, response.text
    body = response.json()
    return body["standing"], {one["id"]: one for one in body["verdicts"]}


@pytest.mark.clause("2.1.3")
async def test_a_lecturer_without_doctorate_is_told_what_would_change_it(client) -> None:
    standing, verdicts = await ask(client)
    assert standing == "needs_waiver"
    degree = verdicts["ELIG-DEGREE"]
    assert degree["heading"] == "没有博士学位，也没有副高以上职称"
    assert verdicts["ELIG-AGE"]["heading"] == verdicts["ELIG-AGE"]["title"]
    assert (degree["outcome"], degree["clause"]) == ("needs_waiver", "2.1.3")
    assert degree["remedies"] == ["取得博士学位（以学位证书为准）", "取得副高以上职称"]
    assert all(not one["remedies"] for one in verdicts.values() if one["id"] != "ELIG-DEGREE")


async def test_an_associate_professor_is_eligible(client) -> None:
    assert (await ask(client, title_name="副教授"))[0] == "eligible"


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize(
    ("born", "standing"), [(date(1961, 7, 1), "eligible"), (date(1961, 6, 30), "needs_waiver")]
)
async def test_age_is_judged_as_on_submission_today(client, born, standing) -> None:
    found, verdicts = await ask(client, title_name="副教授", birth_date=born.isoformat())
    assert found == standing
    assert verdicts["ELIG-AGE"]["waivable"]


@pytest.mark.clause("2.1.7")
async def test_a_historian_is_not_eligible_and_hears_why(client) -> None:
    standing, verdicts = await ask(client, title_name="副教授", main_discipline="770")
    assert standing == "not_eligible"
    assert "人文与社会科学" in verdicts["ELIG-FIELD"]["reason"]
    assert verdicts["ELIG-FIELD"]["remedies"]


async def test_an_open_question_is_open_not_refused(client) -> None:
    response = await client.post("/api/v1/experts/self-test", json={})
    body = response.json()
    assert body["standing"] == "incomplete"
    assert all(one["unanswered"] for one in body["verdicts"] if one["outcome"] != "pass")


async def test_a_civil_servant_is_left_to_the_reviewer(client) -> None:
    standing, _ = await ask(client, title_name="副教授", is_civil_servant=True)
    assert standing == "reviewer"


async def test_other_fields_are_refused(client) -> None:
    response = await client.post("/api/v1/experts/self-test", json={"id_number": "1"})
    assert response.status_code == 422
