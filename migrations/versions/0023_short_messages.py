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

DELIVERY = op.f("ck_messages_delivery")


def upgrade() -> None:
    """Whatever leaves the platform has a delivery, and people choose what is texted."""
    op.drop_constraint(DELIVERY, "messages")
    op.create_check_constraint(DELIVERY, "messages", "(channel = 'inbox') = (delivery IS NULL)")
    op.add_column(
        "message_choices",
        sa.Column("texting", postgresql.JSONB(), server_default="[]", nullable=False),
    )
    op.alter_column("message_choices", "texting", server_default=None)


def downgrade() -> None:
    """Mails alone have one."""
    op.drop_column("message_choices", "texting")
    op.execute("DELETE FROM messages WHERE channel = 'sms'")
    op.drop_constraint(DELIVERY, "messages")
    op.create_check_constraint(DELIVERY, "messages", "(channel = 'email') = (delivery IS NOT NULL)")
