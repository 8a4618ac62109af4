"""The paper side of the monthly round: what was printed, what arrived, certificates.

Revision ID: 0006_round
Revises: 0005_messages
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_round"
down_revision = "0005_messages"
branch_labels = None
depends_on = None

APPEND_ONLY = ("batch_receipts", "certificates")

FUNCTIONS = (
    # What was frozen, was printed and posted: it stays what it was, and frozen.
    """
    CREATE FUNCTION batch_stays_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.frozen_at IS NULL AND TG_OP = 'UPDATE' THEN
        RETURN NEW;
      END IF;
      IF TG_OP = 'DELETE' OR NEW.state = 'open'
        OR (NEW.organisation_id, NEW.month, NEW.number, NEW.frozen_at, NEW.list_hash, NEW.code,
            NEW.letter, NEW.row_hashes)
          IS DISTINCT FROM
           (OLD.organisation_id, OLD.month, OLD.number, OLD.frozen_at, OLD.list_hash, OLD.code,
            OLD.letter, OLD.row_hashes) THEN
        RAISE EXCEPTION 'a frozen batch stays what it was [D19]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # Only what the department decides about an entry may still be written. The batch's row is
    # waited for, so that no entry slips in beside the freezing.
    """
    CREATE FUNCTION batch_entries_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      frozen boolean := false;
      batch batches%ROWTYPE;
    BEGIN
      FOR batch IN
        SELECT * FROM batches
        WHERE (TG_OP <> 'INSERT' AND id = OLD.batch_id) OR (TG_OP <> 'DELETE' AND id = NEW.batch_id)
        ORDER BY id FOR SHARE
      LOOP
        frozen := frozen OR batch.frozen_at IS NOT NULL;
      END LOOP;
      IF frozen AND (TG_OP <> 'UPDATE'
        OR (NEW.id, NEW.batch_id, NEW.expert_id, NEW.submission_id, NEW.review_id,
            NEW.waived_rules, NEW.printed, NEW.created_at)
          IS DISTINCT FROM
           (OLD.id, OLD.batch_id, OLD.expert_id, OLD.submission_id, OLD.review_id,
            OLD.waived_rules, OLD.printed, OLD.created_at)) THEN
        RAISE EXCEPTION 'the list of a frozen batch stays what it was [D19]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$
    """,
)


def _record(*columns: sa.Column, table: str) -> None:
    op.create_table(
        table,
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _refers(table: str, column: str, target: str) -> None:
    op.create_foreign_key(op.f(f"fk_{table}_{column}"), table, target, [column], ["id"])


def _receipts() -> None:
    _record(
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorder_name", sa.Text(), nullable=False),
        sa.Column("printed_count", sa.BigInteger(), nullable=False),
        sa.Column("printed_hash", sa.Text(), nullable=True),
        sa.Column("differences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        table="batch_receipts",
    )
    _refers("batch_receipts", "batch_id", "batches")
    _refers("batch_receipts", "recorded_by", "accounts")
    op.create_index("ix_batch_receipts_batch_id", "batch_receipts", ["batch_id"])


def _certificates() -> None:
    _record(
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        table="certificates",
    )
    _refers("certificates", "expert_id", "experts")
    _refers("certificates", "entry_id", "batch_entries")
    op.create_index(op.f("ix_certificates_expert_id"), "certificates", ["expert_id"])
    for column in ("entry_id", "number", "code"):
        op.create_unique_constraint(op.f(f"uq_certificates_{column}"), "certificates", [column])


def upgrade() -> None:
    """Add columns and tables, give frozen batches a code, then guard them."""
    op.add_column("batches", sa.Column("code", sa.Text(), nullable=True))
    for column in ("letter", "row_hashes"):
        op.add_column("batches", sa.Column(column, postgresql.JSONB(), nullable=True))
    op.add_column("batch_entries", sa.Column("printed", postgresql.JSONB(), nullable=True))
    # Sixteen of the alphabet's letters: 40 random bits for what was frozen before there were codes.
    op.execute(
        "UPDATE batches SET version = version + 1,"
        " code = upper(left(replace(gen_random_uuid()::text, '-', ''), 10))"
        " WHERE frozen_at IS NOT NULL"
    )
    op.create_unique_constraint(op.f("uq_batches_code"), "batches", ["code"])
    op.create_check_constraint(
        op.f("ck_batches_code"), "batches", "state = 'open' OR code IS NOT NULL"
    )
    _receipts()
    _certificates()
    for function in FUNCTIONS:
        op.execute(function)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    op.execute(
        "CREATE TRIGGER batch_stays_frozen BEFORE UPDATE OR DELETE ON batches"
        " FOR EACH ROW EXECUTE FUNCTION batch_stays_frozen()"
    )
    op.execute(
        "CREATE TRIGGER batch_entries_stay_frozen BEFORE INSERT OR UPDATE OR DELETE"
        " ON batch_entries FOR EACH ROW EXECUTE FUNCTION batch_entries_stay_frozen()"
    )


def downgrade() -> None:
    """Drop guards, tables and columns."""
    for function in ("batch_stays_frozen", "batch_entries_stay_frozen"):
        op.execute(f"DROP FUNCTION {function} CASCADE")
    op.drop_table("certificates")
    op.drop_table("batch_receipts")
    op.drop_column("batch_entries", "printed")
    op.drop_constraint(op.f("ck_batches_code"), "batches")
    for column in ("row_hashes", "letter", "code"):
        op.drop_column("batches", column)
