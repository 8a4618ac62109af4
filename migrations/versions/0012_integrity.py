"""Waivers with opinion, end and revocation; reports, appeals, holds, imports; their guards.

Revision ID: 0012_integrity
Revises: 0011_files_commitments
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import SchemaItem

revision = "0012_integrity"
down_revision = "0011_files_commitments"
branch_labels = None
depends_on = None

STATEFUL = ("integrity_appeals", "integrity_reports", "service_holds")
APPEND_ONLY = ("credit_checks", "credit_imports")
TODAY = "(NEW.updated_at AT TIME ZONE 'Asia/Shanghai')::date"
"""The day of the change by the platform's clock, which rehearsals and histories set."""

# A waiver opens its own door only: granted, for this rule, until its end.
WAIVER_IS_GRANTED = """
    CREATE OR REPLACE FUNCTION waiver_is_granted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.waiver_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM waivers w
        WHERE w.id = NEW.waiver_id AND w.rule_id = TG_ARGV[0] AND w.state = 'granted' {more}
      ) THEN
        RAISE EXCEPTION 'no granted waiver for % [waiver]', TG_ARGV[0]
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
"""
FUNCTIONS = (
    # Everybody who gains by a waiver: nobody of them decides it or gives the opinion on it.
    """
    CREATE FUNCTION waiver_beneficiary() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      gains uuid[];
    BEGIN
      gains := CASE NEW.subject_type
        WHEN 'experts' THEN ARRAY(SELECT account_id FROM experts WHERE id = NEW.subject_id)
        WHEN 'teams' THEN ARRAY(
          SELECT e.account_id FROM team_members m JOIN experts e ON e.id = m.expert_id
          WHERE m.team_id = NEW.subject_id AND m.standing IN ('accepted', 'invited'))
        ELSE ARRAY(
          SELECT m.account_id FROM demands d JOIN memberships m
            ON m.enterprise_id = d.enterprise_id AND m.ended_at IS NULL
          WHERE d.id = NEW.subject_id)
      END;
      IF NEW.decided_by = ANY (gains) OR NEW.opinion_by = ANY (gains)
        OR NEW.revoked_by = ANY (gains) THEN
        RAISE EXCEPTION 'a beneficiary decides a waiver [waiver_beneficiary]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION has_bad_credit(kind text, key text, day date) RETURNS boolean
    LANGUAGE sql STABLE AS $$
      SELECT EXISTS (
        SELECT FROM credit_records r
        WHERE r.subject_kind = kind AND r.subject_key = key AND r.state = 'active'
          AND r.valid_from <= day AND (r.valid_to IS NULL OR r.valid_to >= day))
    $$
    """,
    """
    CREATE FUNCTION refuse_bad_credit() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'a discredited subject cannot apply, publish or match [D18]'
        USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE FUNCTION credit_of_expert() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.state IN ('submitted', 'recommended', 'filed')
        AND has_bad_credit('person', NEW.id_fingerprint, {TODAY}) THEN
        PERFORM refuse_bad_credit();
      END IF;
      RETURN NEW;
    END $$
    """,
    f"""
    CREATE FUNCTION credit_of_enterprise() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.state IN ('submitted', 'approved')
        AND has_bad_credit('enterprise', NEW.uscc, {TODAY}) THEN
        PERFORM refuse_bad_credit();
      END IF;
      RETURN NEW;
    END $$
    """,
    f"""
    CREATE FUNCTION credit_of_publisher() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.state IN ('under_review', 'published') AND NEW.state IS DISTINCT FROM OLD.state
        AND OLD.state NOT IN ('matched', 'in_service')
        AND EXISTS (
          SELECT FROM enterprises e WHERE e.id = NEW.enterprise_id
            AND has_bad_credit('enterprise', e.uscc, {TODAY})) THEN
        PERFORM refuse_bad_credit();
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION credit_of_parties() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      day date := (NEW.given_at AT TIME ZONE 'Asia/Shanghai')::date;
    BEGIN
      IF EXISTS (
        SELECT FROM participations p JOIN experts e ON e.id = p.expert_id
        WHERE p.match_id = NEW.match_id AND p.closed_at IS NULL
          AND has_bad_credit('person', e.id_fingerprint, day)
      ) OR EXISTS (
        SELECT FROM matches m JOIN enterprises f ON f.id = m.enterprise_id
        WHERE m.id = NEW.match_id AND has_bad_credit('enterprise', f.uscc, day)
      ) THEN
        PERFORM refuse_bad_credit();
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION appeal_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (
        SELECT FROM credit_records r WHERE r.id = NEW.record_id
          AND NEW.decided_by IN (r.proposed_by, r.confirmed_by)
      ) THEN
        RAISE EXCEPTION 'an appeal is decided by somebody else [appeal_by_another]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
)
DROPPED = (
    "waiver_beneficiary",
    "credit_of_expert",
    "credit_of_enterprise",
    "credit_of_publisher",
    "credit_of_parties",
    "refuse_bad_credit",
    "has_bad_credit",
    "appeal_by_another",
)
GUARDS = (
    ("waiver_beneficiary", "INSERT OR UPDATE", "waivers"),
    ("credit_of_expert", "INSERT OR UPDATE OF state", "experts"),
    ("credit_of_enterprise", "INSERT OR UPDATE OF state", "enterprises"),
    ("credit_of_publisher", "UPDATE OF state", "demands"),
    ("credit_of_parties", "INSERT", "match_consents"),
    ("appeal_by_another", "INSERT OR UPDATE", "integrity_appeals"),
)
WAIVABLE = (
    "(rule_id IN ('ELIG-DEGREE', 'ELIG-AGE', 'CAP-01') AND subject_type = 'experts')"
    " OR (rule_id = 'TEAM-SIZE' AND subject_type = 'teams')"
    " OR (rule_id = 'MATCH-ONE' AND subject_type = 'demands')"
)


def _record_columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _stateful_columns() -> list[sa.Column]:
    return [
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *_record_columns(),
    ]


def _to(table: str, column: str, target: str, *, nullable: bool = True) -> list[SchemaItem]:
    """A column that points at another table's row."""
    return [
        sa.Column(column, sa.Uuid(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _waivers() -> None:
    for column in ("opinion_stance", "revoke_note"):
        op.add_column("waivers", sa.Column(column, sa.Text(), nullable=True))
    for column in ("opinion_at", "revoked_at"):
        op.add_column("waivers", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    for column in ("opinion_by", "revoked_by"):
        op.add_column("waivers", sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(f"fk_waivers_{column}"), "waivers", "accounts", [column], ["id"])
    op.drop_constraint(op.f("ck_waivers_waivable"), "waivers")
    op.execute("ALTER TABLE waivers DISABLE TRIGGER USER")
    op.execute(
        "UPDATE waivers SET valid_until = (decided_at + interval '1 year')::date"
        " WHERE state = 'granted' AND valid_until IS NULL"
    )
    op.execute("ALTER TABLE waivers ENABLE TRIGGER USER")
    for name, condition in (
        ("waivable", WAIVABLE),
        ("opinion_not_beneficiary", "opinion_by <> beneficiary_account_id"),
        ("revoked", "state <> 'revoked' OR (revoked_by IS NOT NULL AND revoked_at IS NOT NULL)"),
        ("ends", "state <> 'granted' OR valid_until IS NOT NULL"),
    ):
        op.create_check_constraint(op.f(f"ck_waivers_{name}"), "waivers", condition)
    op.create_index(
        "uq_waivers_open",
        "waivers",
        ["rule_id", "subject_id"],
        unique=True,
        postgresql_where=sa.text("state = 'requested'"),
    )
    op.create_index("ix_waivers_organisation", "waivers", ["organisation_id", "created_at"])
    op.add_column(
        "review_tasks",
        sa.Column(
            "waived_rules",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'::jsonb"),
        ),
    )
    op.alter_column("review_tasks", "waived_rules", server_default=None)


def _reports() -> None:
    op.create_table(
        "integrity_reports",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("subject_name", "subject_unit", "behaviour_class", "facts")
        ),
        *_to("integrity_reports", "reporter_account_id", "accounts"),
        sa.Column("reporter_name", sa.LargeBinary(), nullable=True),
        sa.Column("reporter_contact", sa.LargeBinary(), nullable=True),
        *_to("integrity_reports", "organisation_id", "organisations"),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_to("integrity_reports", "handled_by", "accounts"),
        sa.Column("findings_note", sa.Text(), nullable=True),
        sa.Column("settled_because", sa.Text(), nullable=True),
        *_stateful_columns(),
        sa.CheckConstraint(
            "reporter_account_id IS NOT NULL OR reporter_contact IS NOT NULL",
            name=op.f("ck_integrity_reports_reachable"),
        ),
        sa.CheckConstraint(
            "handled_by <> reporter_account_id", name=op.f("ck_integrity_reports_not_own")
        ),
        _key("integrity_reports"),
        sa.UniqueConstraint("number", name=op.f("uq_integrity_reports_number")),
    )
    op.create_index("ix_integrity_reports_desk", "integrity_reports", ["organisation_id", "state"])
    op.create_index("ix_integrity_reports_reporter", "integrity_reports", ["reporter_account_id"])
    op.create_table(
        "credit_imports",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("source", "filename", "sha256", "importer_name")
        ),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        *_to("credit_imports", "imported_by", "accounts", nullable=False),
        *_record_columns(),
        _key("credit_imports"),
    )


def _credit_records() -> None:
    # What stands already gets a number, a class and a mask; nothing later may lack them.
    for column in ("number", "subject_mask", "behaviour_class", "source"):
        op.add_column("credit_records", sa.Column(column, sa.Text(), nullable=True))
    op.execute("ALTER TABLE credit_records DISABLE TRIGGER USER")
    op.execute(
        "UPDATE credit_records SET number = 'CX-' || upper(right(replace(id::text, '-', ''), 12)),"
        " subject_mask = '', behaviour_class = 'OTHER', source = 'finding'"
    )
    op.execute("ALTER TABLE credit_records ENABLE TRIGGER USER")
    for column in ("number", "subject_mask", "behaviour_class", "source"):
        op.alter_column("credit_records", column, nullable=False)
    op.create_unique_constraint(op.f("uq_credit_records_number"), "credit_records", ["number"])
    op.add_column(
        "credit_records",
        sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("credit_records", "is_public", server_default=None)
    for column in ("confirmed_at", "lifted_at"):
        op.add_column(
            "credit_records", sa.Column(column, sa.DateTime(timezone=True), nullable=True)
        )
    op.add_column("credit_records", sa.Column("appeal_until", sa.Date(), nullable=True))
    for column, target in (("report_id", "integrity_reports"), ("import_id", "credit_imports")):
        op.add_column("credit_records", sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_credit_records_{column}"), "credit_records", target, [column], ["id"]
        )
    op.create_check_constraint(
        op.f("ck_credit_records_some_time"), "credit_records", "valid_to >= valid_from"
    )
    op.create_index("ix_credit_records_import", "credit_records", ["import_id"])
    op.create_table(
        "credit_checks",
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("subject_name", "source", "result", "note", "checker_name")
        ),
        sa.Column("checked_on", sa.Date(), nullable=False),
        *_to("credit_checks", "checked_by", "accounts", nullable=False),
        *_to("credit_checks", "organisation_id", "organisations"),
        *_record_columns(),
        sa.CheckConstraint(
            "result IN ('clean', 'hit', 'unclear')", name=op.f("ck_credit_checks_result")
        ),
        _key("credit_checks"),
    )
    op.create_index("ix_credit_checks_subject", "credit_checks", ["subject_type", "subject_id"])


def _appeals_and_holds() -> None:
    op.create_table(
        "integrity_appeals",
        *_to("integrity_appeals", "record_id", "credit_records", nullable=False),
        *_to("integrity_appeals", "appellant_account_id", "accounts", nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_to("integrity_appeals", "decided_by", "accounts"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        *_stateful_columns(),
        sa.CheckConstraint(
            "state = 'filed' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("ck_integrity_appeals_decided"),
        ),
        sa.CheckConstraint(
            "decided_by <> appellant_account_id", name=op.f("ck_integrity_appeals_not_own")
        ),
        _key("integrity_appeals"),
    )
    op.create_index("uq_integrity_appeals_record", "integrity_appeals", ["record_id"], unique=True)
    op.create_table(
        "service_holds",
        *_to("service_holds", "record_id", "credit_records", nullable=False),
        *_to("service_holds", "engagement_id", "engagements", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_to("service_holds", "decided_by", "accounts"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_stateful_columns(),
        sa.CheckConstraint(
            "state NOT IN ('continued', 'ended') OR decided_by IS NOT NULL",
            name=op.f("ck_service_holds_decided"),
        ),
        _key("service_holds"),
    )
    op.create_index(
        "uq_service_holds_open",
        "service_holds",
        ["engagement_id", "record_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_service_holds_record", "service_holds", ["record_id"])


def _guards() -> None:
    op.execute(WAIVER_IS_GRANTED.format(more=f"AND w.valid_until >= {TODAY}"))
    for function in FUNCTIONS:
        op.execute(function)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    for table in STATEFUL:
        op.execute(
            f"CREATE TRIGGER version_rises BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION version_rises()"
        )
        op.execute(
            f"CREATE CONSTRAINT TRIGGER state_has_event AFTER INSERT OR UPDATE OF state ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION state_has_event()"
        )
    for name, events, table in GUARDS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {events} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:
    """Create tables, columns and guards."""
    _waivers()
    _reports()
    _credit_records()
    _appeals_and_holds()
    # Evidence of a reporter without an account has no owner.
    op.alter_column("attachments", "owner_account_id", nullable=True)
    _guards()


def downgrade() -> None:
    """Go back; reports, appeals, holds, checks and imports are lost, and ownerless files."""
    for function in DROPPED:
        op.execute(f"DROP FUNCTION {function} CASCADE")
    op.execute(WAIVER_IS_GRANTED.format(more=""))
    op.execute("DELETE FROM attachments WHERE owner_account_id IS NULL")
    op.alter_column("attachments", "owner_account_id", nullable=False)
    for table in ("service_holds", "integrity_appeals", "credit_checks"):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_credit_records_some_time"), "credit_records")
    for column in (
        *("number", "subject_mask", "behaviour_class", "source", "is_public", "confirmed_at"),
        *("lifted_at", "appeal_until", "report_id", "import_id"),
    ):
        op.drop_column("credit_records", column)
    for table in ("credit_imports", "integrity_reports"):
        op.drop_table(table)
    op.drop_column("review_tasks", "waived_rules")
    op.drop_index("ix_waivers_organisation", "waivers")
    op.drop_index("uq_waivers_open", "waivers")
    for name in ("waivable", "opinion_not_beneficiary", "revoked", "ends"):
        op.drop_constraint(op.f(f"ck_waivers_{name}"), "waivers")
    op.create_check_constraint(
        op.f("ck_waivers_waivable"),
        "waivers",
        "rule_id IN ('ELIG-DEGREE', 'ELIG-AGE', 'TEAM-SIZE', 'MATCH-ONE', 'CAP-01')",
    )
    for column in (
        *("opinion_stance", "opinion_by", "opinion_at", "revoked_by", "revoked_at", "revoke_note"),
    ):
        op.drop_column("waivers", column)
