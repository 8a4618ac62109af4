"""Tables of organisations, the jurisdiction matrix and its dated relations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity, Record, Stateful


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
        Index(
            "uq_organisations_uscc",
            "uscc",
            unique=True,
            postgresql_where=text("state <> 'refused'"),
        ),
        UniqueConstraint("number"),
        Index("ix_organisations_city", "city_code"),
    )

    number: Mapped[str | None]
    """Of its annex-1 form, printed on the paper."""
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
    """The rest of annex 1: introduction, pictures, disciplines, teams and laboratories."""
    reasons: Mapped[list] = mapped_column(default=list)
    """What the department asked to correct, field by field, or why it refused."""
    paper_received_on: Mapped[date | None]
    allotted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


class Annex1Form(Entity):
    """A form being filled in by whoever holds its link; every organisation came from one."""

    __tablename__ = "annex1_forms"
    __table_args__ = (
        Index("uq_annex1_forms_token", "token_hash", unique=True),
        Index("uq_annex1_forms_organisation", "organisation_id", unique=True),
    )

    token_hash: Mapped[str | None]
    """None once the account is allotted: then the link opens nothing any more."""
    draft: Mapped[dict] = mapped_column(default=dict)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))


class Annex1Version(Record):
    """The form as it was submitted, and so as it can be printed. Append-only."""

    __tablename__ = "annex1_versions"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    number: Mapped[int]
    content: Mapped[dict]
    content_hash: Mapped[str]
    """Over the content and the pictures' bytes."""


class OrganisationPicture(Record):
    """A logo or picture, drawn anew from its pixels before it was kept."""

    __tablename__ = "organisation_pictures"
    __table_args__ = (
        Index("ix_organisation_pictures_form", "form_id"),
        Index("ix_organisation_pictures_sha256", "sha256"),
    )

    form_id: Mapped[UUID] = mapped_column(ForeignKey("annex1_forms.id"))
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]


class PaperArrival(Record):
    """A sealed form that came by post, the current version or an old one. Append-only."""

    __tablename__ = "paper_arrivals"
    __table_args__ = (Index("ix_paper_arrivals_organisation", "organisation_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str]
    version_number: Mapped[int]
    received_on: Mapped[date]
    is_current: Mapped[bool]
    registered_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class Handover(Stateful):
    """The manager's role on its way to a colleague, who has to agree."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "uq_handovers_open",
            "organisation_id",
            unique=True,
            postgresql_where=text("state = 'offered'"),
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    from_membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    to_membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    answered_at: Mapped[datetime | None]


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
