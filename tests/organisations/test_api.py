"""The seven types of organisations, and who reviews what."""

import pytest

from backend.identity.actor import Actor
from backend.organisations import service
from backend.organisations.jurisdiction import Place
from backend.organisations.states import OrganisationType
from backend.platform import clock
from backend.platform.database import Database
from backend.platform.problems import Problem
from tests.factories import organisations as make
from tests.factories import people


async def competent(db: Database, subject: str, place: Place, capability: str = "review"):
    """Who is competent, in a transaction of its own."""
    async with db.reading() as session:
        return await service.competent(session, subject, place, clock.today(), capability)


@pytest.mark.clause("4.1", "4.2", "4.3")
@pytest.mark.parametrize("type", list(OrganisationType))
async def test_each_of_the_seven_types_exists_with_its_place(db, type):
    place = {
        OrganisationType.CITY_BUREAU: {"city_code": make.NANCHANG},
        OrganisationType.COUNTY_DEPARTMENT: {"county_code": make.NANCHANG_COUNTY},
        OrganisationType.DEVELOPMENT_ZONE: {"zone_code": make.NANCHANG_ZONE},
    }.get(type, {})
    member: Actor = await make.organisation(db, type, **place)
    assert member.organisation_type == type


@pytest.mark.clause("4.5")
async def test_a_provincial_unit_reviews_experts_of_its_affiliated_institutions_only(db):
    unit = await make.organisation(db, OrganisationType.PROVINCIAL_UNIT)
    bureau = await make.city_bureau(db)
    await make.affiliate(db, unit.organisation_id, "12360000DEM0000001", "演示研究中心")
    inside = Place(city_code=make.NANCHANG, employer_uscc="12360000DEM0000001")
    outside = Place(city_code=make.NANCHANG, employer_uscc="12360000DEM0000002")
    assert (await competent(db, "expert", inside)).organisation_id == unit.organisation_id
    assert (await competent(db, "expert", outside)).organisation_id == bureau.organisation_id
    with_county = Place(city_code=make.NANCHANG, county_code=make.NANCHANG_COUNTY)
    assert (await competent(db, "enterprise", with_county)).organisation_type == "city_bureau"


@pytest.mark.clause("4.6", "4.7", "3.2.2")
async def test_zone_beats_county_and_neither_reviews_experts(db):
    bureau = await make.city_bureau(db)
    county = await make.county_department(db)
    zone = await make.development_zone(db)
    in_zone = Place(make.NANCHANG, make.NANCHANG_COUNTY, make.NANCHANG_ZONE)
    outside = Place(make.NANCHANG, make.NANCHANG_COUNTY)
    for subject in ("enterprise", "demand"):
        assert (await competent(db, subject, in_zone)).organisation_id == zone.organisation_id
        assert (await competent(db, subject, outside)).organisation_id == county.organisation_id
    assert (await competent(db, "expert", in_zone)).organisation_id == bureau.organisation_id


@pytest.mark.clause("4.6", "4.7")
async def test_the_new_area_comes_before_zone_and_city_inside_its_limits(db):
    await make.city_bureau(db, "360400")
    area = await make.organisation(db, OrganisationType.NEW_AREA_BUREAU)
    async with db.reading() as session:
        from sqlalchemy import text

        zone = (
            await session.execute(
                text("SELECT zone_code FROM zone_areas WHERE in_new_area LIMIT 1")
            )
        ).scalar_one()
    inside = Place(city_code="360400", zone_code=zone)
    for subject in ("expert", "enterprise", "demand"):
        assert (await competent(db, subject, inside)).organisation_id == area.organisation_id


@pytest.mark.clause("4.8")
async def test_a_university_reviews_its_own_staff_and_no_enterprise(db):
    await make.city_bureau(db)
    uscc = make.code(9_000_003)
    own = await make.university(db, uscc)
    staff = Place(city_code=make.NANCHANG, employer_uscc=uscc)
    chosen = await competent(db, "expert", staff)
    assert chosen.organisation_id == own.organisation_id
    assert "4.8" in chosen.reason
    assert (await competent(db, "enterprise", staff)).organisation_type == "city_bureau"


@pytest.mark.clause("4.4")
async def test_where_nobody_is_competent_the_applicant_is_told_what_to_do(db):
    with pytest.raises(Problem) as refusal:
        await competent(db, "enterprise", Place(city_code="360900"))
    assert refusal.value.verdict.rule.id == "JUR-01"
    assert "联系省科技厅" in refusal.value.detail


async def test_who_reviews_this_answers_without_an_account(db, client):
    await make.county_department(db)
    asked = {"subject": "enterprise", "county_code": make.NANCHANG_COUNTY}
    answer = (await client.get("/api/v1/jurisdiction", params=asked)).json()
    assert answer["organisation_type"] == "county_department"
    assert answer["relation"] == "in_county"


@pytest.mark.clause("4.6", "4.7")
async def test_the_department_sees_where_nobody_or_two_decide(db, sign_in):
    await make.county_department(db)
    await make.county_department(db)
    await make.county_department(db, make.HONGGUTAN)
    office = await sign_in(await people.officer(db))
    found = (await office.get("/api/v1/jurisdiction/coverage")).json()
    at = {(one["place"], one["subject"]): one for one in found["holes"]}
    assert found["examined"] > 500
    assert at[make.NANCHANG_COUNTY, "demand"]["kind"] == "overlap"
    assert len(at[make.NANCHANG_COUNTY, "demand"]["organisations"]) == 2
    assert (make.HONGGUTAN, "enterprise") not in at
    assert at[make.JIUJIANG, "expert"]["kind"] == "gap"
    desk = await sign_in(await make.city_bureau(db, make.JIUJIANG))
    assert (await desk.get("/api/v1/jurisdiction/coverage")).status_code == 403


@pytest.mark.clause("4.1", "4.3", "4.5", "4.8")
async def test_the_employer_decides_over_the_place_for_experts_and_for_nothing_else(db, client):
    await make.city_bureau(db)
    unit = await make.organisation(db, OrganisationType.PROVINCIAL_UNIT)
    attached, staffed, institute = (make.code(9_000_011 + number) for number in range(3))
    await make.affiliate(db, unit.organisation_id, attached, "演示附属中心")
    await make.university(db, staffed)
    await make.organisation(db, OrganisationType.RESEARCH_INSTITUTE, uscc=institute)
    expected = {
        attached: ("provincial_unit", "4.5"),
        staffed: ("university", "4.8"),
        institute: ("research_institute", "4.8"),
    }
    for employer, (type, clause) in expected.items():
        asked = {"city_code": make.NANCHANG, "employer_uscc": employer}
        own = (
            await client.get("/api/v1/jurisdiction", params=asked | {"subject": "expert"})
        ).json()
        assert (own["organisation_type"], own["clause"]) == (type, clause)
        other = await client.get("/api/v1/jurisdiction", params=asked | {"subject": "enterprise"})
        assert other.json()["organisation_type"] == "city_bureau"
