"""The base of request bodies, and of drafts: the same fields, none of them needed yet."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
)

from backend.platform.messages import validation_message
from backend.platform.problems import FieldError, pointer_of

# Nobody types more than this into one field; the whole body is bounded by the request limits.
LONGEST_TEXT = 20_000
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


class Form(BaseModel):
    """Unknown fields are refused, outer blanks dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ReasonIn(Form):
    """Why something is done, where nothing else has to be said."""

    reason: str = Field(default="", max_length=500)


class DraftSaved(BaseModel):
    """What autosave needs to know: it arrived, when, and what is still missing."""

    version: int
    saved_at: datetime
    missing: list[FieldError]
    """What keeps the draft from being submitted, each tied to its field."""


F = TypeVar("F", bound=Form)


def as_number(value: object) -> object:
    """A number however it was typed (full-width, with commas or blanks); other text stays as it is.

    A draft keeps what it cannot read: the finished form says what is wrong with it.
    """
    if not isinstance(value, str):
        return value
    text = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", value))
    if not NUMBER.fullmatch(text):
        return value
    return float(text) if "." in text else int(text)


LooseNumber = Annotated[
    int | float | Annotated[str, Field(max_length=100)], BeforeValidator(as_number)
]

LOOSE: Mapping[Any, Any] = {
    int: LooseNumber,
    float: LooseNumber,
    str: Annotated[str, Field(max_length=LONGEST_TEXT)],
}


def draft_of(form: type[F]) -> type[F]:
    """The form with every field optional and only its type checked, to save it half-filled.

    To a type checker it is the form itself; at run time absent fields are None.
    """
    fields: dict[str, Any] = {
        name: (_loose(field.annotation) | None, None) for name, field in form.model_fields.items()
    }
    return create_model(f"{form.__name__}Loose", __base__=Form, **fields)  # type: ignore[return-value]


def _loose(annotation: Any) -> Any:
    """The annotation without the limits that only a finished form has to keep."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _loose(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return reduce(or_, [_loose(one) for one in get_args(annotation)])
    if origin is list:
        return list.__class_getitem__(_loose(get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, Form):
        return draft_of(annotation)
    return LOOSE.get(annotation, annotation)


def faults(form: type[Form], values: dict[str, Any]) -> list[FieldError]:
    """Everything that keeps `values` from being a finished form, each tied to its field."""
    try:
        form.model_validate(values)
    except ValidationError as error:
        return [
            FieldError(pointer=pointer_of(one["loc"]), message=validation_message(one))
            for one in error.errors()
        ]
    return []


def changes_in(body: Form) -> dict[str, Any]:
    """The fields a draft's body sent, JSON-able; None for those it clears."""
    sent = body.model_dump(mode="json", exclude_unset=True)
    full = body.model_dump(mode="json", exclude_none=True)
    return {field: full.get(field) for field in sent}


def with_changes(present: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A draft's values after some fields were typed or cleared."""
    return {field: value for field, value in {**present, **changes}.items() if value is not None}


def with_defaults(form: type[Form], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a finished form would hold them: unanswered questions by their defaults."""
    left_open = {
        name: field.default
        for name, field in form.model_fields.items()
        if not field.is_required() and name not in values
    }
    return {**left_open, **values}
