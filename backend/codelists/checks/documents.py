"""Checks of identity documents, each kind by its own shape. Pure.

They say what is wrong in words for the person typing; nothing is looked up anywhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from backend.codelists.checks.numbers import check_resident_id

PASSPORT = re.compile(r"[A-Z0-9]{6,15}")
# The card has H (Hong Kong) or M (Macao) and 8 digits; older ones add the two of the renewal.
HK_MACAO = re.compile(r"[HM]\d{8}(\d{2})?")
# The card has 8 digits; older booklets 10, perhaps with a letter in brackets.
TAIWAN = re.compile(r"\d{8}|\d{10}[A-Z]?")
SHAPES = {
    "passport": (PASSPORT, "护照号码由6至15位字母和数字组成，请对照护照资料页右上角填写。"),
    "hk_macao_permit": (
        HK_MACAO,
        "港澳居民来往内地通行证号码为字母 H（香港）或 M（澳门）加8位数字，请对照证件正面填写。",
    ),
    "taiwan_permit": (TAIWAN, "台湾居民来往大陆通行证号码为8位数字，请对照证件正面填写。"),
}


@dataclass(frozen=True)
class IdentityDocument:
    """A typed document number; `fault` is empty when it is well formed."""

    number: str
    fault: str = ""
    birth_date: date | None = None
    sex: str = ""
    """What the number itself says; empty for kinds that say nothing."""


def normal_document_number(text: str) -> str:
    """The number as it is kept: half-width capitals without blanks, hyphens and brackets.

    What nobody sees goes too: copied text brings marks without width along.
    """
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\-‐-―·()<]", "", plain).upper()


def check_identity_document(kind: str, text: str, on: date) -> IdentityDocument:
    """Judge a number as one of the kind `resident`, or a key of SHAPES, on the day `on`.

    Residence permits of people from Hong Kong, Macao and Taiwan (81, 82, 83) are `resident`.
    """
    number = normal_document_number(text)
    if kind == "resident":
        card = check_resident_id(number, on)
        return IdentityDocument(card.number, card.fault, card.birth_date, card.sex)
    shape, fault = SHAPES[kind]
    return IdentityDocument(number, "" if shape.fullmatch(number) else fault)
