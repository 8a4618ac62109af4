"""Messages to persons, and the files they upload.

Revision ID: 0005_messages
Revises: 0004_job_queue
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_messages"
down_revision = "0004_job_queue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "attachments",
        sa.Column("owner_account_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("parent_type", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(parent_type IS NULL) = (parent_id IS NULL)", name=op.f("ck_attachments_parent")
        ),
        sa.ForeignKeyConstraint(
            ["owner_account_id"], ["accounts.id"], name=op.f("fk_attachments_owner_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(
        "ix_attachments_parent", "attachments", ["parent_type", "parent_id"], unique=False
    )
    op.create_index("ix_attachments_sha256", "attachments", ["sha256"], unique=False)
    op.create_table(
        "messages",
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivery", sa.Text(), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(channel = 'email') = (delivery IS NOT NULL)", name=op.f("ck_messages_delivery")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_messages_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(
        "ix_messages_inbox",
        "messages",
        ["account_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("channel='inbox'"),
    )
    op.create_index(
        "ix_messages_queued",
        "messages",
        ["next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("delivery='queued'"),
    )
    op.create_index(
        "uq_messages_event", "messages", ["event_key", "account_id", "channel"], unique=True
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_index("uq_messages_event", table_name="messages")
    op.drop_index(
        "ix_messages_queued", table_name="messages", postgresql_where=sa.text("delivery='queued'")
    )
    op.drop_index(
        "ix_messages_inbox", table_name="messages", postgresql_where=sa.text("channel='inbox'")
    )
    op.drop_table("messages")
    op.drop_index("ix_attachments_sha256", table_name="attachments")
    op.drop_index("ix_attachments_parent", table_name="attachments")
    op.drop_table("attachments")
