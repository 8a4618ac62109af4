"""Credit codes, identity numbers and telephone numbers as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.codelists.checks.numbers import (
    USCC_ALPHABET,
    BodyKind,
    check_credit_code,
    check_resident_id,
    credit_code_check_character,
    normal_mobile,
    normal_phone,
    resident_id_check_character,
)

TODAY = date(2021, 8, 1)


def credit_code(prefix: str, region: str = "360100", body: str = "MA35TEST0") -> str:
    body = body.replace("S", "5")
    first = f"{prefix}{region}{body}"
    return first + credit_code_check_character(first)


@pytest.mark.clause("2.2.1")
@pytest.mark.parametrize(
    ("prefix", "kind", "may_be_legal_person"),
    [
        ("91", BodyKind.ENTERPRISE, True),
        ("12", BodyKind.PUBLIC_INSTITUTION, True),
        ("52", BodyKind.SOCIAL_ORGANISATION, True),
        ("92", BodyKind.INDIVIDUAL_BUSINESS, False),
        ("93", BodyKind.FARMERS_COOPERATIVE, True),
        ("A1", BodyKind.PUBLIC_INSTITUTION, True),
        ("N2", BodyKind.VILLAGE_COLLECTIVE, True),
        ("Y1", BodyKind.OTHER, True),
        ("33", BodyKind.OTHER, True),
    ],
)
def test_the_prefix_says_what_body_it_is(
    prefix: str, kind: BodyKind, may_be_legal_person: bool
) -> None:
    found = check_credit_code(credit_code(prefix))
    assert (found.ok, found.kind) == (True, kind)
    assert found.may_be_legal_person is may_be_legal_person


@pytest.mark.clause("2.2.1")
def test_a_published_code_passes() -> None:
    """The code of the State Grid's public company page, registered centrally in Beijing."""
    found = check_credit_code("9111000071093123XX")
    assert found.ok
    assert found.region_hint == "110000"
    assert not found.registered_in_jiangxi


@pytest.mark.clause("2.2.1")
def test_the_region_is_a_hint() -> None:
    assert check_credit_code(credit_code("91", "360121")).registered_in_jiangxi
    assert not check_credit_code(credit_code("91", "310000")).registered_in_jiangxi


def test_typing_habits_are_forgiven() -> None:
    code = credit_code("91")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())
    assert check_credit_code(f" {code[:8].lower()}-{code[8:]} ").code == code
    assert check_credit_code(wide).ok


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "18位"),
        ("91360100", "现在是8位"),
        ("91360100MA35TESO0I", "“I、O、S”"),
        ("0136010" + "0" * 11, "前8位"),
        ("9136A10" + "0" * 11, "前8位"),
        ("企" * 18, "“企”"),
    ],
)
def test_the_fault_is_named(text: str, words: str) -> None:
    found = check_credit_code(text)
    assert not found.ok
    assert not found.may_be_legal_person
    assert words in found.fault


first_17 = st.builds(
    lambda prefix, region, body: prefix + region + body,
    st.sampled_from(["91", "12", "93", "A1", "N2", "Y1", "51"]),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(alphabet=USCC_ALPHABET, min_size=9, max_size=9),
)


@given(first_17, st.data())
def test_any_single_wrong_character_of_a_credit_code_is_seen(
    first: str, data: st.DataObject
) -> None:
    code = first + credit_code_check_character(first)
    assert check_credit_code(code).ok
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from([c for c in USCC_ALPHABET if c != code[place]]))
    assert not check_credit_code(code[:place] + other + code[place + 1 :]).ok


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    for found in (check_credit_code(text), check_resident_id(text, TODAY)):
        assert found.ok or found.fault
    assert normal_phone(text) is None or normal_phone(text)


def resident_id(area: str, born: date, sequence: int) -> str:
    first = f"{area}{born:%Y%m%d}{sequence:03}"
    return first + resident_id_check_character(first)


def test_the_standards_own_example_passes() -> None:
    found = check_resident_id("11010519491231002X", TODAY)
    assert (found.birth_date, found.sex) == (date(1949, 12, 31), "female")


def test_an_area_code_that_no_longer_exists_is_accepted() -> None:
    found = check_resident_id(resident_id("362401", date(1975, 2, 28), 11), TODAY)
    assert (found.ok, found.sex, found.area_hint) == (True, "male", "362401")


def test_small_x_and_spaces_are_forgiven() -> None:
    assert check_resident_id("110105 19491231 002x", TODAY).ok


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110105491231002", "15位"),
        ("1101051949123100", "18位"),
        ("01010519491231002X", "18位"),
        ("11010519491331002X", "出生日期"),
        ("110105194912310021", "校验"),
    ],
)
def test_the_fault_of_an_identity_number_is_named(number: str, words: str) -> None:
    found = check_resident_id(number, TODAY)
    assert not found.ok
    assert words in found.fault


def test_nobody_is_born_tomorrow() -> None:
    tomorrow = resident_id("360102", TODAY + timedelta(days=1), 1)
    assert not check_resident_id(tomorrow, TODAY).ok
    assert check_resident_id(tomorrow, TODAY + timedelta(days=1)).ok


@given(
    st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
    st.data(),
)
def test_any_single_wrong_digit_of_an_identity_number_is_seen(
    area: str, born: date, sequence: int, data: st.DataObject
) -> None:
    number = resident_id(area, born, sequence)
    found = check_resident_id(number, TODAY)
    assert (found.birth_date, found.sex) == (born, "male" if sequence % 2 else "female")
    place = data.draw(st.integers(0, 16))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not check_resident_id(number[:place] + other + number[place + 1 :], TODAY).ok


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("13800000001", "13800000001"),
        ("+86 138-0000-0001", "13800000001"),
        ("８６１３８０００００００１", "13800000001"),
        ("12800000001", "12800000001"),
        ("100 0000 0001", "10000000001"),
        ("23800000001", None),
        ("1380000000", None),
        ("138000000012", None),
        ("0791-86200000", None),
        ("", None),
    ],
)
def test_mobile_numbers(text: str, normal: str | None) -> None:
    assert normal_mobile(text) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("138 0000 0001", "13800000001"),
        ("0791-86200000", "0791-86200000"),
        ("（0791）86200000", "0791-86200000"),
        ("079186200000转801", "0791-86200000-801"),
        ("+86 791 8620 0000", "0791-86200000"),
        ("010-62200000-12", "010-62200000-12"),
        ("400-800-1234", "4008001234"),
        ("86200000", None),
        ("110", None),
        ("电话", None),
    ],
)
def test_phone_numbers(text: str, normal: str | None) -> None:
    assert normal_phone(text) == normal
