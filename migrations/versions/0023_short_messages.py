"""Short messages beside the inbox, for what a person chose.

Revision ID: 0023_short_messages
Revises: 0022_rate
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023_short_messages"
down_revision = "0022_rate"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whatever leaves the platform has a delivery, and people choose what is texted."""
    _deliver_when("(channel = 'inbox') = (delivery IS NULL)")
    op.add_column(
        "message_choices",
        sa.Column("texting", postgresql.JSONB(), server_default="[]", nullable=False),
    )
    op.alter_column("message_choices", "texting", server_default=None)


def downgrade() -> None:
    """Mails alone have one."""
    op.drop_column("message_choices", "texting")
    op.execute("DELETE FROM messages WHERE channel = 'sms'")
    _deliver_when("(channel = 'email') = (delivery IS NOT NULL)")


def _deliver_when(condition: str) -> None:
    name = op.f("ck_messages_delivery")
    op.drop_constraint(name, "messages")
    op.create_check_constraint(name, "messages", condition)
