"""Personal numbers inside a registration's JSON: sealed at rest, masked in every reading."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from backend.platform import crypto, masking

MASKS: Mapping[str, Callable[[str | None], str | None]] = {
    "id_number": masking.id_number,
    "phone": masking.phone,
    "email": masking.email,
}


def _context(field: str) -> str:
    return f"experts.registration.{field}"


def sealed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored."""
    kept = dict(values)
    for field in MASKS.keys() & kept.keys():
        kept[field] = base64.b64encode(crypto.encrypt(kept[field], _context(field))).decode()
    return kept


def opened(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The stored values in clear, for checking and submitting."""
    values = dict(stored)
    for field in MASKS.keys() & values.keys():
        values[field] = crypto.decrypt(base64.b64decode(values[field]), _context(field))
    return values


def masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Clear values as people read them."""
    return {k: MASKS[k](v) if k in MASKS else v for k, v in values.items()}


def without_echoes(changes: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """The changes less masked values that a form merely sent back."""
    shown = masked({field: present.get(field) for field in MASKS})
    return {k: v for k, v in changes.items() if v is None or shown.get(k) != v}
