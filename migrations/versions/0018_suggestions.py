"""Suggestions: all open demands of a scope and who would serve them best together.

Revision ID: 0018_suggestions
Revises: 0017_demand_side
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_suggestions"
down_revision = "0017_demand_side"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "suggestions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("weights_version", sa.Text(), nullable=True),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_suggestions_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_suggestions_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["weights_version"],
            ["matching_weights.name"],
            name=op.f("fk_suggestions_weights_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_scope", "suggestions", ["organisation_id", "created_at"])
    op.create_table(
        "suggestion_rows",
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=True),
        sa.Column("score", sa.REAL(), nullable=True),
        sa.Column("first_expert_id", sa.Uuid(), nullable=True),
        sa.Column("first_score", sa.REAL(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(expert_id IS NULL) = (score IS NULL)", name=op.f("ck_suggestion_rows_score")
        ),
        sa.CheckConstraint(
            "(first_expert_id IS NULL) = (first_score IS NULL)",
            name=op.f("ck_suggestion_rows_first_score"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_suggestion_rows_{column}")
            )
            for column, table in (
                ("suggestion_id", "suggestions"),
                ("demand_id", "demands"),
                ("expert_id", "experts"),
                ("first_expert_id", "experts"),
            )
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "demand_id", name=op.f("pk_suggestion_rows")),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("suggestion_rows")
    op.drop_table("suggestions")
