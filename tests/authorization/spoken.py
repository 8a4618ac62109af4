"""Which parts of an answer are the platform's own words, by the models they were made of."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel, PlainSerializer

from backend.platform.language import in_reader_language
from tests.authorization.asking import MEDIA_TYPE, Answer


def models_of(app: FastAPI) -> Mapping[str, Any]:
    """What each operation answers with, by method and path."""
    found = {}
    for included in app.routes:
        for route in getattr(getattr(included, "original_router", None), "routes", []):
            if isinstance(route, APIRoute):
                for method in route.methods:
                    found[f"{method} {route.path.removeprefix('/api/v1')}"] = route.response_model
    return found


def _is_words(metadata: Any) -> bool:
    return any(isinstance(m, PlainSerializer) and m.func is in_reader_language for m in metadata)


@cache
def _fields(model: type[BaseModel]) -> list[tuple[str, Any]]:
    """The fields' names and annotations; pydantic keeps what Annotated adds beside the type."""
    return [
        (name, Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation)
        for name, field in model.model_fields.items()
    ]


def words_in(kind: Any, value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """The platform's words in a JSON value of this type, each with its path."""
    arguments = get_args(kind)
    if get_origin(kind) is Annotated and _is_words(arguments[1:]) and isinstance(value, str):
        yield at, value
        return
    for inner, part, name in _parts(kind, value):
        yield from words_in(inner, part, f"{at}{name}")


def _parts(kind: Any, value: Any) -> Iterator[tuple[Any, Any, str]]:
    """What a value of this type consists of: each part's type, value and name."""
    origin, arguments = get_origin(kind), get_args(kind)
    if value is None:
        return
    if origin is Annotated:
        yield arguments[0], value, ""
    elif origin in (Union, UnionType):
        yield from ((one, value, "") for one in arguments if _fits(one, value))
    elif origin is list:
        yield from ((arguments[0], one, "[]") for one in value)
    elif origin is dict:
        yield from ((arguments[1], one, ".*") for one in value.values())
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from ((inner, value.get(name), f".{name}") for name, inner in _fields(kind))


def _fits(kind: Any, value: Any) -> bool:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return isinstance(value, dict) and value.keys() <= kind.model_fields.keys()
    return True


def words_of(model: Any, answer: Answer) -> Iterator[tuple[str, str]]:
    """The platform's words in an answer; all that a refusal says is its own."""
    if answer.media_type == MEDIA_TYPE:
        said = answer.json
        yield from ((name, said[name]) for name in ("title", "detail"))
        yield from (("errors[].message", one["message"]) for one in said["errors"])
    elif answer.is_json and answer.status < 300:
        yield from words_in(model, answer.json)
