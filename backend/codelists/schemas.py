"""Shapes of the code lists."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from backend.platform.language import Words


class CodeName(BaseModel):
    """A code with its Chinese name, as other slices show it."""

    code: str
    name: Words


class CodeListSummary(BaseModel):
    """Which edition of a list is loaded."""

    name: str
    title: Words
    edition: Words
    content_hash: str


class CodeEntryRead(BaseModel):
    """One code; `attributes` are the list's own further columns, all texts."""

    code: str
    name: Words
    parent_code: str | None
    attributes: dict[str, Words]
    valid_from: date
    valid_to: date | None


class CodeListRead(BaseModel):
    """The entries of a list. Lists are small, so they come whole and are cached by ETag."""

    name: str
    title: Words
    edition: Words
    items: list[CodeEntryRead]


class CodeListQuery(BaseModel):
    """Which entries of a list."""

    model_config = ConfigDict(extra="forbid")

    parent: str = Field(default="", max_length=40)
    """Only entries right below this code."""
    q: str = Field(default="", max_length=40)
    """Only entries with this in code, name, other names or pinyin."""
    on: date | None = None
    """Entries valid on this day; today without it."""
