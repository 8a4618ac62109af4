"""What the rules make of real registrations, and who gets to see whom."""

from datetime import datetime

import pytest

from backend.experts import service
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.problems import Problem
from tests.factories import experts as make
from tests.factories import organisations
from tests.factories.standins import bad_credit


def rule_of(refusal: pytest.ExceptionInfo[Problem]) -> str | None:
    """The rule a refusal names."""
    return refusal.value.body("").rule


@pytest.mark.clause("2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5", "2.1.6", "2.1.7")
@pytest.mark.parametrize(
    ("changes", "rule_id"),
    [
        ({"declares_voluntary": False}, "ELIG-VOLUNTARY"),
        ({"degree_code": "MASTER", "title_name": "工程师"}, "ELIG-DEGREE"),
        ({"degree_code": "HON_DOCTOR", "title_name": None}, "ELIG-DEGREE"),
        ({"declares_health": False}, "ELIG-HEALTH"),
        ({"birth_date": "1961-06-30"}, "ELIG-AGE"),
        ({"declares_willing": False}, "ELIG-WILLING"),
        ({"main_discipline": "750", "other_disciplines": []}, "ELIG-FIELD"),
    ],
)
async def test_a_submission_is_refused_with_the_rule_named(db, changes, rule_id):
    await make.bureau(db)
    actor, detail = await make.draft_expert(db, **changes)
    standing = {one.id for one in detail.verdicts if one.outcome != "pass"}
    assert standing == {rule_id}
    with pytest.raises(Problem) as refusal:
        await make.submit(db, actor, detail)
    assert (refusal.value.status, rule_of(refusal)) == (409, rule_id)
    assert refusal.value.errors[0].pointer.startswith("/")
    assert (await service.read(db, actor, detail.id)).state == "draft"


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize("title", ["高级工程师", "正高级工程师", "教授级高工"])
async def test_an_associate_senior_title_needs_no_doctorate(db, title):
    await make.bureau(db)
    actor, detail = await make.draft_expert(db, degree_code="BACHELOR", title_name=title)
    assert (await make.submit(db, actor, detail)).state == "submitted"


@pytest.mark.clause("2.1.5")
async def test_born_in_july_1961_is_inside(db):
    made = await make.submitted_expert(db, birth_date="1961-07-01")
    assert (await service.read(db, made.actor, made.id)).state == "submitted"


@pytest.mark.clause("2.1.3", "2.1.5")
@pytest.mark.parametrize(
    ("rule_id", "changes"),
    [
        ("ELIG-AGE", {"birth_date": "1961-06-30"}),
        ("ELIG-DEGREE", {"degree_code": "MASTER", "title_name": "工程师"}),
    ],
)
async def test_an_in_principle_rule_is_passed_by_its_granted_waiver_alone(db, rule_id, changes):
    await make.bureau(db)
    actor, detail = await make.draft_expert(db, **changes)
    other = {"ELIG-AGE": "ELIG-DEGREE", "ELIG-DEGREE": "ELIG-AGE"}[rule_id]
    await make.grant(db, actor, other, detail.id)
    with pytest.raises(Problem) as refusal:
        await make.submit(db, actor, detail)
    assert rule_of(refusal) == rule_id
    await make.grant(db, actor, rule_id, detail.id)
    submitted = await make.submit(db, actor, detail)
    verdict = next(one for one in submitted.verdicts if one.id == rule_id)
    assert (verdict.outcome, verdict.waived, verdict.reason) == ("pass", True, "经豁免")


@pytest.mark.clause("2.1.1")
async def test_an_active_bad_credit_record_refuses_submission_and_approval(db):
    values = make.registration()
    made = await make.submitted_expert(db, **values)
    await bad_credit(db, made.actor)
    with pytest.raises(Problem) as at_approval:
        await make.approve(db, made)
    assert rule_of(at_approval) == "CREDIT-01"
    await service.move(db, made.actor, made.id, "withdraw")
    actor, detail = await make.draft_expert(db, **values)
    with pytest.raises(Problem) as at_submission:
        await make.submit(db, actor, detail)
    assert rule_of(at_submission) == "CREDIT-01"


@pytest.mark.parametrize(
    "changes",
    [
        {"is_civil_servant": True},
        {"main_discipline": "190", "other_disciplines": []},
        {"degree_code": "MASTER", "title_name": "特聘教授", "title_series": None},
    ],
)
async def test_what_is_left_to_the_reviewer_needs_a_reason(db, changes):
    made = await make.submitted_expert(db, **changes)
    shown = await service.read(db, made.reviewer, made.id)
    assert sum(one.needs_reason for one in shown.verdicts) == 1
    with pytest.raises(Problem) as refusal:
        await make.approve(db, made)
    assert rule_of(refusal) == "ELIG-REASON"
    await make.approve(db, made, note="已核实，符合条件")


async def test_without_a_competent_organisation_the_applicant_is_told(db):
    actor, detail = await make.draft_expert(db)
    assert detail.competence is None
    assert detail.competence_problem
    with pytest.raises(Problem) as refusal:
        await make.submit(db, actor, detail)
    assert rule_of(refusal) == "JUR-01"


@pytest.mark.clause("3.0", "6.4.1")
@pytest.mark.parametrize(
    ("day", "due"),
    [((11, 10), "2026-11-20"), ((11, 11), "2026-12-20"), ((12, 31), "2027-01-20")],
)
async def test_applications_are_taken_on_any_day_and_due_by_the_guarantee(db, day, due):
    with clock.at(datetime(2026, *day, 12, tzinfo=SHANGHAI)):
        made = await make.submitted_expert(db)
        shown = await service.read(db, made.actor, made.id)
    assert str(shown.due_on) == due


@pytest.mark.clause("6.2")
async def test_every_eligible_applicant_is_taken(db):
    made = [await make.submitted_expert(db) for _ in range(12)]
    for one in made:
        await make.approve(db, one)
    shown = [await service.read(db, one.actor, one.id) for one in made]
    assert {one.state for one in shown} == {"recommended"}


@pytest.mark.clause("4.8")
async def test_a_universitys_staff_goes_to_the_university(db):
    bureau = await make.bureau(db)
    uscc = make.credit_code(900)
    university = await organisations.university(db, uscc)
    await organisations.affiliate(
        db, university.organisation_id, uscc, "演示大学", relation="own_staff"
    )
    actor, detail = await make.draft_expert(
        db, employer_uscc=uscc.lower(), employer_name="演示大学"
    )
    submitted = await make.submit(db, actor, detail)
    assert submitted.organisation.id == university.organisation_id
    assert (await service.read(db, university, submitted.id)).access == "office"
    with pytest.raises(Problem):
        await service.read(db, bureau, submitted.id)
