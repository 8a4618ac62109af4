"""Drafts handed to the enterprise, held to its confirmation; saved views of the demands.

Revision ID: 0017_demand_side
Revises: 0016_audit_chain
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_demand_side"
down_revision = "0016_audit_chain"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, the guard of clause 6.3 and the table of views."""
    op.add_column("demands", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
    # What staff wrote goes nowhere before its enterprise confirmed it, whatever the services do.
    op.create_check_constraint(
        op.f("ck_demands_confirmed"),
        "demands",
        "confirmed_by_enterprise OR state IN ('draft', 'withdrawn')",
    )
    op.create_table(
        "demand_views",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filter", postgresql.JSONB(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("alerts", sa.Boolean(), nullable=False),
        sa.Column("alerted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_demand_views_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_demand_views_membership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_views")),
        sa.UniqueConstraint(
            "membership_id", "name", name=op.f("uq_demand_views_membership_id_name")
        ),
    )
    op.create_index(
        "ix_demand_views_alerts",
        "demand_views",
        ["account_id"],
        postgresql_where=sa.text("alerts"),
    )
    op.execute(
        "CREATE TRIGGER version_rises BEFORE UPDATE ON demand_views"
        " FOR EACH ROW EXECUTE FUNCTION version_rises()"
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("demand_views")
    op.drop_constraint(op.f("ck_demands_confirmed"), "demands")
    op.drop_column("demands", "offered_at")
