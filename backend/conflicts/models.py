"""Tables of declared interests: the experts', and those of staff who review."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    and_,
    any_,
    column,
    exists,
    false,
    or_,
    table,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from backend.platform.models import Record


class ConflictDeclaration(Record):
    """An expert's tie to an enterprise: a post, shares, a relative, a contract."""

    __tablename__ = "conflict_declarations"
    __table_args__ = (
        Index("ix_conflict_declarations_expert", "expert_id"),
        Index("ix_conflict_declarations_enterprise", "enterprise_uscc"),
    )

    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    enterprise_uscc: Mapped[str]
    enterprise_name: Mapped[str]
    kind: Mapped[str]
    note: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


# Read by name: models of different slices know nothing of each other.
memberships = table(
    "memberships", *(column(name) for name in ("account_id", "enterprise_id", "ended_at"))
)


def _same(given: Any, value: Any) -> ColumnElement[bool]:
    """Equal to a value that is there: what a matter does not have, nobody has an interest in."""
    return false() if value is None else given == value


class ReviewerInterest(Record):
    """Something that keeps a member of staff from reviewing: an enterprise, or a close person."""

    __tablename__ = "reviewer_interests"
    __table_args__ = (
        CheckConstraint("num_nonnulls(enterprise_uscc, person_name) = 1", name="one"),
        CheckConstraint("person_name IS NOT NULL OR person_fingerprint IS NULL", name="person"),
        Index("ix_reviewer_interests_account", "account_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str]
    enterprise_uscc: Mapped[str | None]
    enterprise_name: Mapped[str | None]
    person_name: Mapped[str | None]
    person_fingerprint: Mapped[str | None]
    """Of the identity number when it is known; else persons are told by their names."""
    note: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]

    @classmethod
    def bars(
        cls, account_id: Any, *, uscc: Any, fingerprint: Any, names: Any, enterprise_id: Any
    ) -> ColumnElement[bool]:
        """Whether an account must stay away from a matter (decision A23, reviewer side).

        The arguments are values or columns: whose matter it is, by enterprise and by person.
        """
        same_person = or_(
            _same(cls.person_fingerprint, fingerprint),
            and_(cls.person_fingerprint.is_(None), cls.person_name == any_(names)),
        )
        declared = exists().where(
            cls.account_id == account_id,
            cls.withdrawn_at.is_(None),
            or_(_same(cls.enterprise_uscc, uscc), same_person),
        )
        hat = memberships.alias()
        member = exists().where(
            hat.c.account_id == account_id,
            _same(hat.c.enterprise_id, enterprise_id),
            hat.c.ended_at.is_(None),
        )
        return or_(declared, member)
