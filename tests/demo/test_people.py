"""The invented people, firms and organisations: numbers, boundary cases, nothing real."""

from collections import Counter
from datetime import date

from backend.codelists.checks.numbers import check_credit_code, check_resident_id
from backend.demo import people
from backend.demo.experts import expert
from backend.demo.names import MARKER
from backend.demo.records import Person
from tests.codelists.tables import rows_of

EXPERTS = [people.expert(index) for index in range(people.EXPERTS)]
ENTERPRISES = [people.enterprise(index) for index in range(people.ENTERPRISES)]
ORGANISATIONS = [people.organisation(index) for index in range(people.ORGANISATIONS)]
TODAY = date(2026, 11, 1)
CUTOFF = date(1961, 7, 1)
NATURAL_SCIENCE = {row["code"] for row in rows_of("disciplines") if row["group"] != "E"}
TITLES = {(row["series_code"], row["name"], row["level"]) for row in rows_of("titles")}


def everybody() -> list[Person]:
    firms = [who for one in ENTERPRISES for who in (one.legal_representative, one.contact)]
    offices = [who for one in ORGANISATIONS for who in (one.contact, *one.staff)]
    return [*(one.person for one in EXPERTS), *firms, *offices]


def test_the_province_has_its_size() -> None:
    assert (len(EXPERTS), len(ENTERPRISES), len(ORGANISATIONS)) == (300, 150, 40)


def test_nobody_can_be_taken_for_real() -> None:
    for who in everybody():
        assert who.name.endswith(MARKER)
        assert who.phone.startswith("100")
        assert len(who.phone) == 11
        assert who.email.endswith("@demo.example")
    assert all(one.name.startswith("演示·") for one in ENTERPRISES)
    assert all(one.name.endswith("（演示账号）") for one in ORGANISATIONS)
    assert all("演示" in one.name for one in people.employers())


def test_names_telephones_and_codes_are_never_shared() -> None:
    people_by_phone = {(who.phone, who.name) for who in everybody()}
    assert len(people_by_phone) == len({phone for phone, _ in people_by_phone})
    assert len(people_by_phone) == len({name for _, name in people_by_phone})
    own = [one.uscc for one in [*ENTERPRISES, *ORGANISATIONS]]
    assert len(set(own)) == len(own)
    assert len({one.name for one in ENTERPRISES}) == len(ENTERPRISES)


def test_every_number_passes_its_check_and_says_demo() -> None:
    for one in [*ENTERPRISES, *ORGANISATIONS, *people.employers()]:
        assert check_credit_code(one.uscc).ok, one.name
        assert one.uscc[8:12] == "DEM0", one.name
    assert all(check_credit_code(one.uscc).registered_in_jiangxi for one in ENTERPRISES)
    for one in EXPERTS:
        found = check_resident_id(one.id_number, TODAY)
        assert (found.ok, found.birth_date, found.sex) == (True, one.birth_date, one.person.sex)
        assert found.area_hint.startswith("990")


def test_organisations_are_of_all_seven_types_and_lie_in_listed_places() -> None:
    kinds = Counter(one.type for one in ORGANISATIONS)
    assert kinds["city_bureau"] == 11
    assert set(kinds) == {
        "city_bureau",
        "new_area_bureau",
        "development_zone",
        "county_department",
        "university",
        "research_institute",
        "provincial_unit",
    }
    divisions = {row["code"] for row in rows_of("divisions")}
    zones = {row["id"]: row["name"] for row in rows_of("zones")}
    for one in ORGANISATIONS:
        assert one.division_code in divisions, one.name
        assert one.zone_id is None or zones[one.zone_id] in one.name


def test_every_enterprise_lies_where_its_reviewer_is_competent() -> None:
    divisions = {row["code"] for row in rows_of("divisions")}
    industries = {row["code"] for row in rows_of("industries")}
    classes = {row["code"] for row in rows_of("enterprise_classes")}
    for one in ENTERPRISES:
        reviewer = ORGANISATIONS[one.reviewer]
        assert {one.city_code, one.county_code} <= divisions, one.name
        assert one.industry in industries, one.name
        assert set(one.classes) <= classes, one.name
        if one.in_new_area:
            assert reviewer.type == "new_area_bureau", one.name
        else:
            place = (reviewer.zone_id, reviewer.division_code)
            assert place in ((one.zone_id, one.city_code), (None, one.county_code)), one.name


def test_an_expert_without_a_case_is_plainly_eligible() -> None:
    for one in EXPERTS:
        if one.case:
            continue
        won = one.qualification
        assert won.degree == "DOCTOR" or won.title_level in ("正高", "副高"), one.index
        assert one.birth_date >= date(1966, 12, 1), one.index
        assert one.disciplines[0] in NATURAL_SCIENCE, one.index
        assert not one.conflicts, one.index


def test_titles_and_degrees_are_listed_and_in_order() -> None:
    degrees = {row["code"] for row in rows_of("degrees")}
    for one in EXPERTS:
        won = one.qualification
        assert {won.degree, won.education} <= degrees, one.index
        assert one.birth_date < won.degree_date <= TODAY, one.index
        assert won.title_date <= TODAY, one.index
        if one.case != "title_trap":
            assert (won.title_series, won.title, won.title_level) in TITLES, one.index
    traps = {row["text"] for row in rows_of("title_traps")}
    assert all(one.qualification.title in traps for one in by_case("title_trap"))


def by_case(case: str) -> list:
    return [one for one in EXPERTS if one.case == case]


def test_boundary_cases_stand_on_their_boundary() -> None:
    assert [one.birth_date for one in by_case("age_boundary_inside")] == [CUTOFF]
    assert all(one.birth_date < CUTOFF for one in by_case("age_waiver"))
    assert date(1961, 6, 30) in [one.birth_date for one in by_case("age_waiver")]
    for one in by_case("degree_waiver"):
        assert (one.qualification.degree, one.qualification.title_level) == ("MASTER", "中级")
    for one in by_case("humanities_only"):
        assert not NATURAL_SCIENCE & set(one.disciplines)
    assert len(by_case("humanities_only")) == 2
    assert all(one.qualification.degree != "DOCTOR" for one in by_case("title_only"))


def test_interests_are_in_enterprises_of_the_experts_chain() -> None:
    tied = [(one, conflict) for one in EXPERTS for conflict in one.conflicts]
    assert {conflict.kind for _, conflict in tied} == {
        "post",
        "legal_representative",
        "shares",
        "relative",
        "employer_holds",
        "paid_contract",
    }
    for one, conflict in tied:
        assert ENTERPRISES[conflict.enterprise].chain in one.chains, one.index
    assert any(not conflict.declared for _, conflict in tied)
    (owner,) = by_case("legal_representative")
    assert ENTERPRISES[owner.conflicts[0].enterprise].legal_representative == owner.person


def test_every_employer_names_who_recommends_or_leaves_it_to_the_department() -> None:
    keys = {one.key for one in ORGANISATIONS}
    for one in EXPERTS:
        assert one.employer.recommender is None or one.employer.recommender in keys
        assert (one.recommender is None) == (one.employer.recommender is None)
        assert ORGANISATIONS[one.recommender or 0].type not in (
            "development_zone",
            "county_department",
        )


def test_the_same_people_every_time() -> None:
    first = expert(41)
    expert.cache_clear()
    assert expert(41) == first
