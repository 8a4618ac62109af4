"""Invented identifiers with true check digits and bodies or prefixes that nobody can hold."""

import hashlib
import random
from datetime import date

from backend.codelists.checks.numbers import (
    credit_code_check_character,
    resident_id_check_character,
)

SEED = 20210701

_BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def rng(*parts: object) -> random.Random:
    """A generator of its own for each thing, so adding one item never changes another."""
    text = ":".join(str(part) for part in (SEED, *parts))
    return random.Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))


def body_check(first8: str) -> str:
    """The check character of the organisation code inside a credit code (GB 11714)."""
    total = sum(
        _BODY_ALPHABET.index(char) * weight
        for char, weight in zip(first8, _BODY_WEIGHTS, strict=True)
    )
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def uscc(kind: str, region: str, serial: int) -> str:
    """A credit code whose body reads DEM0, so it is well formed but plainly invented."""
    body = f"DEM0{serial:04d}"
    first17 = f"{kind}{region}{body}{body_check(body)}"
    return first17 + credit_code_check_character(first17)


def resident_id(serial: int, born: date, sex: str) -> str:
    """A resident ID number of area 990xxx, which no place in the country has."""
    order = 2 * (serial % 400) + (1 if sex == "male" else 0) + 100
    first17 = f"990{serial:03d}{born:%Y%m%d}{order:03d}"
    return first17 + resident_id_check_character(first17)


def phone(serial: int) -> str:
    """Eleven digits in the range 100, which no operator has ever been assigned."""
    return f"100{serial:08d}"


def email(kind: str, serial: int) -> str:
    """An address of the reserved domain demo.example, which can never receive mail."""
    return f"{kind}{serial:03d}@demo.example"
