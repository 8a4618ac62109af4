"""Exports on record, invitations of experts, and letters to people without an account.

Revision ID: 0013_sheets
Revises: 0012_integrity
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_sheets"
down_revision = "0012_integrity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables with their guards; let a letter go without an account."""
    _exports()
    _invitations()
    op.alter_column("messages", "account_id", existing_type=sa.Uuid(), nullable=True)
    op.add_column("messages", sa.Column("address", sa.LargeBinary(), nullable=True))
    op.add_column("messages", sa.Column("private_link", sa.LargeBinary(), nullable=True))
    op.create_check_constraint(
        op.f("ck_messages_recipient"), "messages", "account_id IS NOT NULL OR channel = 'email'"
    )
    op.create_index(
        "uq_messages_letter",
        "messages",
        ["event_key"],
        unique=True,
        postgresql_where=sa.text("account_id IS NULL"),
    )


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("filters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_exports_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_exports_membership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports_account", "exports", ["account_id", "created_at"], unique=False)
    _before("append_only", "UPDATE OR DELETE", "exports", "append_only()")


def _invitations() -> None:
    op.create_table(
        "expert_invitations",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("phone_key", sa.Text(), nullable=True),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("prefill", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("expert_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'signed_up') = (account_id IS NOT NULL)",
            name=op.f("ck_expert_invitations_signed_up"),
        ),
        sa.CheckConstraint(
            "state = 'invited' OR token_hash IS NULL", name=op.f("ck_expert_invitations_used_once")
        ),
        sa.CheckConstraint(
            "state = 'invited' OR num_nonnulls(phone, email) = 0 AND prefill = '{}'::jsonb",
            name=op.f("ck_expert_invitations_forgotten"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(phone_key, email_key) > 0", name=op.f("ck_expert_invitations_reachable")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_expert_invitations_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["accounts.id"], name=op.f("fk_expert_invitations_invited_by")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_expert_invitations_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_expert_invitations_expert_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_invitations")),
    )
    op.create_index(
        "uq_expert_invitations_token", "expert_invitations", ["token_hash"], unique=True
    )
    op.create_index(
        "ix_expert_invitations_expert", "expert_invitations", ["expert_id"], unique=False
    )
    for number in ("phone", "email"):
        op.create_index(
            f"uq_expert_invitations_{number}",
            "expert_invitations",
            ["organisation_id", f"{number}_key"],
            unique=True,
            postgresql_where=sa.text("state <> 'revoked'"),
        )
    _before("version_rises", "UPDATE", "expert_invitations", "version_rises()")
    op.execute(
        "CREATE CONSTRAINT TRIGGER state_has_event AFTER INSERT OR UPDATE OF state ON expert_invitations"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION state_has_event()"
    )


def _before(name: str, events: str, table: str, call: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {call}"
    )


def downgrade() -> None:
    """Drop it all; letters without an account go with it."""
    op.execute("DELETE FROM messages WHERE account_id IS NULL")
    op.drop_index("uq_messages_letter", table_name="messages")
    op.drop_constraint(op.f("ck_messages_recipient"), "messages", type_="check")
    op.drop_column("messages", "private_link")
    op.drop_column("messages", "address")
    op.alter_column("messages", "account_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("expert_invitations")
    op.drop_table("exports")
