"""The invented identifiers must pass every format check and still belong to nobody."""

from datetime import date

from backend.demo.identifiers import (
    phone,
    resident_check,
    resident_id,
    uscc,
    uscc_check,
)


def test_check_characters_agree_with_the_examples_of_the_standards() -> None:
    assert uscc_check("91350100M000100Y4") == "3"
    assert resident_check("11010519491231002") == "X"


def test_codes_are_well_formed_and_plainly_invented() -> None:
    code = uscc("91", "360902", 3023)
    assert len(code) == 18
    assert code[8:12] == "DEM0"
    assert code[17] == uscc_check(code[:17])


def test_resident_number_carries_birth_and_sex_in_a_place_that_does_not_exist() -> None:
    number = resident_id(7, date(1961, 7, 1), "女")
    assert number.startswith("990007")
    assert number[6:14] == "19610701"
    assert int(number[16]) % 2 == 0


def test_no_telephone_can_ring() -> None:
    assert phone(12).startswith("100")
    assert len(phone(12)) == 11
