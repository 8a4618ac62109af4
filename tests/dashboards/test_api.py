"""Figures that equal the rows they open (trust.md D29), and what is late."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text

from backend.identity.permissions import Role
from backend.platform import clock
from tests.factories import agreements as made
from tests.factories import matches, organisations, people, standins
from tests.factories.demands import published_demand, submitted_demand


async def opened(client, link):
    """How many rows a figure's link opens."""
    asked = dict(parse_qsl(urlsplit(link).query))
    answer = await client.get("/api/v1/dashboard/rows", params=asked | {"limit": 100})
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert len(page["items"]) == page["total"]
    return page["total"]


async def province(db):
    """A little of everything, in two counties."""
    around = await matches.stage(db)
    await made.filed_agreement(db, around)
    ended = await matches.stage(db, around.reviewer)
    served = await made.ended_engagement(db, ended)
    await made.rate_all(db, served)
    await made.signed_agreement(db, await matches.stage(db, around.reviewer))
    await matches.agreed_match(db, await matches.stage(db, around.reviewer))
    elsewhere = await organisations.county_department(db, "360403")
    firm = await standins.quick_enterprise(db, city_code="360400", county_code="360403")
    await published_demand(db, firm, elsewhere)
    await submitted_demand(db, firm, title="另一项待审核的需求")
    return around.reviewer, elsewhere


async def test_every_figure_of_the_overview_opens_as_many_rows(db, sign_in):
    near, far = await province(db)
    officer, first, second = [
        await sign_in(actor) for actor in (await people.officer(db), near, far)
    ]
    totals = []
    for client in (officer, first, second):
        shown = (await client.get("/api/v1/dashboard/overview")).json()
        for subject in shown["subjects"]:
            assert await opened(client, subject["link"]) == subject["total"]
            assert sum(s["count"] for s in subject["states"]) == subject["total"]
            for state in subject["states"]:
                if state["count"]:
                    assert await opened(client, state["link"]) == state["count"]
        totals.append({s["subject"]: s["total"] for s in shown["subjects"]})
    assert totals[0]["demands"] == 6
    assert (totals[1]["demands"], totals[2]["demands"]) == (4, 2)
    assert (totals[1]["engagements"], totals[2]["engagements"]) == (2, 0)


@pytest.mark.parametrize("subject", ["agreements", "engagements", "matches"])
async def test_figures_equal_the_lists_of_the_slices(db, sign_in, subject):
    await province(db)
    officer = await sign_in(await people.officer(db))
    shown = (await officer.get("/api/v1/dashboard/overview")).json()["subjects"]
    figures = next(s for s in shown if s["subject"] == subject)
    assert figures["total"] > 0
    for state in figures["states"]:
        page = await officer.get(f"/api/v1/{subject}", params={"state": state["state"]})
        assert page.json()["total"] == state["count"], state


async def test_the_funnel_narrows_and_opens_its_rows(db, sign_in):
    await province(db)
    officer = await sign_in(await people.officer(db))
    funnel = (await officer.get("/api/v1/dashboard/funnel", params={"by": "city"})).json()
    counts = [stage["count"] for stage in funnel["total"]["stages"]]
    assert counts == [5, 4, 3, 2, 1, 1]
    assert [row["city_name"] for row in funnel["rows"]] == ["南昌市", "九江市"]
    for row in (funnel["total"], *funnel["rows"]):
        for stage in row["stages"]:
            assert await opened(officer, stage["link"]) == stage["count"]


@pytest.mark.clause("6.3", "6.4.1")
async def test_overdue_reviews_are_shown_by_organisation(db, sign_in):
    near, far = await province(db)
    officer, office = await sign_in(await people.officer(db)), await sign_in(far)
    assert (await late(officer, "reviews"))["count"] == 0
    async with db.transaction() as session:
        past = clock.today() - timedelta(days=1)
        await session.execute(
            text("UPDATE review_tasks SET due_on = :past, version = version + 1"), {"past": past}
        )
    found = await late(officer, "reviews")
    assert found["count"] == 2  # one demand, one agreement to file
    by = {each["organisation_id"]: each["count"] for each in found["organisations"]}
    assert by == {str(near.organisation_id): 1, str(far.organisation_id): 1}
    for link in (found["link"], *[each["link"] for each in found["organisations"]]):
        assert await opened(officer, link) == (2 if link == found["link"] else 1)
    assert (await late(office, "reviews"))["count"] == 1


async def late(client, kind):
    groups = (await client.get("/api/v1/dashboard/late")).json()["groups"]
    return next(group for group in groups if group["kind"] == kind)


async def test_ratings_not_complete_are_shown(db, sign_in):
    await made.ended_engagement(db)
    officer = await sign_in(await people.officer(db))
    assert (await late(officer, "ratings"))["count"] == 1


async def test_figures_are_not_for_the_parties(db, sign_in, client):
    assert (await client.get("/api/v1/dashboard/overview")).status_code == 401
    for actor in (await standins.quick_expert(db), await standins.quick_enterprise(db)):
        party = await sign_in(actor)
        for page in ("overview", "funnel", "late", "rows"):
            assert (await party.get(f"/api/v1/dashboard/{page}")).status_code == 403
    auditor = await sign_in(await people.officer(db, Role.AUDITOR))
    assert (await auditor.get("/api/v1/dashboard/overview")).status_code == 200


async def test_unknown_filters_are_refused(db, sign_in):
    officer = await sign_in(await people.officer(db))
    wrong = await officer.get("/api/v1/dashboard/rows", params={"subjet": "demands"})
    assert wrong.status_code == 422
    wrong = await officer.get("/api/v1/dashboard/funnel", params={"by": "name"})
    assert wrong.status_code == 422
