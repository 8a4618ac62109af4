"""Table of declared interests."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

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
