"""The series of numbers people read out.

Revision ID: 0003_number_series
Revises: 0002_guards
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_number_series"
down_revision = "0002_guards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of series."""
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name="pk_number_series"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("number_series")
