"""The number people give on the telephone when they ask about their registration.

Revision ID: 0008_registration
Revises: 0007_desk
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_registration"
down_revision = "0007_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the numbers; registrations from before keep none until they are submitted again."""
    for table in ("experts", "enterprises"):
        op.add_column(table, sa.Column("number", sa.Text(), nullable=True))
        op.create_unique_constraint(f"uq_{table}_number", table, ["number"])


def downgrade() -> None:
    """Drop them."""
    for table in ("experts", "enterprises"):
        op.drop_constraint(f"uq_{table}_number", table)
        op.drop_column(table, "number")
