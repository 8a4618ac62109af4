"""The invented identifiers must pass every format check and still belong to nobody."""

from datetime import date

from backend.codelists.checks.numbers import check_credit_code, check_resident_id
from backend.demo.identifiers import body_check, phone, resident_id, uscc


def test_check_character_agrees_with_the_example_of_the_standard() -> None:
    assert body_check("D2143569") == "X"


def test_codes_are_well_formed_and_plainly_invented() -> None:
    code = uscc("91", "360902", 3023)
    assert check_credit_code(code).ok
    assert code[8:12] == "DEM0"


def test_resident_number_carries_birth_and_sex_in_a_place_that_does_not_exist() -> None:
    found = check_resident_id(resident_id(7, date(1961, 7, 1), "female"), date(2021, 7, 1))
    assert found.ok
    assert found.birth_date == date(1961, 7, 1)
    assert found.sex == "female"
    assert found.area_hint == "990007"


def test_no_telephone_can_ring() -> None:
    assert phone(12).startswith("100")
    assert len(phone(12)) == 11
