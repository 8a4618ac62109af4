"""The audit trail chained: each event carries the hash of the one before it about the same subject.

Revision ID: 0016_audit_chain
Revises: 0015_employers
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_audit_chain"
down_revision = "0015_employers"
branch_labels = None
depends_on = None

FUNCTIONS = {
    # Moments as seconds since 1970: how they are written out depends on the session's time zone.
    "audit_hash(audit_events)": """
    CREATE FUNCTION audit_hash(e audit_events) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT encode(sha256(convert_to(jsonb_build_array(
        e.prev_hash, e.chain_no, e.id, extract(epoch FROM e.occurred_at),
        extract(epoch FROM e.created_at), e.account_id, e.membership_id, e.actor_name,
        e.actor_role, e.subject_type, e.subject_id, e.subject_version, e.action, e.from_state,
        e.to_state, e.detail, e.request_id, e.client_address)::text, 'UTF8')), 'hex')
    $$
    """,
    # The head's row is locked until the transaction ends: writers about one subject take turns,
    # as they do for the subject's own row; writers about different ones do not meet.
    "audit_chain()": """
    CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE head audit_chains%ROWTYPE;
    BEGIN
      INSERT INTO audit_chains (subject_type, subject_id, length, head)
        VALUES (NEW.subject_type, NEW.subject_id, 0, '') ON CONFLICT DO NOTHING;
      SELECT * INTO head FROM audit_chains
        WHERE subject_type = NEW.subject_type AND subject_id = NEW.subject_id FOR UPDATE;
      NEW.chain_no := head.length + 1;
      NEW.prev_hash := head.head;
      NEW.hash := audit_hash(NEW);
      UPDATE audit_chains SET length = NEW.chain_no, head = NEW.hash
        WHERE subject_type = NEW.subject_type AND subject_id = NEW.subject_id;
      RETURN NEW;
    END $$
    """,
    "audit_by_trigger_only()": """
    CREATE FUNCTION audit_by_trigger_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF pg_trigger_depth() < 2 OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is written by the trail alone [append_only]', TG_TABLE_NAME
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # What moved since the last anchor, under one hash that stands on the anchor before.
    "audit_anchor(timestamptz)": """
    CREATE FUNCTION audit_anchor(moment timestamptz) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
      before audit_anchors%ROWTYPE;
      made audit_anchors%ROWTYPE;
    BEGIN
      LOCK TABLE audit_anchors IN EXCLUSIVE MODE;
      SELECT * INTO before FROM audit_anchors ORDER BY number DESC LIMIT 1;
      made.number := coalesce(before.number, 0) + 1;
      INSERT INTO audit_anchored_heads (anchor, subject_type, subject_id, length, head)
        SELECT made.number, c.subject_type, c.subject_id, c.length, c.head
        FROM audit_chains c
        WHERE c.length > coalesce((
          SELECT max(h.length) FROM audit_anchored_heads h
          WHERE h.subject_type = c.subject_type AND h.subject_id = c.subject_id), 0);
      made.taken_at := moment;
      made.prev_hash := coalesce(before.hash, '');
      made.hash := audit_anchor_hash(made);
      INSERT INTO audit_anchors SELECT made.*;
      RETURN made.number || ' ' || made.hash;
    END $$
    """,
}
ANCHOR_HASH = """
CREATE FUNCTION audit_anchor_hash(a audit_anchors) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    a.prev_hash, a.number, extract(epoch FROM a.taken_at), (
      SELECT jsonb_agg(jsonb_build_array(h.subject_type, h.subject_id, h.length, h.head)
        ORDER BY h.subject_type COLLATE "C", h.subject_id)
      FROM audit_anchored_heads h WHERE h.anchor = a.number))::text, 'UTF8')), 'hex')
$$
"""
# Events written before there was a chain are chained in the order in which they were made.
CHAIN_THE_PAST = """
DO $$
DECLARE
  event audit_events%ROWTYPE;
  head audit_chains%ROWTYPE;
BEGIN
  FOR event IN SELECT * FROM audit_events
    ORDER BY subject_type, subject_id, occurred_at, subject_version, id
  LOOP
    IF head IS NULL
      OR (head.subject_type, head.subject_id) <> (event.subject_type, event.subject_id)
    THEN
      head := (event.subject_type, event.subject_id, 0, '');
    END IF;
    event.chain_no := head.length + 1;
    event.prev_hash := head.head;
    event.hash := audit_hash(event);
    UPDATE audit_events SET chain_no = event.chain_no, prev_hash = event.prev_hash,
      hash = event.hash WHERE id = event.id;
    head.length := event.chain_no;
    head.head := event.hash;
    INSERT INTO audit_chains SELECT head.*
      ON CONFLICT (subject_type, subject_id) DO UPDATE
      SET length = excluded.length, head = excluded.head;
  END LOOP;
END $$
"""


def _tables() -> None:
    op.create_table(
        "audit_chains",
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject_type", "subject_id", name=op.f("pk_audit_chains")),
    )
    op.create_table(
        "audit_anchors",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_anchors")),
    )
    op.create_table(
        "audit_anchored_heads",
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("anchor", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "subject_type", "subject_id", "length", name=op.f("pk_audit_anchored_heads")
        ),
    )
    op.create_index("ix_audit_anchored_heads_anchor", "audit_anchored_heads", ["anchor"])


def _trigger(name: str, when: str, table: str, call: str, each: str = "ROW") -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {call}"
    )


def upgrade() -> None:
    """Chain what there is, and what comes."""
    _tables()
    op.add_column("audit_events", sa.Column("chain_no", sa.BigInteger()))
    op.add_column("audit_events", sa.Column("prev_hash", sa.Text()))
    op.add_column("audit_events", sa.Column("hash", sa.Text()))
    op.execute(ANCHOR_HASH)
    for function in FUNCTIONS.values():
        op.execute(function)
    op.execute("ALTER TABLE audit_events DISABLE TRIGGER append_only")
    op.execute(CHAIN_THE_PAST)
    op.execute("ALTER TABLE audit_events ENABLE TRIGGER append_only")
    for column in ("chain_no", "prev_hash", "hash"):
        op.alter_column("audit_events", column, nullable=False)
    op.create_index(
        "uq_audit_events_chain",
        "audit_events",
        ["subject_type", "subject_id", "chain_no"],
        unique=True,
    )
    _trigger("chained", "INSERT", "audit_events", "audit_chain()")
    by_trigger = "audit_by_trigger_only()"
    _trigger("by_trigger_only", "INSERT OR UPDATE OR DELETE", "audit_chains", by_trigger)
    for table in ("audit_anchors", "audit_anchored_heads"):
        _trigger("append_only", "UPDATE OR DELETE", table, "append_only()")
    for table in ("audit_events", "audit_chains", "audit_anchors", "audit_anchored_heads"):
        _trigger("never_emptied", "TRUNCATE", table, "append_only()", each="STATEMENT")


def downgrade() -> None:
    """Drop the chain; the events stay."""
    op.drop_index("uq_audit_events_chain", table_name="audit_events")
    for function in ("audit_chain()", "audit_by_trigger_only()", "audit_anchor(timestamptz)"):
        op.execute(f"DROP FUNCTION {function} CASCADE")
    op.execute("DROP TRIGGER never_emptied ON audit_events")
    op.execute("DROP FUNCTION audit_hash(audit_events) CASCADE")
    op.execute("DROP FUNCTION audit_anchor_hash(audit_anchors) CASCADE")
    for column in ("chain_no", "prev_hash", "hash"):
        op.drop_column("audit_events", column)
    for table in ("audit_anchored_heads", "audit_anchors", "audit_chains"):
        op.drop_table(table)
