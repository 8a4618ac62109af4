"""A filed expert's change of employer, and the department's decision on civil servants.

Revision ID: 0015_employers
Revises: 0014_matching
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015_employers"
down_revision = "0014_matching"
branch_labels = None
depends_on = None


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_employer_changes_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _employer_changes() -> None:
    json = postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "employer_changes",
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("was", json, nullable=False),
        sa.Column("content", json, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decided_by <> account_id", name=op.f("ck_employer_changes_not_own")),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'declined')"
            " OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("ck_employer_changes_decided"),
        ),
        _refers("expert_id", "experts"),
        _refers("account_id", "accounts"),
        _refers("organisation_id", "organisations"),
        _refers("jurisdiction_id", "jurisdiction_rows"),
        _refers("decided_by", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_changes")),
    )
    op.create_index(op.f("ix_employer_changes_expert_id"), "employer_changes", ["expert_id"])
    op.create_index(
        "ix_employer_changes_organisation", "employer_changes", ["organisation_id", "state"]
    )
    op.create_index(
        "uq_employer_changes_waiting",
        "employer_changes",
        ["expert_id"],
        unique=True,
        postgresql_where=sa.text("state = 'reported'"),
    )
    op.execute(
        "CREATE TRIGGER version_rises BEFORE UPDATE ON employer_changes"
        " FOR EACH ROW EXECUTE FUNCTION version_rises()"
    )
    op.execute(
        "CREATE CONSTRAINT TRIGGER state_has_event AFTER INSERT OR UPDATE OF state"
        " ON employer_changes DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION state_has_event()"
    )


def _civil_servants() -> None:
    op.add_column(
        "batch_entries",
        sa.Column("needs_decision", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.alter_column("batch_entries", "needs_decision", server_default=None)
    op.add_column("batch_entries", sa.Column("allowed_by", sa.Uuid(), nullable=True))
    op.add_column(
        "batch_entries", sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("batch_entries", sa.Column("allowed_note", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_batch_entries_allowed_by"), "batch_entries", "accounts", ["allowed_by"], ["id"]
    )
    # What is on its way is decided on like what comes after.
    op.execute(
        """
        UPDATE batch_entries e SET needs_decision = true, version = e.version + 1
        FROM experts x
        WHERE x.id = e.expert_id AND e.outcome = 'pending'
          AND x.profile ->> 'is_civil_servant' = 'true'
        """
    )
    op.create_check_constraint(
        op.f("ck_batch_entries_allowed"),
        "batch_entries",
        "outcome <> 'filed' OR NOT needs_decision OR allowed_at IS NOT NULL",
    )


def upgrade() -> None:
    """Create the table and the columns with their guards."""
    _employer_changes()
    _civil_servants()


def downgrade() -> None:
    """Drop both; reports and decisions are lost."""
    op.drop_constraint(op.f("ck_batch_entries_allowed"), "batch_entries")
    for column in ("allowed_note", "allowed_at", "allowed_by", "needs_decision"):
        op.drop_column("batch_entries", column)
    op.drop_table("employer_changes")
