"""Tables of matches, consents and who takes part."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Record, Stateful

ACTIVE = "state IN ('agreed', 'engaged')"
CONSENT = ["id", "match_id", "party", "text_hash"]


def _consent_key(party: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        [f"{party}_consent_id", "id", f"{party}_party", "demand_hash"],
        [f"match_consents.{name}" for name in CONSENT],
        name=f"fk_matches_{party}_consent",
        use_alter=True,
    )


class Match(Stateful):
    """A demand and an expert or a team. Active only by both consents to the same text (5.4.1)."""

    __tablename__ = "matches"
    __table_args__ = (
        CheckConstraint("num_nonnulls(expert_id, team_id) = 1", name="expert_or_team"),
        CheckConstraint(
            f"NOT ({ACTIVE}) OR num_nulls(enterprise_consent_id, expert_consent_id) = 0",
            name="both_consents",
        ),
        CheckConstraint("state <> 'declined' OR decline_code IS NOT NULL", name="declined_why"),
        CheckConstraint(
            "(decline_code IS NULL) = (decline_party IS NULL)", name="declined_by_a_side"
        ),
        _consent_key("enterprise"),
        _consent_key("expert"),
        # One demand, one match (5.4.3); a second stands on a granted waiver.
        Index(
            "uq_matches_one_per_demand",
            "demand_id",
            unique=True,
            postgresql_where=text(f"{ACTIVE} AND waiver_id IS NULL"),
        ),
        Index("ix_matches_demand", "demand_id", "state"),
        Index("ix_matches_expert", "expert_id", "state"),
        Index("ix_matches_enterprise", "enterprise_id", "state"),
        Index("ix_matches_due", "answer_due"),
    )

    demand_id: Mapped[UUID] = mapped_column(ForeignKey("demands.id"))
    demand_number: Mapped[int]
    demand_hash: Mapped[str]
    """Hash of the demand's text both sides consent to."""
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    expert_id: Mapped[UUID | None] = mapped_column(ForeignKey("experts.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    way: Mapped[str]
    message: Mapped[str] = mapped_column(default="")
    answer_due: Mapped[date | None]
    """Last day for the other side's answer, or for signing once both agreed."""
    decline_party: Mapped[str | None]
    """The side that said no or stepped back."""
    decline_code: Mapped[str | None]
    decline_reason: Mapped[str | None]
    enterprise_consent_id: Mapped[UUID | None]
    expert_consent_id: Mapped[UUID | None]
    enterprise_party: Mapped[str] = mapped_column(Computed("'enterprise'", persisted=True))
    expert_party: Mapped[str] = mapped_column(Computed("'expert'", persisted=True))
    agreed_at: Mapped[datetime | None]
    waiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("waivers.id"))


class MatchConsent(Record):
    """One side's yes to one text. Append-only."""

    __tablename__ = "match_consents"
    __table_args__ = (
        UniqueConstraint(*CONSENT),
        UniqueConstraint("match_id", "party", "text_hash"),
        CheckConstraint("party IN ('enterprise', 'expert')", name="party"),
    )

    match_id: Mapped[UUID] = mapped_column(ForeignKey("matches.id"))
    party: Mapped[str]
    text_hash: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    signer_name: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(default=clock.now)


class Participation(Record):
    """An expert taking part in a demand, alone or in a team: once at a time (D28)."""

    __tablename__ = "participations"
    __table_args__ = (
        Index(
            "uq_participations_open",
            "demand_id",
            "expert_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_participations_match", "match_id"),
        Index("ix_participations_expert", "expert_id"),
    )

    match_id: Mapped[UUID] = mapped_column(ForeignKey("matches.id"))
    demand_id: Mapped[UUID] = mapped_column(ForeignKey("demands.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    closed_at: Mapped[datetime | None]
