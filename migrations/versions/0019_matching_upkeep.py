"""The yearly look at keywords, changes of the matching weights, vectors of meaning.

Revision ID: 0019_matching_upkeep
Revises: 0018_suggestions
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019_matching_upkeep"
down_revision = "0018_suggestions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both."""
    op.add_column("experts", sa.Column("keywords_confirmed_at", sa.DateTime(timezone=True)))
    json = postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "matching_weight_changes",
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effect", json, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["was"], ["matching_weights.name"], name=op.f("fk_matching_weight_changes_was")
        ),
        sa.ForeignKeyConstraint(
            ["now"], ["matching_weights.name"], name=op.f("fk_matching_weight_changes_now")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["accounts.id"], name=op.f("fk_matching_weight_changes_changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_weight_changes")),
        # Two officers who started from the same weights cannot both have changed them.
        sa.UniqueConstraint("was", name=op.f("uq_matching_weight_changes_was")),
    )
    op.create_table(
        "matching_vectors",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("vector", postgresql.ARRAY(sa.REAL()), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "part", name=op.f("pk_matching_vectors")),
    )
    # Counts only where a site runs a model; degrees are scaled to a hundred then.
    op.execute("""UPDATE matching_weights SET settings = settings || '{"meaning": 12}'""")
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON matching_weight_changes"
        " FOR EACH ROW EXECUTE FUNCTION append_only()"
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table("matching_weight_changes")
    op.drop_table("matching_vectors")
    op.execute("UPDATE matching_weights SET settings = settings - 'meaning'")
    op.drop_column("experts", "keywords_confirmed_at")
