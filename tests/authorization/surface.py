"""Every operation of the published contract, and an otherwise valid request for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

from backend.main import create_app
from backend.platform.database import Database
from tests.authorization.things import Thing

PREFIX = "/api/v1"
# What a field of this name must look like, whatever the operation; the contract says the rest.
BY_NAME: dict[str, Any] = {
    "phone": "13912340001",
    "manager_phone": "13912340002",
    "email": "probe@demo.example",
    "manager_email": "probe2@demo.example",
    "contact_phone": "0791-88880000",
    "contact_email": None,
    "identifier": "nobody@demo.example",
    "password": "correct horse battery",
    "new_password": "another horse battery",
    "initial_password": "correct horse battery",
    "employer_uscc": "12360000MD8800099A",
    "subject_number": "913600000000000000",
    "type": "county_department",
    "city_code": "360100",
    "county_code": "360121",
    "valid_from": "2026-01-01",
    "ends_on": "2026-12-31",
    "valid_until": None,
    "valid_to": None,
}
ALWAYS_ASKED = {"after"}
# Words for constants in paths that are no ids.
WORDS = {"name": "chains", "kind": "expert", "key": "contact", "code": "12360000MD00007100"}
MADE: dict[str, Any] = {
    "boolean": lambda: True,
    "array": list,
    "uuid": lambda: str(uuid4()),
    "date": lambda: "2026-06-01",
    "date-time": lambda: "2026-06-01T00:00:00+08:00",
}
TEXT = "演示内容，供核对权限之用。"


@dataclass(frozen=True)
class Request:
    """One request, ready to send."""

    method: str
    path: str
    query: dict[str, Any] | None = None
    body: Any = None
    files: Any = None
    form: dict[str, str] | None = None
    undone: bool = False
    """Whether what it writes is undone though it is a reading: one that is put on record."""


@dataclass(frozen=True)
class Operation:
    """One operation as the contract describes it."""

    key: str
    """Such as `GET /demands/{demand_id}`."""
    method: str
    path: str
    permission: str
    spec: dict[str, Any]
    schemas: dict[str, Any]

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return self.spec.get("parameters", [])

    def path_names(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    @property
    def body_schema(self) -> dict[str, Any] | None:
        content = self.spec.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    @property
    def is_upload(self) -> bool:
        return "multipart/form-data" in self.spec.get("requestBody", {}).get("content", {})

    @property
    def gives_a_file(self) -> bool:
        return "application/json" not in self.spec["responses"].get("200", {}).get("content", {})

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema a reference stands for."""
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def _constant(self, name: str) -> str:
        found = next(p for p in self.parameters if p["in"] == "path" and p["name"] == name)
        choices = self.resolved(found["schema"]).get("enum")
        return str(choices[0]) if choices else WORDS.get(name, str(uuid4()))

    def request(self, thing: Thing | None = None, field: str = "", **changes: Any) -> Request:
        """About `thing`, named in the path or, when given, in this field of body or query."""
        names = self.path_names()
        values = {name: self._constant(name) for name in names}
        if thing is not None:
            values |= {n: v for n, v in thing.more.items() if n in names}
            if not field:
                values[next(name for name in names if name not in thing.more)] = thing.id
        path = self.path.format(**values)
        body = self._body()
        query = {p["name"]: self._value(p["name"], p["schema"]) for p in self._asked()} or None
        if thing is not None and field and not self.is_upload:
            (query if field in (query or {}) else body)[field] = thing.id  # type: ignore[index]
        if body is not None:
            body |= changes
        elif changes:
            query = (query or {}) | changes
        if self.is_upload:
            form = {"parent_type": "experts", "parent_id": thing.id} if thing else None
            if self.path_names():
                form = self._form_fields()
            png = ("probe.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30)
            return Request(self.method, path, files={"file": png}, form=form)
        return Request(self.method, path, query, body)

    def _form_fields(self) -> dict[str, str]:
        """The words a form needs beside its file."""
        content = self.spec["requestBody"]["content"]["multipart/form-data"]
        found = self._object(self.resolved(content["schema"]))
        return {name: str(value) for name, value in found.items() if name != "file"}

    def _asked(self) -> Iterator[dict[str, Any]]:
        wanted = (p for p in self.parameters if p["in"] == "query")
        return (p for p in wanted if p.get("required") or p["name"] in ALWAYS_ASKED)

    def _body(self) -> dict[str, Any] | None:
        schema = self.body_schema
        return None if schema is None else self._object(self.resolved(schema))

    def _object(self, schema: dict[str, Any]) -> dict[str, Any]:
        properties, required = schema.get("properties", {}), schema.get("required", [])
        reachable = {"email", "manager_email"}  # an account needs one of two optional fields
        wanted = [name for name in properties if name in required or name in reachable]
        return {name: self._value(name, properties[name]) for name in wanted}

    def _value(self, name: str, schema: dict[str, Any]) -> Any:
        schema = self.resolved(schema)
        if "anyOf" in schema:
            return self._value(name, schema["anyOf"][0])
        if "enum" in schema or "const" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        if name in BY_NAME:
            return BY_NAME[name]
        return self._plain(schema)

    def _plain(self, schema: dict[str, Any]) -> Any:
        kind = schema.get("format") or schema.get("type")
        if kind in {"integer", "number"}:
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        if kind == "object":
            return self._object(schema)
        if kind in MADE:
            return MADE[kind]()
        length = schema.get("minLength", 0)
        return (TEXT if length <= len(TEXT) else "a" * length)[: schema.get("maxLength", 999)]


@cache
def contract() -> dict[str, Any]:
    """The contract of the application as it is now."""
    return create_app(Database("postgresql+asyncpg://nowhere")).openapi()


@cache
def operations() -> dict[str, Operation]:
    """Every operation, by its key."""
    document = contract()
    schemas = document["components"]["schemas"]
    found = {}
    for path, methods in document["paths"].items():
        for method, spec in methods.items():
            key = f"{method.upper()} {path.removeprefix(PREFIX)}"
            permission = spec.get("x-permission", "")
            found[key] = Operation(key, method.upper(), path, permission, spec, schemas)
    return found
