"""Tables of teams, members and their acceptances."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity, Record, Stateful


class Team(Stateful):
    """4 to 7 experts, leader included, formed for one demand (clauses 5.2.2 to 5.2.4).

    From COMPLETE on a deferred trigger holds size, leader and acceptance of this roster.
    """

    __tablename__ = "teams"
    __table_args__ = (
        Index(
            "uq_teams_leader",
            "demand_id",
            "leader_expert_id",
            unique=True,
            postgresql_where=text("state <> 'dissolved'"),
        ),
    )

    demand_id: Mapped[UUID] = mapped_column(ForeignKey("demands.id"))
    leader_expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    name: Mapped[str]
    plan: Mapped[str] = mapped_column(default="")
    roster_version: Mapped[int] = mapped_column(default=1)
    """Rises when the leader invites or removes somebody; earlier acceptances no longer count."""
    cross_reason: Mapped[str | None]
    """Why fewer than two employers or disciplines are enough (clause 5.2.3)."""
    waiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("waivers.id"))
    cure_due: Mapped[date | None]
    """Last day to fill up a serving team that fell below the fewest members (decision A5)."""


class TeamMember(Entity):
    """An expert on a team's roster."""

    __tablename__ = "team_members"
    __table_args__ = (
        UniqueConstraint("team_id", "expert_id"),
        CheckConstraint(
            "standing IN ('invited', 'accepted', 'declined', 'removed', 'left')", name="standing"
        ),
        Index(
            "uq_team_members_leader",
            "team_id",
            unique=True,
            postgresql_where=text("is_leader"),
        ),
        Index("ix_team_members_expert", "expert_id", "standing"),
    )

    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    is_leader: Mapped[bool] = mapped_column(default=False)
    standing: Mapped[str] = mapped_column(default="invited")
    message: Mapped[str | None]
    answer_code: Mapped[str | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class TeamAcceptance(Record):
    """A member's own yes to one version of the roster. Append-only."""

    __tablename__ = "team_acceptances"
    __table_args__ = (UniqueConstraint("team_id", "roster_version", "expert_id"),)

    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    roster_version: Mapped[int]
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
