"""Tables of organisations, the jurisdiction matrix and its dated relations."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Record, Stateful


class Organisation(Stateful):
    """A recommending organisation. Active only once the department allotted it (clause 4.9)."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('active', 'suspended') OR allotted_by IS NOT NULL", name="allotted"
        ),
        Index(
            "uq_organisations_name",
            "name",
            unique=True,
            postgresql_where=text("state <> 'refused'"),
        ),
        Index("ix_organisations_city", "city_code"),
    )

    name: Mapped[str]
    type: Mapped[str]
    uscc: Mapped[str | None]
    city_code: Mapped[str | None]
    county_code: Mapped[str | None]
    zone_code: Mapped[str | None]
    contact_name: Mapped[str]
    contact_phone: Mapped[str]
    contact_email: Mapped[str | None]
    profile: Mapped[dict] = mapped_column(default=dict)
    """The rest of annex 1: introduction, disciplines, teams and laboratories."""
    paper_received_on: Mapped[date | None]
    allotted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


class JurisdictionRow(Record):
    """One cell of the matrix: what a type of organisation does for a subject it relates to."""

    __tablename__ = "jurisdiction_rows"
    __table_args__ = (Index("ix_jurisdiction_rows_subject", "subject", "capability"),)

    organisation_type: Mapped[str]
    subject: Mapped[str]
    relation: Mapped[str]
    capability: Mapped[str]
    rank: Mapped[int]
    """The lowest rank with an active organisation is competent."""
    clause: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Affiliation(Record):
    """An employer whose staff an organisation recommends: its own, or an affiliated unit's."""

    __tablename__ = "affiliations"
    __table_args__ = (Index("ix_affiliations_employer", "employer_uscc"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    employer_uscc: Mapped[str]
    employer_name: Mapped[str]
    relation: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class ZoneArea(Record):
    """Which counties a development zone lies in, and whether in 赣江新区. Dated: zones change."""

    __tablename__ = "zone_areas"
    __table_args__ = (Index("ix_zone_areas_zone", "zone_code"),)

    zone_code: Mapped[str]
    county_code: Mapped[str | None]
    in_new_area: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
