"""The review desk: interests of staff, undone decisions, looks, templates, and their fences.

Revision ID: 0007_desk
Revises: 0006_round
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_desk"
down_revision = "0006_round"
branch_labels = None
depends_on = None

TASK_COLUMNS = (
    sa.Column("flags", postgresql.JSONB(), nullable=False, server_default="[]"),
    sa.Column("place", postgresql.JSONB(), nullable=False, server_default="{}"),
    sa.Column("party_enterprise_id", sa.Uuid(), nullable=True),
    sa.Column("party_uscc", sa.Text(), nullable=True),
    sa.Column("party_fingerprint", sa.Text(), nullable=True),
    sa.Column("party_names", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    sa.Column("taken_from_id", sa.Uuid(), nullable=True),
)
# Tasks that were open before have their place and party from their subjects.
BACKFILL = (
    """
    UPDATE review_tasks t SET version = t.version + 1,
      place = jsonb_build_object('city_code', e.city_code, 'county_code', e.county_code,
        'zone_code', NULL, 'employer_uscc', e.employer_uscc),
      party_fingerprint = e.id_fingerprint, party_names = ARRAY[e.name]
    FROM experts e WHERE t.subject_type = 'experts' AND e.id = t.subject_id
    """,
    """
    UPDATE review_tasks t SET version = t.version + 1,
      place = jsonb_build_object('city_code', e.city_code, 'county_code', e.county_code,
        'zone_code', e.zone_code, 'employer_uscc', NULL),
      party_enterprise_id = e.id, party_uscc = e.uscc,
      party_names = array_remove(ARRAY[e.legal_representative], NULL)
    FROM enterprises e WHERE t.subject_type = 'enterprises' AND e.id = t.subject_id
    """,
    """
    UPDATE review_tasks t SET version = t.version + 1,
      place = jsonb_build_object('city_code', d.city_code, 'county_code', d.county_code,
        'zone_code', d.zone_code, 'employer_uscc', NULL),
      party_enterprise_id = e.id, party_uscc = e.uscc,
      party_names = array_remove(ARRAY[e.legal_representative], NULL)
    FROM demands d JOIN enterprises e ON e.id = d.enterprise_id
    WHERE t.subject_type = 'demands' AND d.id = t.subject_id
    """,
)
FUNCTIONS = (
    # Does this organisation stand to the task's place in the relation its matrix row names?
    """
    CREATE FUNCTION has_jurisdiction(task review_tasks, decided timestamptz) RETURNS boolean
    LANGUAGE sql STABLE AS $$
      SELECT EXISTS (
        SELECT FROM organisations o
        JOIN jurisdiction_rows j ON j.id = task.jurisdiction_id
        WHERE o.id = task.organisation_id AND o.state = 'active'
          AND j.organisation_type = o.type AND j.relation = task.relation
          AND j.subject || 's' = task.subject_type
          AND j.valid_from <= (decided AT TIME ZONE 'Asia/Shanghai')::date
          AND (j.valid_to IS NULL
            OR j.valid_to >= (task.opened_at AT TIME ZONE 'Asia/Shanghai')::date)
          AND CASE task.relation
            WHEN 'in_county' THEN o.county_code = task.place->>'county_code'
            WHEN 'in_zone' THEN o.zone_code = task.place->>'zone_code'
            WHEN 'in_city' THEN o.city_code = task.place->>'city_code'
            WHEN 'in_new_area' THEN EXISTS (
              SELECT FROM zone_areas z
              WHERE z.zone_code = task.place->>'zone_code' AND z.in_new_area)
            WHEN 'take_over' THEN task.taken_from_id IS NOT NULL
            ELSE EXISTS (
              SELECT FROM affiliations a
              WHERE a.organisation_id = o.id AND a.relation = task.relation
                AND a.employer_uscc = task.place->>'employer_uscc')
          END
      )
    $$
    """,
    """
    CREATE FUNCTION reviewer_is_barred(reviewer uuid, task review_tasks) RETURNS boolean
    LANGUAGE sql STABLE AS $$
      SELECT task.subject_account_id IS NOT DISTINCT FROM reviewer
      OR EXISTS (
        SELECT FROM reviewer_interests i
        WHERE i.account_id = reviewer AND i.withdrawn_at IS NULL AND (
          i.enterprise_uscc = task.party_uscc OR i.person_fingerprint = task.party_fingerprint
          OR (i.person_fingerprint IS NULL AND i.person_name = ANY (task.party_names))))
      OR EXISTS (
        SELECT FROM memberships m
        WHERE m.account_id = reviewer AND m.enterprise_id = task.party_enterprise_id
          AND m.ended_at IS NULL)
      OR EXISTS (
        SELECT FROM organisations o
        WHERE o.id = task.organisation_id AND o.uscc = task.party_uscc)
    $$
    """,
    # A decision is its task's: same subject, same body, same basis; by somebody of that body.
    """
    CREATE FUNCTION review_is_competent() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      task review_tasks%ROWTYPE;
    BEGIN
      SELECT * INTO task FROM review_tasks WHERE id = NEW.task_id;
      IF (NEW.subject_type, NEW.subject_id, NEW.subject_version, NEW.organisation_id,
          NEW.jurisdiction_id, NEW.relation) IS DISTINCT FROM
         (task.subject_type, task.subject_id, task.subject_version, task.organisation_id,
          task.jurisdiction_id, task.relation)
         OR NOT has_jurisdiction(task, NEW.decided_at)
         OR NOT EXISTS (
           SELECT FROM memberships m
           WHERE m.account_id = NEW.reviewer_account_id AND m.role = 'reviewer'
             AND m.organisation_id = NEW.organisation_id AND m.ended_at IS NULL) THEN
        RAISE EXCEPTION 'the deciding body has no jurisdiction [D09]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      IF reviewer_is_barred(NEW.reviewer_account_id, task) THEN
        RAISE EXCEPTION 'the reviewer has an interest in it [D10]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # What rests on an approval falls with it: nobody publishes or lists by an undone decision.
    """
    CREATE FUNCTION approval_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      undone uuid;
    BEGIN
      undone := CASE TG_TABLE_NAME
        WHEN 'demands' THEN (to_jsonb(NEW)->>'published_review_id')::uuid
        ELSE (to_jsonb(NEW)->>'review_id')::uuid END;
      IF TG_TABLE_NAME <> 'review_revocations'
         AND NOT EXISTS (SELECT FROM review_revocations WHERE review_id = undone) THEN
        RETURN NULL;
      END IF;
      IF EXISTS (SELECT FROM demands WHERE published_review_id = undone)
         OR EXISTS (SELECT FROM batch_entries WHERE review_id = undone) THEN
        RAISE EXCEPTION 'something rests on an undone decision [undone]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$
    """,
    # An entry leaves a batch while it is open; a frozen list is what was printed (D19).
    """
    CREATE FUNCTION list_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM batches WHERE id = OLD.batch_id AND state <> 'open') THEN
        RAISE EXCEPTION 'a frozen list keeps its entries [D19]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN OLD;
    END $$
    """,
)
DROPPED = (
    "list_is_open()",
    "approval_stands()",
    "review_is_competent()",
    "reviewer_is_barred(uuid, review_tasks)",
    "has_jurisdiction(review_tasks, timestamptz)",
)


def _tables() -> None:
    op.create_table(
        "reviewer_interests",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("enterprise_uscc", sa.Text(), nullable=True),
        sa.Column("enterprise_name", sa.Text(), nullable=True),
        sa.Column("person_name", sa.Text(), nullable=True),
        sa.Column("person_fingerprint", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(enterprise_uscc, person_name) = 1",
            name=op.f("ck_reviewer_interests_one"),
        ),
        sa.CheckConstraint(
            "person_name IS NOT NULL OR person_fingerprint IS NULL",
            name=op.f("ck_reviewer_interests_person"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_reviewer_interests_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewer_interests")),
    )
    op.create_index("ix_reviewer_interests_account", "reviewer_interests", ["account_id"])
    op.create_table(
        "review_revocations",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_review_revocations_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_review_revocations_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_revocations")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_revocations_review_id")),
    )
    op.create_table(
        "review_looks",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("present_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_review_looks_account_id")
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "subject_type", "subject_id", name=op.f("pk_review_looks")
        ),
    )
    op.create_index("ix_review_looks_subject", "review_looks", ["subject_type", "subject_id"])
    op.create_table(
        "reason_templates",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_reason_templates_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_templates")),
    )
    op.create_index(
        "ix_reason_templates_own", "reason_templates", ["organisation_id", "subject_type"]
    )


def _task_columns() -> None:
    for column in TASK_COLUMNS:
        op.add_column("review_tasks", column)
    for statement in BACKFILL:
        op.execute(statement)
    for column in ("flags", "place", "party_names"):
        op.alter_column("review_tasks", column, server_default=None)
    for column, table in (
        ("party_enterprise_id", "enterprises"),
        ("taken_from_id", "organisations"),
    ):
        op.create_foreign_key(
            op.f(f"fk_review_tasks_{column}"), "review_tasks", table, [column], ["id"]
        )


def upgrade() -> None:
    """Create the tables, widen the tasks, raise the fences."""
    _tables()
    _task_columns()
    for function in FUNCTIONS:
        op.execute(function)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review_revocations"
        " FOR EACH ROW EXECUTE FUNCTION append_only()"
    )
    op.execute(
        "CREATE TRIGGER version_rises BEFORE UPDATE ON reason_templates"
        " FOR EACH ROW EXECUTE FUNCTION version_rises()"
    )
    op.execute(
        "CREATE TRIGGER review_is_competent BEFORE INSERT ON reviews"
        " FOR EACH ROW EXECUTE FUNCTION review_is_competent()"
    )
    op.execute(
        "CREATE TRIGGER list_is_open BEFORE DELETE ON batch_entries"
        " FOR EACH ROW EXECUTE FUNCTION list_is_open()"
    )
    for table, events in (
        ("review_revocations", "INSERT"),
        ("demands", "INSERT OR UPDATE OF published_review_id"),
        ("batch_entries", "INSERT"),
    ):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER approval_stands AFTER {events} ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION approval_stands()"
        )


def downgrade() -> None:
    """Take everything away again."""
    for function in DROPPED:
        op.execute(f"DROP FUNCTION {function} CASCADE")
    for column in ("party_enterprise_id", "taken_from_id"):
        op.drop_constraint(op.f(f"fk_review_tasks_{column}"), "review_tasks", type_="foreignkey")
    for column in reversed(TASK_COLUMNS):
        op.drop_column("review_tasks", column.name)
    for table in ("reason_templates", "review_looks", "review_revocations", "reviewer_interests"):
        op.drop_table(table)
