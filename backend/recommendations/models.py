"""Tables of the matching index (kept by triggers, migration 0014) and of the lists shown."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    REAL,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Base, Record


class MatchingDocument(Base):
    """What is searched of one expert or demand. `terms` are packed: term << 16 | count."""

    __tablename__ = "matching_documents"
    __table_args__ = (
        Index("uq_matching_documents_subject", "collection", "subject_id", unique=True),
        Index(
            "ix_matching_documents_recent",
            "collection",
            "number",
            postgresql_where=text("NOT is_folded"),
        ),
    )

    number: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    collection: Mapped[str]
    subject_id: Mapped[UUID]
    is_folded: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether the postings know it; until then it is compared one by one."""
    length: Mapped[float] = mapped_column(REAL)
    field_group: Mapped[str | None]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    chains: Mapped[list[str]] = mapped_column(ARRAY(Text))
    places: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """The own city first, then those one is willing to go to."""
    terms: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))


class MatchingPosting(Base):
    """Documents of one term, packed: number << 16 | impact × 1000. Several segments a term."""

    __tablename__ = "matching_postings"
    __table_args__ = (Index("ix_matching_postings_term", "collection", "term"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    collection: Mapped[str]
    term: Mapped[int]
    documents: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))


class MatchingFrequency(Base):
    """In how many documents a term stands, and how strongly it speaks for a field."""

    __tablename__ = "matching_frequencies"

    collection: Mapped[str] = mapped_column(primary_key=True)
    term: Mapped[int] = mapped_column(primary_key=True)
    documents: Mapped[float] = mapped_column(REAL)
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    gains: Mapped[list[float]] = mapped_column(ARRAY(REAL))


class MatchingStatistics(Base):
    """Size of a collection when it was last counted."""

    __tablename__ = "matching_statistics"

    collection: Mapped[str] = mapped_column(primary_key=True)
    documents: Mapped[int]
    average_length: Mapped[float] = mapped_column(REAL)
    pseudo_documents: Mapped[float] = mapped_column(REAL)
    """Weight of the shipped frequencies, in documents: they steady a thin collection."""
    pseudo_length: Mapped[float] = mapped_column(REAL)
    counted_at: Mapped[datetime | None]


class MatchingCommonTerm(Base):
    """Terms of grammar and of every technical text, with the share of documents they stand in."""

    __tablename__ = "matching_common_terms"

    term: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    share: Mapped[float] = mapped_column(REAL)


class MatchingWeights(Base):
    """All parameters of the ranking, one row a version."""

    __tablename__ = "matching_weights"
    __table_args__ = (
        Index(
            "uq_matching_weights_current",
            "is_current",
            unique=True,
            postgresql_where=text("is_current"),
        ),
    )

    name: Mapped[str] = mapped_column(primary_key=True)
    is_current: Mapped[bool]
    settings: Mapped[dict]


class MatchingVector(Base):
    """What one part of an expert or demand means, as a site's own model tells it."""

    __tablename__ = "matching_vectors"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    """0 is the card, or the demand; then one for each achievement."""
    provider: Mapped[str]
    """Name, version and length: others are never compared with these."""
    document: Mapped[int] = mapped_column(Integer)
    """The number of the document it was made from; a rewritten one has another."""
    vector: Mapped[list[float]] = mapped_column(ARRAY(REAL))


class MatchingWeightsChange(Record):
    """Who changed the weights, why, and what was known of the effect. Append-only.

    One change follows each version: two officers cannot both have started from the same.
    """

    __tablename__ = "matching_weight_changes"
    __table_args__ = (UniqueConstraint("was"),)

    was: Mapped[str] = mapped_column(ForeignKey("matching_weights.name"))
    now: Mapped[str] = mapped_column(ForeignKey("matching_weights.name"))
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str]
    effect: Mapped[dict]


class MatchingList(Record):
    """A list as it was shown: the facts it was computed from, and what came out. Append-only."""

    __tablename__ = "matching_lists"
    __table_args__ = (
        Index(
            "uq_matching_lists_once",
            "subject_kind",
            "subject_id",
            "collection",
            "shown_on",
            "digest",
            unique=True,
        ),
        Index("ix_matching_lists_day", "shown_on"),
    )

    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    collection: Mapped[str]
    shown_on: Mapped[date]
    weights_version: Mapped[str] = mapped_column(ForeignKey("matching_weights.name"))
    inputs: Mapped[list]
    result: Mapped[list]
    digest: Mapped[str]


class ShortlistMark(Record):
    """An expert or a team its enterprise thinks of for a demand, with a note nobody else reads."""

    __tablename__ = "shortlist_marks"
    __table_args__ = (
        CheckConstraint("num_nonnulls(expert_id, team_id) = 1", name="expert_or_team"),
        UniqueConstraint("demand_id", "expert_id"),
        UniqueConstraint("demand_id", "team_id"),
    )

    demand_id: Mapped[UUID] = mapped_column(ForeignKey("demands.id"))
    expert_id: Mapped[UUID | None] = mapped_column(ForeignKey("experts.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    note: Mapped[str] = mapped_column(default="")
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class MatchingExposure(Base):
    """How often an expert stood on a list in the last three months, counted each night."""

    __tablename__ = "matching_exposures"

    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    shown: Mapped[int]
