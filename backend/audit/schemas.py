"""Shapes of the trail as people read it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from backend.platform.language import Words
from backend.platform.pagination import PageQuery


class TimelineEntry(BaseModel):
    """One thing that happened, in words."""

    at: datetime
    who: Words
    role: str
    role_name: Words
    subject_type: str
    subject_name: Words
    action: str
    text: Words
    state_name: Words | None
    note: str | None


class TimelineQuery(BaseModel):
    """Whose story is asked for."""

    model_config = ConfigDict(extra="forbid")

    subject_type: str
    subject_id: UUID


class AuditQuery(PageQuery):
    """Which entries of the trail to list, newest first."""

    subject_type: str | None = None
    subject_id: UUID | None = None
    account_id: UUID | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditEventRead(BaseModel):
    """One entry of the trail as the auditor sees it."""

    id: UUID
    occurred_at: datetime
    account_id: UUID | None
    membership_id: UUID | None
    actor_name: Words
    actor_role: str
    actor_role_name: Words
    subject_type: str
    subject_name: Words
    subject_id: UUID
    subject_version: int | None
    action: str
    text: Words
    from_state: str | None
    to_state: str | None
    detail: dict[str, Any]
    request_id: str
    client_address: str


class Contact(BaseModel):
    """Whom to call about it: the office in charge, as its form of annex 1 names it."""

    organisation: str
    name: str
    phone: str


class StandingRead(BaseModel):
    """Where something stands: who has it, since when, what comes next, by when, whom to call."""

    holder: Words | None
    """None when nobody has to do anything."""
    is_mine: bool
    since: datetime | None
    """Since when it is in its state."""
    next: Words
    due: date | None
    is_overdue: bool
    is_over: bool
    contact: Contact | None
