"""Let degrees add up: the text counts evenly over the range that lists are about.

Revision ID: 0027_degrees
Revises: 0026_read_codes
"""

from alembic import op

revision = "0027_degrees"
down_revision = "0026_read_codes"
branch_labels = None
depends_on = None

SHIPPED, NAME = "2026-11", "2026-12"
WEIGHTS = """{
  "knee": 2, "half": 0.48, "text": 70, "chain": 6, "place": 5, "load": 2, "freshness": 2
}"""


def upgrade() -> None:
    """Weights of before keep their bend; what a site set itself stays in force."""
    op.execute("""UPDATE matching_weights SET settings = '{"knee": 1}' || settings""")
    op.execute(
        f"INSERT INTO matching_weights SELECT '{NAME}', false, settings || '{WEIGHTS}'"
        f" FROM matching_weights WHERE name = '{SHIPPED}' AND is_current"
        " ON CONFLICT DO NOTHING"
    )
    # One after the other: there is never more than one in force.
    op.execute(
        f"UPDATE matching_weights SET is_current = false WHERE name = '{SHIPPED}'"
        f" AND EXISTS (SELECT FROM matching_weights WHERE name = '{NAME}')"
    )
    op.execute(f"UPDATE matching_weights SET is_current = true WHERE name = '{NAME}'")


def downgrade() -> None:
    """The weights of before are in force again; the new ones stay for the lists that name them."""
    op.execute(
        f"UPDATE matching_weights SET is_current = false WHERE name = '{NAME}' AND is_current"
    )
    op.execute(
        f"UPDATE matching_weights SET is_current = true WHERE name = '{SHIPPED}'"
        " AND NOT EXISTS (SELECT FROM matching_weights WHERE is_current)"
    )
