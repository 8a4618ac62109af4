"""The audit trail: who did what to which record, when, from where. Append-only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import FetchedValue, Index, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from backend.platform import clock, request_scope
from backend.platform.models import Base, Entity, Record, Stateful
from backend.platform.problems import conflict
from backend.platform.states import StateTable


class Acting(Protocol):
    """Whoever may be named in the trail; identity's Actor is one."""

    @property
    def account_id(self) -> UUID | None:
        """The account, None for the platform itself."""

    @property
    def membership_id(self) -> UUID | None:
        """The hat it wore."""

    @property
    def name(self) -> str:
        """As written in the trail."""

    @property
    def role(self) -> str:
        """As written in the trail."""


@dataclass(frozen=True)
class _Platform:
    """What nobody asked for: the platform's own doing."""

    account_id: UUID | None = None
    membership_id: UUID | None = None
    name: str = "系统"
    role: str = "department"


PLATFORM: Acting = _Platform()


class AuditEvent(Record):
    """One entry of the trail. A state change has exactly one, at the version it made."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index(
            "uq_audit_events_state_change",
            "subject_type",
            "subject_id",
            "subject_version",
            unique=True,
            postgresql_where=text("to_state IS NOT NULL"),
        ),
        Index("ix_audit_events_subject", "subject_type", "subject_id", "occurred_at"),
        Index("uq_audit_events_chain", "subject_type", "subject_id", "chain_no", unique=True),
    )
    __mapper_args__ = {"eager_defaults": False}  # nobody who writes an event reads its hash

    occurred_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[UUID | None]
    membership_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    actor_role: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    subject_version: Mapped[int | None]
    action: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str | None]
    detail: Mapped[dict] = mapped_column(default=dict)
    request_id: Mapped[str] = mapped_column(default="")
    client_address: Mapped[str] = mapped_column(default="")
    # The database's own trigger writes these: the chain of all events about one subject.
    chain_no: Mapped[int] = mapped_column(server_default=FetchedValue())
    prev_hash: Mapped[str] = mapped_column(server_default=FetchedValue())
    hash: Mapped[str] = mapped_column(server_default=FetchedValue())
    """SHA-256 over the event and `prev_hash`, in hexadecimal."""


class AuditChain(Base):
    """Where the chain of one subject ends; written by the trigger that chains an event."""

    __tablename__ = "audit_chains"

    subject_type: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    length: Mapped[int]
    head: Mapped[str]
    """Hash of the newest event."""


class AuditAnchor(Base):
    """A night's hash over every chain that grew, standing on the anchor before."""

    __tablename__ = "audit_anchors"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    taken_at: Mapped[datetime]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class AuditAnchoredHead(Base):
    """How long a chain was, and where it ended, when an anchor was taken."""

    __tablename__ = "audit_anchored_heads"

    subject_type: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    length: Mapped[int] = mapped_column(primary_key=True)
    anchor: Mapped[int] = mapped_column(index=True)
    head: Mapped[str]


async def anchor(session: AsyncSession) -> str:
    """Step: take an anchor; its number and hash, for a place outside of the database."""
    taken = await session.execute(text("SELECT audit_anchor(:moment)"), {"moment": clock.now()})
    return str(taken.scalar_one())


def _event(actor: Acting, subject: Record, action: str, detail: dict[str, Any]) -> AuditEvent:
    scope = request_scope.current()
    return AuditEvent(
        account_id=actor.account_id,
        membership_id=actor.membership_id,
        actor_name=actor.name,
        actor_role=actor.role,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        subject_version=subject.version if isinstance(subject, Entity) else None,
        action=action,
        detail=detail,
        request_id=scope.request_id if scope else "",
        client_address=scope.client_address if scope else "",
    )


async def record(
    session: AsyncSession, subject: Record, action: str, actor: Acting, **detail: Any
) -> None:
    """Write down something that changed no state: an edit, a reading of personal data."""
    await session.flush()
    session.add(_event(actor, subject, action, detail))


async def create(
    session: AsyncSession,
    subject: Stateful,
    table: StateTable,
    actor: Acting,
    **detail: Any,
) -> None:
    """Add a new record in its workflow's first state, unless it carries another already."""
    subject.state = subject.state or table.initial
    session.add(subject)
    await session.flush()
    event = _event(actor, subject, "create", detail)
    event.to_state = subject.state
    session.add(event)


async def transition(
    session: AsyncSession,
    subject: Stateful,
    table: StateTable,
    action: str,
    actor: Acting,
    **detail: Any,
) -> None:
    """Move `subject` by `action`; the only way a state changes.

    Raises 409 when its state table knows no such move from here.
    """
    before = subject.state
    after = table.next(before, action)
    if after is None:
        raise conflict(f"当前状态是“{table.label(before)}”，不能进行这项操作。", kind="state")
    subject.state = after
    flag_modified(subject, "state")  # a step that stays in its state is a step all the same
    await session.flush()
    event = _event(actor, subject, action, detail)
    event.from_state, event.to_state = before, after
    session.add(event)
