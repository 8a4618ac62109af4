"""How personal data looks to those who may not read it in full."""

import re

# Phones, identity cards and addresses inside a running text.
_PERSONAL = re.compile(
    r"(?<!\d)1\d{10}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|[^\s@,，'\"=]+@[^\s@,，]+\.\w+"
)


def words(text: str) -> str:
    """A text with phone and identity-card numbers and e-mail addresses blotted out."""
    return _PERSONAL.sub("***", text)


def phone(number: str | None) -> str | None:
    """138****0001"""
    return f"{number[:3]}****{number[-4:]}" if number else None


def email(address: str | None) -> str | None:
    """l***@example.org"""
    if not address:
        return None
    name, _, domain = address.partition("@")
    return f"{name[:1]}***@{domain}"


def id_number(number: str | None) -> str | None:
    """3601**********0011"""
    return f"{number[:4]}{'*' * max(len(number) - 8, 4)}{number[-4:]}" if number else None


def openid(id: str | None) -> str | None:
    """oTep****Ab1x"""
    return f"{id[:4]}****{id[-4:]}" if id else None


def person(name: str | None) -> str | None:
    """林**"""
    return f"{name[:1]}{'*' * min(max(len(name) - 1, 1), 2)}" if name else None
