"""Tables of accounts, memberships and sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Base, Entity, Record, Stateful


class Account(Stateful):
    """A person's account. Organisations and enterprises have none: they have members."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="reachable"),
        Index("uq_accounts_phone", "phone", unique=True),
        Index("uq_accounts_email", text("lower(email)"), unique=True),
    )

    phone: Mapped[str | None]
    email: Mapped[str | None]
    display_name: Mapped[str]
    password_hash: Mapped[str]
    password_changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Membership(Entity):
    """A hat of an account: a role, and where it applies."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("num_nonnulls(expert_id, enterprise_id, organisation_id) <= 1", name="one"),
        CheckConstraint(
            "CASE role WHEN 'expert' THEN expert_id IS NOT NULL"
            " WHEN 'enterprise' THEN enterprise_id IS NOT NULL"
            " WHEN 'reviewer' THEN organisation_id IS NOT NULL"
            " WHEN 'liaison' THEN organisation_id IS NOT NULL"
            " ELSE num_nonnulls(expert_id, enterprise_id, organisation_id) = 0 END",
            name="place",
        ),
        Index(
            "uq_memberships_hat",
            "account_id",
            "role",
            text("coalesce(expert_id, enterprise_id, organisation_id)"),
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_memberships_organisation", "organisation_id"),
        Index("ix_memberships_enterprise", "enterprise_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[str]
    expert_id: Mapped[UUID | None] = mapped_column(ForeignKey("experts.id"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    is_manager: Mapped[bool] = mapped_column(default=False)
    """May invite and remove other members of the same enterprise or organisation."""
    ended_at: Mapped[datetime | None]


class Session(Record):
    """A signed-in device: the family its refresh tokens belong to."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_account", "account_id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str | None]
    user_agent: Mapped[str] = mapped_column(default="")


class RefreshToken(Base):
    """One link of a session's chain of refresh tokens; only its hash is kept."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
