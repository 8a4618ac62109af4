"""Tables of accounts, memberships and sessions."""

from datetime import date, datetime
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


class Invitation(Stateful):
    """An offer of a hat, taken up by a link that works once and for some days."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="reachable"),
        CheckConstraint("num_nonnulls(enterprise_id, organisation_id) = 1", name="one"),
        CheckConstraint("(state = 'accepted') = (membership_id IS NOT NULL)", name="accepted"),
        Index("uq_invitations_token", "token_hash", unique=True),
        Index(
            "uq_invitations_open",
            text("coalesce(enterprise_id, organisation_id)"),
            "role",
            text("coalesce(phone, lower(email))"),
            unique=True,
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_invitations_organisation", "organisation_id"),
        Index("ix_invitations_enterprise", "enterprise_id"),
    )

    token_hash: Mapped[str]
    display_name: Mapped[str]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    role: Mapped[str]
    is_manager: Mapped[bool] = mapped_column(default=False)
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    expires_at: Mapped[datetime]
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))


class Absence(Entity):
    """Days on which a colleague acts under somebody's hat, in his own name "for" him."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("membership_id <> deputy_membership_id", name="somebody_else"),
        Index("ix_absences_membership", "membership_id"),
        Index("ix_absences_deputy", "deputy_membership_id"),
    )

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    deputy_membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    """When it was called off."""


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
