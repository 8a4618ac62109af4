"""A member who stepped out of a serving team may be asked in again.

Revision ID: 0024_come_back
Revises: 0023_short_messages
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_come_back"
down_revision = "0023_short_messages"
branch_labels = None
depends_on = None

INDEX, TABLE, COLUMNS = "uq_place_uses_match", "place_uses", ["match_id", "expert_id"]


def upgrade() -> None:
    """One use of a place by a match and an expert at a time, not one for ever."""
    op.drop_index(INDEX, table_name=TABLE)
    still = sa.text("closed_at IS NULL")
    op.create_index(INDEX, TABLE, COLUMNS, unique=True, postgresql_where=still)


def downgrade() -> None:
    """Of those who came back, the last use is kept."""
    op.execute("ALTER TABLE place_uses DISABLE TRIGGER USER")  # closed uses are kept for good
    op.execute(
        "DELETE FROM place_uses a USING place_uses b WHERE a.match_id = b.match_id"
        " AND a.expert_id = b.expert_id AND a.opened_at < b.opened_at"
    )
    op.execute("ALTER TABLE place_uses ENABLE TRIGGER USER")
    op.drop_index(INDEX, table_name=TABLE)
    op.create_index(INDEX, TABLE, COLUMNS, unique=True)
