"""Deadlines the department moved for one month.

Revision ID: 0010_deadlines
Revises: 0009_annex1
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_deadlines"
down_revision = "0009_annex1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "deadline_moves",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=False),
        sa.Column("announcement", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "extract(day FROM month) = 1", name=op.f("ck_deadline_moves_first_of_month")
        ),
        sa.CheckConstraint("kind IN ('review', 'letter')", name=op.f("ck_deadline_moves_kind")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_deadline_moves_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_moves")),
    )
    op.create_index(
        "uq_deadline_moves_in_force",
        "deadline_moves",
        ["month", "kind"],
        unique=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.execute(
        "CREATE TRIGGER version_rises BEFORE UPDATE ON deadline_moves"
        " FOR EACH ROW EXECUTE FUNCTION version_rises()"
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("deadline_moves")
