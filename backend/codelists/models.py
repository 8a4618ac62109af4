"""Tables of the code lists."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity, Record


class CodeEntry(Record):
    """One code of one list, valid from one day to another."""

    __tablename__ = "code_entries"
    __table_args__ = (
        Index("uq_code_entries_code", "list", "code", "valid_from", unique=True),
        Index("ix_code_entries_parent", "list", "parent_code"),
    )

    list: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    parent_code: Mapped[str | None]
    position: Mapped[int]
    attributes: Mapped[dict] = mapped_column(default=dict)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class CodeListVersion(Entity):
    """Which edition of a list is loaded; the hash tells whether the shipped file is newer."""

    __tablename__ = "code_list_versions"

    list: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    edition: Mapped[str]
    content_hash: Mapped[str]
