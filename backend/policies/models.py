"""Table of policy versions."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity


class PolicyVersion(Entity):
    """One dated version of the notice's numbers and switches; the newest in force applies."""

    __tablename__ = "policy_versions"

    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    effective_from: Mapped[date] = mapped_column(unique=True)
    parameters: Mapped[dict]
