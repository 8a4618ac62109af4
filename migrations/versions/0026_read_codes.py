"""Sealed paper known by the codes on its pages, and which of its pages are here.

Revision ID: 0026_read_codes
Revises: 0025_wechat
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026_read_codes"
down_revision = "0025_wechat"
branch_labels = None
depends_on = None

TABLE = "sealed_copies"


def upgrade() -> None:
    """What was kept so far was read from words or typed, and names no pages."""
    op.add_column(
        TABLE, sa.Column("pages", postgresql.JSONB(), server_default="[]", nullable=False)
    )
    op.alter_column(TABLE, "pages", server_default=None)
    op.add_column(TABLE, sa.Column("page_count", sa.BigInteger(), nullable=True))
    _checked_by("'code', 'read', 'typed'")
    op.create_check_constraint(
        op.f("ck_sealed_copies_pages"),
        TABLE,
        "(page_count IS NULL) = (pages = '[]') AND (page_count IS NULL OR checked = 'code')",
    )


def downgrade() -> None:
    """Codes count as what the file said."""
    op.drop_constraint(op.f("ck_sealed_copies_pages"), TABLE)
    op.drop_column(TABLE, "page_count")
    op.drop_column(TABLE, "pages")
    op.execute("ALTER TABLE sealed_copies DISABLE TRIGGER append_only")
    op.execute("UPDATE sealed_copies SET checked = 'read' WHERE checked = 'code'")
    op.execute("ALTER TABLE sealed_copies ENABLE TRIGGER append_only")
    _checked_by("'read', 'typed'")


def _checked_by(ways: str) -> None:
    name = op.f("ck_sealed_copies_checked")
    op.drop_constraint(name, TABLE)
    op.create_check_constraint(name, TABLE, f"checked IN ({ways})")
