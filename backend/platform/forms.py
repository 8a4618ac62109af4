"""The base of request bodies, and of drafts: the same fields, none of them needed yet."""

from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from backend.platform.messages import validation_message
from backend.platform.problems import FieldError, pointer_of

# Nobody types more than this into one field; the whole body is bounded by the request limits.
LONGEST_TEXT = 20_000


class Form(BaseModel):
    """Unknown fields are refused, outer blanks dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ReasonIn(Form):
    """Why something is done, where nothing else has to be said."""

    reason: str = Field(default="", max_length=500)


F = TypeVar("F", bound=Form)


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
    if annotation is str:
        return Annotated[str, Field(max_length=LONGEST_TEXT)]
    if isinstance(annotation, type) and issubclass(annotation, Form):
        return draft_of(annotation)
    return annotation


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
