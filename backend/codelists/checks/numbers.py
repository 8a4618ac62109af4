"""Checks of what people type: credit codes, identity numbers and telephone numbers. Pure.

They say what is wrong in words for the person typing; whether it matters is for the rules.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
USCC_SHAPE = re.compile(rf"[1-9ANY][1-9]\d{{6}}[{USCC_ALPHABET}]{{10}}")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK_CHARACTERS = "10X98765432"
ID_SHAPE = re.compile(r"[1-9]\d{16}[\dX]")
# Operators open new ranges faster than a list of them would be updated.
MOBILE = re.compile(r"1\d{10}")
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})-?([2-9]\d{6,7})(?:(?:-|转)(\d{1,6}))?")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
SERVICE_NUMBER = re.compile(r"[48]00\d{7}")
JIANGXI = "36"


class BodyKind(StrEnum):
    """What sort of body a credit code was issued to, from its first two characters."""

    ENTERPRISE = "enterprise"
    INDIVIDUAL_BUSINESS = "individual_business"
    FARMERS_COOPERATIVE = "farmers_cooperative"
    PUBLIC_INSTITUTION = "public_institution"
    GOVERNMENT = "government"
    SOCIAL_ORGANISATION = "social_organisation"
    VILLAGE_COLLECTIVE = "village_collective"
    OTHER = "other"


BODY_KIND_NAMES = {
    BodyKind.ENTERPRISE: "企业",
    BodyKind.INDIVIDUAL_BUSINESS: "个体工商户",
    BodyKind.FARMERS_COOPERATIVE: "农民专业合作社",
    BodyKind.PUBLIC_INSTITUTION: "事业单位",
    BodyKind.GOVERNMENT: "机关",
    BodyKind.SOCIAL_ORGANISATION: "社会组织",
    BodyKind.VILLAGE_COLLECTIVE: "农村集体经济组织",
    BodyKind.OTHER: "其他机构",
}

_KIND_BY_PREFIX = {
    "11": BodyKind.GOVERNMENT,
    "12": BodyKind.PUBLIC_INSTITUTION,
    "51": BodyKind.SOCIAL_ORGANISATION,
    "52": BodyKind.SOCIAL_ORGANISATION,
    "53": BodyKind.SOCIAL_ORGANISATION,
    "91": BodyKind.ENTERPRISE,
    "92": BodyKind.INDIVIDUAL_BUSINESS,
    "93": BodyKind.FARMERS_COOPERATIVE,
    "A1": BodyKind.PUBLIC_INSTITUTION,
    "N1": BodyKind.VILLAGE_COLLECTIVE,
    "N2": BodyKind.VILLAGE_COLLECTIVE,
    "N3": BodyKind.VILLAGE_COLLECTIVE,
}


@dataclass(frozen=True)
class CreditCode:
    """A typed unified social credit code; `fault` is empty when the code is well formed."""

    code: str
    fault: str = ""
    kind: BodyKind = BodyKind.OTHER
    region_hint: str = ""
    """Six digits of the registering office's division: a hint, never jurisdiction."""

    @property
    def ok(self) -> bool:
        """Whether shape and check character are right."""
        return not self.fault

    @property
    def registered_in_jiangxi(self) -> bool:
        """Whether the registering office lies in Jiangxi; central registrations do not."""
        return self.ok and self.region_hint.startswith(JIANGXI)

    @property
    def may_be_legal_person(self) -> bool:
        """False for individual businesses; branches carry 91 too, so the applicant is asked."""
        return self.ok and self.kind is not BodyKind.INDIVIDUAL_BUSINESS


def check_credit_code(text: str) -> CreditCode:
    """Judge a unified social credit code by GB 32100; capitals and full-width are forgiven."""
    code = _compact(text).upper()
    if len(code) != 18:
        return CreditCode(
            code, f"统一社会信用代码应为18位，现在是{len(code)}位，请对照营业执照核对。"
        )
    if strange := sorted(set(code) - set(USCC_ALPHABET)):
        return CreditCode(code, _strange_characters(strange))
    if not USCC_SHAPE.fullmatch(code):
        return CreditCode(code, "统一社会信用代码的前8位不符合编码规则，请对照营业执照核对。")
    if credit_code_check_character(code[:17]) != code[17]:
        return CreditCode(code, "统一社会信用代码校验不通过，可能有一位填错，请对照营业执照核对。")
    kind = _KIND_BY_PREFIX.get(code[:2], BodyKind.OTHER)
    return CreditCode(code, kind=kind, region_hint=code[2:8])


def well_formed_credit_code(text: str) -> str:
    """The code as it is kept, in capitals. Raises ValueError with what is wrong (GB 32100)."""
    found = check_credit_code(text)
    if not found.ok:
        raise ValueError(found.fault)
    return found.code


def credit_code_check_character(first_17: str) -> str:
    """The last character of a credit code, from the 17 before it (GB 32100, mod 31)."""
    total = sum(
        USCC_ALPHABET.index(character) * weight
        for character, weight in zip(first_17, USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[-total % 31]


def _strange_characters(strange: list[str]) -> str:
    shown = "、".join(strange)
    return f"统一社会信用代码中不会出现“{shown}”（不用字母 I、O、S、V、Z），请核对是否与数字混淆。"


@dataclass(frozen=True)
class ResidentId:
    """A typed resident identity number; `fault` is empty when it is well formed."""

    number: str
    fault: str = ""
    birth_date: date | None = None
    sex: str = ""
    """`male` or `female`, by the parity of the 17th digit."""
    area_hint: str = ""

    @property
    def ok(self) -> bool:
        """Whether shape, birth date and check character are right."""
        return not self.fault


def check_resident_id(text: str, on: date) -> ResidentId:
    """Judge an 18-digit identity number by GB 11643 on the day `on`.

    The area code is not looked up: numbers keep the codes of divisions that no longer exist.
    """
    number = _compact(text).upper()
    if len(number) == 15 and number.isdecimal():
        return ResidentId(number, "15位的旧身份证号码已停用，请填写第二代身份证上的18位号码。")
    if not ID_SHAPE.fullmatch(number):
        return ResidentId(number, "身份证号码应为18位：前17位是数字，最后一位是数字或X。")
    born = _real_date(number[6:14])
    if born is None or not date(1900, 1, 1) <= born <= on:
        return ResidentId(number, "身份证号码中的出生日期（第7至14位）不是有效日期，请核对。")
    if resident_id_check_character(number[:17]) != number[17]:
        return ResidentId(number, "身份证号码校验不通过，可能有一位填错，请核对。")
    sex = "male" if int(number[16]) % 2 else "female"
    return ResidentId(number, birth_date=born, sex=sex, area_hint=number[:6])


def resident_id_check_character(first_17: str) -> str:
    """The last character of an identity number, from the 17 digits before it (GB 11643)."""
    pairs = zip(first_17, ID_WEIGHTS, strict=True)
    return ID_CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in pairs) % 11]


def _real_date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def normal_mobile(text: str) -> str | None:
    """A mainland mobile number as 11 digits, with +86, spaces and hyphens removed; else None."""
    number = _phone_digits(text)
    return number if MOBILE.fullmatch(number) else None


def normal_phone(text: str) -> str | None:
    """A mainland mobile, landline (with area code, maybe extension) or 400/800 number; else None.

    Landlines come back as `0791-86200000` or `0791-86200000-801`.
    """
    number = _phone_digits(text)
    if MOBILE.fullmatch(number) or SERVICE_NUMBER.fullmatch(number):
        return number
    spoken = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))
    found = LANDLINE.fullmatch(re.sub(r"^(\+86|0086)-?0?", "0", spoken))
    if not found:
        return None
    return "-".join(part for part in found.groups() if part)


def normal_email(text: str) -> str | None:
    """An e-mail address in half-width characters without blanks; None when it cannot be one."""
    address = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return address if EMAIL.fullmatch(address) else None


def normal_postcode(text: str) -> str | None:
    """Six digits, or None."""
    digits = _compact(text)
    return digits if re.fullmatch(r"\d{6}", digits) else None


def _phone_digits(text: str) -> str:
    number = _compact(text)
    return re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", number)


def _compact(text: str) -> str:
    """The text in half-width characters without blanks and hyphens."""
    return re.sub(r"[\s\-‐-―·]", "", unicodedata.normalize("NFKC", text))
