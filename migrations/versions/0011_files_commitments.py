"""What is known of viruses in a file; drafts of commitments, and the sealed copy of a signature.

Revision ID: 0011_files_commitments
Revises: 0010_deadlines
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011_files_commitments"
down_revision = "0010_deadlines"
branch_labels = None
depends_on = None

FUNCTIONS = {
    # What is signed is what was hashed, whoever writes the row.
    "commitment_text_hash": """
    CREATE FUNCTION commitment_text_hash() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.text_hash <> encode(sha256(convert_to(NEW.title || E'\\n' || NEW.body, 'UTF8')), 'hex')
      THEN
        RAISE EXCEPTION 'the hash is not that of the text [commitment_text_hash]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # Annex 3: an enterprise's signature comes with the scan of the sealed paper.
    "commitment_sealed_copy": """
    CREATE FUNCTION commitment_sealed_copy() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.sealed_copy_id IS NULL AND EXISTS (
        SELECT FROM commitment_texts t WHERE t.id = NEW.text_id AND t.kind = 'enterprise'
      ) THEN
        RAISE EXCEPTION 'an enterprise signs with its seal [commitment_sealed_copy]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # A draft that became a text, or was given up, is history.
    "commitment_draft_closed": """
    CREATE FUNCTION commitment_draft_closed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.state IN ('published', 'discarded') THEN
        RAISE EXCEPTION 'a closed draft stays as it is [commitment_draft_closed]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
}


def _create_drafts() -> None:
    op.create_table(
        "commitment_drafts",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("duties", postgresql.JSONB(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("text_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "published_by <> drafted_by", name=op.f("ck_commitment_drafts_two_persons")
        ),
        sa.CheckConstraint(
            "(state = 'published') = (num_nulls(published_by, text_id) = 0)",
            name=op.f("ck_commitment_drafts_published"),
        ),
        sa.CheckConstraint(
            "kind IN ('expert', 'enterprise')", name=op.f("ck_commitment_drafts_kind")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["accounts.id"], name=op.f("fk_commitment_drafts_drafted_by")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["accounts.id"], name=op.f("fk_commitment_drafts_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["commitment_texts.id"], name=op.f("fk_commitment_drafts_text_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_drafts")),
    )
    op.create_index("ix_commitment_drafts_state", "commitment_drafts", ["state"], unique=False)


def _guard() -> None:
    for function in FUNCTIONS.values():
        op.execute(function)
    for name, events, table in (
        ("commitment_text_hash", "INSERT", "commitment_texts"),
        ("commitment_sealed_copy", "INSERT", "commitment_signatures"),
        ("commitment_draft_closed", "UPDATE OR DELETE", "commitment_drafts"),
        ("version_rises", "UPDATE", "commitment_drafts"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {events} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    op.execute(
        "CREATE CONSTRAINT TRIGGER state_has_event AFTER INSERT OR UPDATE OF state"
        " ON commitment_drafts DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION state_has_event()"
    )


def upgrade() -> None:
    """Add what uploads and commitments need, and their guards."""
    op.add_column(
        "attachments", sa.Column("scan", sa.Text(), server_default="none", nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_attachments_scan"),
        "attachments",
        "scan IN ('none', 'pending', 'clean', 'infected')",
    )
    op.create_index(
        "ix_attachments_pending",
        "attachments",
        ["sha256"],
        unique=False,
        postgresql_where=sa.text("scan = 'pending'"),
    )
    op.add_column("commitment_signatures", sa.Column("sealed_copy_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_commitment_signatures_sealed_copy_id"),
        "commitment_signatures",
        "attachments",
        ["sealed_copy_id"],
        ["id"],
    )
    _create_drafts()
    _guard()


def downgrade() -> None:
    """Take it away again."""
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function} CASCADE")
    op.drop_table("commitment_drafts")
    op.drop_column("commitment_signatures", "sealed_copy_id")
    op.drop_column("attachments", "scan")
