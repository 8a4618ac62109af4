"""The agreement's papers, the log's answers, hearings before changes, and the liaison's work.

Revision ID: 0021_paper
Revises: 0020_pair
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021_paper"
down_revision = "0020_pair"
branch_labels = None
depends_on = None

NEW = (
    *("agreement_looks", "sealed_copies", "agreement_copies", "change_hearings"),
    *("service_problems", "service_visits", "service_nudges"),
)
APPEND_ONLY = ("sealed_copies", "service_visits", "service_nudges")
VERSIONED = ("agreement_copies", "change_hearings", "service_problems")
LOG_COLUMNS = ("days", "measured", "disputed_at", "disputed_by", "dispute")

FUNCTIONS = (
    # Seals count for the text both sides signed, and for no other.
    """
    CREATE FUNCTION sealed_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (
        SELECT FROM agreements a WHERE a.id = NEW.agreement_id AND a.text_hash = NEW.text_hash
          AND a.state IN ('signed', 'filed')
      ) THEN
        RAISE EXCEPTION 'the sealed paper is not of the signed text [SEAL-02]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # Nobody consents to a change before the experts' recommenders spoke or let their days pass.
    """
    CREATE FUNCTION recommenders_were_heard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.decision = 'approved' AND OLD.decision IS NULL AND EXISTS (
        SELECT FROM change_hearings h WHERE h.change_id = NEW.id AND h.opinion IS NULL
          AND (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date <= h.due
      ) THEN
        RAISE EXCEPTION 'a recommender was not heard yet [CHG-04]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
)


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _entity() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.BigInteger(), nullable=False),
        _moment("updated_at"),
        *_record(),
    ]


def _record() -> list[sa.Column[object]]:
    return [_id(), _moment("created_at")]


def _keys(table: str, *columns: tuple[str, str]) -> list[sa.Constraint]:
    foreign = [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns
    ]
    return [*foreign, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _agreements() -> None:
    op.add_column("agreement_texts", sa.Column("party", sa.Text(), nullable=True))
    op.create_table(
        "agreement_looks",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        _moment("seen_at"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_agreement_looks_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_looks_agreement_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "agreement_id", name=op.f("pk_agreement_looks")),
    )
    table = "sealed_copies"
    op.create_table(
        table,
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        *_record(),
        _check(table, "checked", "checked IN ('read', 'typed')"),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_sealed_copies_attachment_id")),
        *_keys(
            table,
            ("agreement_id", "agreements"),
            ("attachment_id", "attachments"),
            ("account_id", "accounts"),
        ),
    )
    op.create_index("ix_sealed_copies_agreement", table, ["agreement_id"])
    table = "agreement_copies"
    op.create_table(
        table,
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        _moment("objected_at", nullable=True),
        sa.Column("objected_by", sa.Uuid(), nullable=True),
        *_entity(),
        _check(table, "objection", "num_nulls(reason, objected_at, objected_by) IN (0, 3)"),
        _check(
            table,
            "in_time",
            "objected_at IS NULL OR (objected_at AT TIME ZONE 'Asia/Shanghai')::date <= due",
        ),
        sa.UniqueConstraint(
            "agreement_id",
            "organisation_id",
            "text_hash",
            name=op.f("uq_agreement_copies_agreement_id_organisation_id_text_hash"),
        ),
        *_keys(
            table,
            ("agreement_id", "agreements"),
            ("organisation_id", "organisations"),
            ("objected_by", "accounts"),
        ),
    )
    op.create_index("ix_agreement_copies_organisation", table, ["organisation_id", "due"])


def _logs() -> None:
    table = "service_logs"
    op.alter_column(table, "hours", nullable=True)
    op.add_column(table, sa.Column("days", sa.Float(), nullable=True))
    op.add_column(table, sa.Column("measured", JSONB(), nullable=False, server_default="{}"))
    op.alter_column(table, "measured", server_default=None)
    op.add_column(table, _moment("disputed_at", nullable=True))
    op.add_column(table, sa.Column("disputed_by", sa.Uuid(), nullable=True))
    op.add_column(table, sa.Column("dispute", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_service_logs_disputed_by"), table, "accounts", ["disputed_by"], ["id"]
    )
    for name, words in (
        ("days", "days > 0 AND days <= 31"),
        ("length", "num_nonnulls(hours, days) = 1"),
        (
            "answer",
            (
                "num_nulls(disputed_at, disputed_by, dispute) IN (0, 3)"
                " AND num_nonnulls(confirmed_at, disputed_at) < 2"
            ),
        ),
    ):
        op.create_check_constraint(op.f(f"ck_service_logs_{name}"), table, words)


def _changes() -> None:
    op.add_column(
        "change_requests",
        sa.Column("is_cross_city", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("change_requests", "is_cross_city", server_default=None)
    table = "change_hearings"
    op.create_table(
        table,
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        _moment("heard_at", nullable=True),
        sa.Column("heard_by", sa.Uuid(), nullable=True),
        *_entity(),
        _check(table, "opinion", "opinion IN ('agree', 'object')"),
        _check(table, "heard", "num_nulls(opinion, heard_at, heard_by) IN (0, 3)"),
        sa.UniqueConstraint(
            "change_id",
            "organisation_id",
            name=op.f("uq_change_hearings_change_id_organisation_id"),
        ),
        *_keys(
            table,
            ("change_id", "change_requests"),
            ("organisation_id", "organisations"),
            ("heard_by", "accounts"),
        ),
    )
    op.create_index("ix_change_hearings_organisation", table, ["organisation_id", "due"])


def _liaison() -> None:
    table = "service_problems"
    op.create_table(
        table,
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        _moment("answered_at", nullable=True),
        _moment("closed_at", nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        *_entity(),
        _check(table, "party", "party IN ('expert', 'enterprise')"),
        _check(table, "answered", "state <> 'answered' OR answer IS NOT NULL"),
        *_keys(table, ("engagement_id", "engagements"), ("raised_by", "accounts")),
    )
    op.create_index("ix_service_problems_engagement", table, ["engagement_id", "state"])
    for table, columns, index in (
        ("service_visits", ("visitor_name", "way", "note"), ("engagement_id", "day")),
        ("service_nudges", ("party",), ("engagement_id", "party", "day")),
    ):
        op.create_table(
            table,
            sa.Column("engagement_id", sa.Uuid(), nullable=False),
            sa.Column("account_id", sa.Uuid(), nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            *(sa.Column(name, sa.Text(), nullable=False) for name in columns),
            *_record(),
            *_keys(table, ("engagement_id", "engagements"), ("account_id", "accounts")),
        )
        op.create_index(f"ix_{table}_engagement", table, list(index))


def _trigger(name: str, events: str, table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def upgrade() -> None:
    """Create tables and guards."""
    _agreements()
    _logs()
    _changes()
    _liaison()
    for function in FUNCTIONS:
        op.execute(function)
    _trigger("sealed_is_signed", "INSERT", "sealed_copies")
    _trigger("recommenders_were_heard", "UPDATE", "change_requests")
    for table in APPEND_ONLY:
        _trigger("append_only", "UPDATE OR DELETE", table)
    for table in VERSIONED:
        _trigger("version_rises", "UPDATE", table)
    op.execute(
        "CREATE CONSTRAINT TRIGGER state_has_event AFTER INSERT OR UPDATE OF state"
        " ON service_problems DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION state_has_event()"
    )


def downgrade() -> None:
    """Drop them. Entries of the log counted in days lose their length."""
    op.execute("DROP TRIGGER recommenders_were_heard ON change_requests")
    for table in reversed(NEW):
        op.drop_table(table)
    for function in ("sealed_is_signed", "recommenders_were_heard"):
        op.execute(f"DROP FUNCTION {function}()")
    op.drop_column("change_requests", "is_cross_city")
    for name in ("days", "length", "answer"):
        op.drop_constraint(op.f(f"ck_service_logs_{name}"), "service_logs")
    op.execute("UPDATE service_logs SET hours = 24, version = version + 1 WHERE hours IS NULL")
    for column in LOG_COLUMNS:
        op.drop_column("service_logs", column)
    op.alter_column("service_logs", "hours", nullable=False)
    op.drop_column("agreement_texts", "party")
