"""Personal numbers inside a registration's JSON: sealed at rest, masked in every reading."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from backend.codelists.checks.documents import normal_document_number
from backend.codelists.checks.numbers import normal_mobile
from backend.platform import crypto, masking
from backend.platform.versions import FieldChange

MASKS: Mapping[str, Callable[[str | None], str | None]] = {
    "id_number": lambda typed: masking.id_number(normal_document_number(typed or "")),
    "phone": lambda typed: masking.phone(normal_mobile(typed or "") or typed),
    "email": masking.email,
}

WHOLE = {"id_number": 8, "phone": 8, "email": 6}


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
    return {k: MASKS[k](v) if k in MASKS and _is_whole(k, v) else v for k, v in values.items()}


def _is_whole(field: str, value: str | None) -> bool:
    """Whether it can be a number at all: what was half typed is shown, or nobody could go on."""
    return len(value or "") >= WHOLE[field]


def masked_change(change: FieldChange) -> FieldChange:
    """A change as people read it; equal masks may hide different numbers."""
    mask = MASKS.get(change.field)
    if mask is None:
        return change
    return change.model_copy(update={"before": mask(change.before), "after": mask(change.after)})


def without_echoes(changes: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """The changes less masked values that a form merely sent back."""
    shown = masked({field: present.get(field) for field in MASKS})
    return {k: v for k, v in changes.items() if v is None or shown.get(k) != v}
