"""Each side reads what it received: averages anybody can work out anew, nothing below three."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.evaluations import service as evaluations
from backend.evaluations.schemas import AnnotationIn, DisputeIn, ReceivedQuery
from backend.evaluations.scoring import average, mean_line
from backend.evaluations.states import Rater
from backend.platform import clock
from tests.factories import agreements as made
from tests.factories import matches, people, standins
from tests.fixtures.statements import statements

STANDING, RECEIVED = "/api/v1/ratings/standing", "/api/v1/ratings/received"
ASKED = ReceivedQuery()


def worked_out(line: str) -> float:
    """What a calculator makes of a printed line, rounded half up to the hundredth."""
    sum_of, count, shown = re.fullmatch(r"\((.+)\) ÷ (\d+) = ([\d.]+)", line).groups()
    total = Decimal(0)
    for term in sum_of.split(" + "):
        value, _, times = term.partition("×")
        total += Decimal(value) * int(times or 1)
    mean = (total / int(count)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert f"{mean:.2f}" == shown
    return float(mean)


async def served_again(db, first, grade):
    """Another service of the same expert, rated all round."""
    around = await matches.stage(db, first.reviewer)
    served = await made.ended_engagement(db, replace(around, expert=first.expert))
    await made.rate_all(db, served, grade)
    return served


async def first_service(db, grade=4):
    served = await made.ended_engagement(db)
    await made.rate_all(db, served, grade)
    return served


@settings(deadline=None)  # a busy machine is not a slow function
@given(st.lists(st.integers(1, 500).map(lambda hundredths: hundredths / 100), max_size=40))
def test_every_mean_is_its_own_line(values):
    mean, line = average(values, 3), mean_line(values, 3)
    assert (mean is None) == (line is None) == (len(values) < 3)
    if line is not None:
        assert worked_out(line) == mean


@pytest.mark.clause("5.7.1")
async def test_no_average_below_three_and_then_one_that_can_be_worked_out(db, sign_in):
    served = await first_service(db, 5)
    expert = await sign_in(served.expert)
    await served_again(db, served, 4)
    shown = (await expert.get(STANDING)).json()
    assert (shown["services"], shown["threshold"]) == (2, 3)
    for part in (*shown["directions"], shown["mark"]):
        assert (part["average"], part["arithmetic"]) == (None, None)
    assert [one["received"] for one in shown["directions"]] == [2, 2]
    await served_again(db, served, 4)
    shown = (await expert.get(STANDING)).json()
    for part in (*shown["directions"], shown["mark"]):
        assert part["average"] == worked_out(part["arithmetic"]) == 4.33
    firm = shown["directions"][0]
    assert (firm["from_name"], firm["arithmetic"]) == ("企业", "(5 + 4×2) ÷ 3 = 4.33")
    counted = {one["name"]: one["count"] for one in firm["grades"] if one["count"]}
    assert counted == {"非常满意": 1, "满意": 2}
    assert "50%" in shown["mark"]["formula"]


@pytest.mark.clause("5.7.1")
async def test_what_is_sealed_or_missing_counts_nothing(db, sign_in):
    served = await first_service(db)
    around = await matches.stage(db, served.reviewer)
    sealed = await made.ended_engagement(db, replace(around, expert=served.expert))
    low = made.rating(Rater.ENTERPRISE, Rater.EXPERT, 1, "没有到厂。")
    await evaluations.rate(db, sealed.enterprise, sealed.id, low)
    expert = await sign_in(served.expert)
    before = (await expert.get(STANDING)).json()
    assert (before["services"], before["directions"][0]["received"]) == (1, 1)
    assert "没有到厂" not in (await expert.get(RECEIVED)).text
    closes = (await evaluations.read(db, served.expert, sealed.id)).closes_at
    with clock.at(closes + timedelta(seconds=1)):
        opened = await evaluations.my_standing(db, served.expert)
        rows = await evaluations.my_ratings(db, served.expert, ASKED)
    assert opened.services == 2
    assert [one.received for one in opened.directions] == [2, 1]
    last = rows.items[0]
    assert [(one.from_party, one.grade) for one in last.ratings] == [
        ("enterprise", 1),
        ("liaison", None),
    ]


@pytest.mark.clause("5.7.1", "A2.5", "A3.5")
async def test_each_side_reads_its_own_and_nobody_elses(db, sign_in):
    served = await first_service(db)
    givers = (
        (served.expert, ["enterprise", "liaison"]),
        (served.enterprise, ["expert", "liaison"]),
        (await made.liaison(db, served), ["expert", "enterprise"]),
    )
    for actor, names in givers:
        client = await sign_in(actor)
        shown = (await client.get(STANDING)).json()
        assert [one["from_party"] for one in shown["directions"]] == names
        assert (shown["mark"] is not None) == (actor is served.expert)
        (row,) = (await client.get(RECEIVED)).json()["items"]
        assert [one["from_party"] for one in row["ratings"]] == names
        assert (row["arithmetic"] is not None) == (actor is served.expert)
    for stranger in (await standins.quick_expert(db), await standins.quick_enterprise(db)):
        client = await sign_in(stranger)
        assert (await client.get(STANDING)).json()["services"] == 0
        assert (await client.get(RECEIVED)).json()["items"] == []
    for office in (served.reviewer, await people.officer(db)):
        assert (await (await sign_in(office)).get(STANDING)).status_code == 403


@pytest.mark.clause("5.7.1")
async def test_a_service_shows_the_pages_own_arithmetic_and_a_dispute_with_its_annotation(db):
    served = await first_service(db)
    page = await evaluations.read(db, served.expert, served.id)
    given = next(one for one in page.directions if one.from_party == "enterprise")
    said = DisputeIn(grounds="驻场天数已在日志中确认。")
    disputed = await evaluations.dispute(db, served.expert, given.rating.id, said)
    raised = next(one for one in disputed.directions if one.from_party == "enterprise")
    note = AnnotationIn(annotation="经核对日志，天数属实。")
    await evaluations.annotate(db, await people.officer(db), raised.rating.dispute.id, note)
    rows = await evaluations.my_ratings(db, served.expert, ASKED)
    (row,) = rows.items
    assert (row.mark, row.arithmetic) == (page.mark, page.arithmetic)
    firm = next(one for one in row.ratings if one.from_party == "enterprise")
    assert (firm.dispute.grounds, firm.dispute.annotation) == (said.grounds, note.annotation)
    standing = await evaluations.my_standing(db, served.expert)
    assert standing.directions[0].received == 1  # a disputed rating stays one


async def test_three_services_ask_no_more_of_the_database_than_one(db):
    served = await first_service(db)
    counts = []
    for _ in range(2):
        with statements(db) as sent:
            rows = await evaluations.my_ratings(db, served.expert, ASKED)
            await evaluations.my_standing(db, served.expert)
        counts.append((len(rows.items), len(sent)))
        await served_again(db, served, 4)
    assert [rows for rows, _ in counts] == [1, 2]
    assert counts[0][1] == counts[1][1]
