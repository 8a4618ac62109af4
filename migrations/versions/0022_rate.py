"""What follows of a rating; how people want to be told, and mails collected for a day.

Revision ID: 0022_rate
Revises: 0021_paper
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import SchemaItem

revision = "0022_rate"
down_revision = "0021_paper"
branch_labels = None
depends_on = None

STATEFUL = ("rating_disputes", "rating_follow_ups")
FUNCTIONS = (
    # Said is said: grounds, annotation and report of what was done are written once.
    """
    CREATE FUNCTION settled_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR OLD.state = TG_ARGV[0] OR NEW.rating_id <> OLD.rating_id THEN
        RAISE EXCEPTION '% stays as it was settled [settled_stays]', TG_TABLE_NAME
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION grounds_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.grounds <> OLD.grounds OR NEW.raised_by <> OLD.raised_by THEN
        RAISE EXCEPTION 'the grounds of a dispute stay [grounds_stay]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # Bad grades alone are followed up, and never by who gave them.
    """
    CREATE FUNCTION follow_up_of_bad_grade() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (
        SELECT FROM ratings r WHERE r.id = NEW.rating_id AND r.grade <= 2
          AND r.engagement_id = NEW.engagement_id
          AND r.account_id IS DISTINCT FROM NEW.closed_by
      ) THEN
        RAISE EXCEPTION 'no bad grade of somebody else [follow_up_of_bad_grade]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
)
DROPPED = ("settled_stays", "grounds_stay", "follow_up_of_bad_grade")


def _to(table: str, column: str, target: str, *, nullable: bool = False) -> list[SchemaItem]:
    """A column that points at another table's row."""
    key = "engagement_id" if target == "engagement_endings" else "id"
    return [
        sa.Column(column, sa.Uuid(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=op.f(f"fk_{table}_{column}")),
    ]


def _record(table: str) -> list[SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _stateful(table: str) -> list[SchemaItem]:
    return [
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *_record(table),
        sa.UniqueConstraint("rating_id", name=op.f(f"uq_{table}_rating_id")),
    ]


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _disputes() -> None:
    name = "rating_disputes"
    op.create_table(
        name,
        *_to(name, "rating_id", "ratings"),
        sa.Column("grounds", sa.Text(), nullable=False),
        *_to(name, "raised_by", "accounts"),
        sa.Column("annotation", sa.Text(), nullable=True),
        *_to(name, "annotated_by", "accounts", nullable=True),
        sa.Column("annotated_at", sa.DateTime(timezone=True), nullable=True),
        *_stateful(name),
        _check(name, "annotated", "(state = 'annotated') = (annotation IS NOT NULL)"),
        _check(name, "annotated_by", "(annotation IS NULL) = (annotated_by IS NULL)"),
        _check(name, "not_own", "annotated_by <> raised_by"),
    )


def _follow_ups() -> None:
    name = "rating_follow_ups"
    op.create_table(
        name,
        *_to(name, "rating_id", "ratings"),
        *_to(name, "engagement_id", "engagements"),
        *_to(name, "organisation_id", "organisations"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Text(), nullable=True),
        *_to(name, "closed_by", "accounts", nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *_stateful(name),
        _check(name, "done", "(state = 'closed') = (done IS NOT NULL)"),
        _check(name, "closed_by", "(done IS NULL) = (closed_by IS NULL)"),
    )
    op.create_index(
        "ix_rating_follow_ups_desk", name, ["organisation_id", "state", "due_on"], unique=False
    )


def _notes() -> None:
    name = "member_notes"
    op.create_table(
        name,
        *_to(name, "engagement_id", "engagement_endings"),
        *_to(name, "expert_id", "experts"),
        sa.Column("note", sa.Text(), nullable=False),
        *_to(name, "account_id", "accounts"),
        *_record(name),
        sa.UniqueConstraint(
            "engagement_id", "expert_id", name=op.f("uq_member_notes_engagement_id_expert_id")
        ),
    )


def _choices() -> None:
    name = "message_choices"
    op.create_table(
        name,
        *_to(name, "account_id", "accounts"),
        sa.Column("mailing", postgresql.JSONB(), nullable=False),
        sa.Column("quiet_from", sa.BigInteger(), nullable=True),
        sa.Column("quiet_to", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *_record(name),
        sa.UniqueConstraint("account_id", name=op.f("uq_message_choices_account_id")),
        _check(name, "quiet", "(quiet_from IS NULL) = (quiet_to IS NULL)"),
        _check(
            name,
            "hours",
            "quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23 AND quiet_from <> quiet_to",
        ),
    )
    op.add_column(
        "messages", sa.Column("in_digest", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("messages", "in_digest", server_default=None)


def _before(trigger: str, events: str, table: str, call: str) -> None:
    op.execute(
        f"CREATE TRIGGER {trigger} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {call}"
    )


def upgrade() -> None:
    """Create the tables and their guards."""
    _disputes()
    _follow_ups()
    _notes()
    _choices()
    for function in FUNCTIONS:
        op.execute(function)
    _before("version_rises", "UPDATE", "message_choices", "version_rises()")
    for table in STATEFUL:
        _before("version_rises", "UPDATE", table, "version_rises()")
        op.execute(
            f"CREATE CONSTRAINT TRIGGER state_has_event AFTER INSERT OR UPDATE OF state ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION state_has_event()"
        )
    _before("settled_stays", "UPDATE OR DELETE", "rating_disputes", "settled_stays('annotated')")
    _before("settled_stays", "UPDATE OR DELETE", "rating_follow_ups", "settled_stays('closed')")
    _before("grounds_stay", "UPDATE", "rating_disputes", "grounds_stay()")
    _before(
        "follow_up_of_bad_grade",
        "INSERT OR UPDATE",
        "rating_follow_ups",
        "follow_up_of_bad_grade()",
    )
    _before("append_only", "UPDATE OR DELETE", "member_notes", "append_only()")


def downgrade() -> None:
    """Drop them."""
    for function in DROPPED:
        op.execute(f"DROP FUNCTION {function} CASCADE")
    op.drop_column("messages", "in_digest")
    for table in ("message_choices", "member_notes", "rating_follow_ups", "rating_disputes"):
        op.drop_table(table)
