"""The table of invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.crypto import Encrypted
from backend.platform.models import Stateful

LIVE = "state <> 'revoked'"


class ExpertInvitation(Stateful):
    """One person an organisation asked to register. What is known of the person leaves this table
    with the sign-up, which takes it over, or with a revocation."""

    __tablename__ = "expert_invitations"
    __table_args__ = (
        CheckConstraint("(state = 'signed_up') = (account_id IS NOT NULL)", name="signed_up"),
        CheckConstraint("state = 'invited' OR token_hash IS NULL", name="used_once"),
        CheckConstraint(
            "state = 'invited' OR num_nonnulls(phone, email) = 0 AND prefill = '{}'::jsonb",
            name="forgotten",
        ),
        CheckConstraint("num_nonnulls(phone_key, email_key) > 0", name="reachable"),
        Index("uq_expert_invitations_token", "token_hash", unique=True),
        Index(
            "uq_expert_invitations_phone",
            "organisation_id",
            "phone_key",
            unique=True,
            postgresql_where=text(LIVE),
        ),
        Index(
            "uq_expert_invitations_email",
            "organisation_id",
            "email_key",
            unique=True,
            postgresql_where=text(LIVE),
        ),
        Index("ix_expert_invitations_expert", "expert_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(Encrypted("expert_invitations.phone"))
    email: Mapped[str | None] = mapped_column(Encrypted("expert_invitations.email"))
    phone_key: Mapped[str | None]
    email_key: Mapped[str | None]
    """Keyed hashes: the same person is not invited twice, even once the numbers are gone."""
    by_mail: Mapped[bool]
    prefill: Mapped[dict] = mapped_column(default=dict)
    """What the organisation filled in of the registration."""
    token_hash: Mapped[str | None]
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    """When the last letter was queued, or the last link handed over."""
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    expert_id: Mapped[UUID | None] = mapped_column(ForeignKey("experts.id"))
