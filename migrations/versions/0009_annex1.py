"""Annex 1 by a private link, its paper, invitations, absences and handovers; guards for D15.

Revision ID: 0009_annex1
Revises: 0008_registration
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_annex1"
down_revision = "0008_registration"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(astext_type=sa.Text())
NEW = (
    "handovers",
    "paper_arrivals",
    "organisation_pictures",
    "annex1_versions",
    "annex1_forms",
    "absences",
    "invitations",
    "letters",
)
GUARDS = (
    # Only the department allots, and only what it has on sealed paper (clause 4.9).
    """
    CREATE FUNCTION organisation_is_allotted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND NEW.allotted_by IS NOT DISTINCT FROM OLD.allotted_by THEN
        RETURN NEW;
      END IF;
      IF NEW.allotted_by IS NULL AND TG_OP = 'INSERT' THEN
        RETURN NEW;
      END IF;
      IF TG_OP = 'INSERT' OR OLD.allotted_by IS NOT NULL OR NEW.paper_received_on IS NULL
        OR OLD.state <> 'paper_received'
        OR NOT EXISTS (
          SELECT FROM memberships m
          WHERE m.account_id = NEW.allotted_by AND m.role = 'department' AND m.ended_at IS NULL
        )
      THEN
        RAISE EXCEPTION 'an organisation is allotted by the department, on sealed paper [D15]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION hat_of_allotted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.organisation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM organisations o
        WHERE o.id = NEW.organisation_id AND o.allotted_by IS NOT NULL
      ) THEN
        RAISE EXCEPTION 'nobody acts for an organisation without an account [D15]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # The organisation's row is locked, so that two managers leaving at once cannot both look right.
    """
    CREATE FUNCTION manager_remains() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM FROM organisations WHERE id = OLD.organisation_id FOR UPDATE;
      IF NOT EXISTS (
        SELECT FROM memberships m
        WHERE m.organisation_id = OLD.organisation_id AND m.is_manager AND m.ended_at IS NULL
      ) THEN
        RAISE EXCEPTION 'an organisation keeps a manager [ORG-07]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$
    """,
    # A deputy is a colleague in the same work.
    """
    CREATE FUNCTION deputy_is_colleague() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (
        SELECT FROM memberships a JOIN memberships d ON d.organisation_id = a.organisation_id
          AND d.role = a.role AND d.account_id <> a.account_id
        WHERE a.id = NEW.membership_id AND d.id = NEW.deputy_membership_id
      ) THEN
        RAISE EXCEPTION 'a deputy is a colleague in the same work [ORG-10]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
)
TRIGGERS = (
    ("organisation_is_allotted", "INSERT OR UPDATE", "organisations"),
    ("hat_of_allotted", "INSERT", "memberships"),
    ("deputy_is_colleague", "INSERT OR UPDATE", "absences"),
)
DROPPED = ("organisation_is_allotted", "hat_of_allotted", "manager_remains", "deputy_is_colleague")


def _id() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _entity() -> list[sa.Column]:
    return [
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *_id(),
    ]


def _keys(table: str, **references: str) -> list[sa.Constraint]:
    foreign = [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, target in references.items()
    ]
    return [*foreign, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def upgrade() -> None:
    """Create the tables and the guards."""
    _organisations()
    _letters()
    _people()
    _annex1()
    for table in ("annex1_versions", "paper_arrivals"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    for table in ("invitations", "absences", "annex1_forms", "handovers"):
        op.execute(
            f"CREATE TRIGGER version_rises BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION version_rises()"
        )
    for table in ("invitations", "handovers"):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER state_has_event AFTER INSERT OR UPDATE OF state ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION state_has_event()"
        )
    for guard in GUARDS:
        op.execute(guard)
    for name, events, table in TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {events} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    op.execute(
        "CREATE CONSTRAINT TRIGGER manager_remains AFTER UPDATE ON memberships"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " WHEN (OLD.organisation_id IS NOT NULL AND OLD.is_manager AND OLD.ended_at IS NULL"
        " AND (NEW.ended_at IS NOT NULL OR NOT NEW.is_manager))"
        " EXECUTE FUNCTION manager_remains()"
    )


def _organisations() -> None:
    op.add_column("organisations", sa.Column("number", sa.Text(), nullable=True))
    op.add_column(
        "organisations",
        sa.Column("reasons", JSON, nullable=False, server_default=sa.text("'[]'")),
    )
    op.alter_column("organisations", "reasons", server_default=None)
    op.create_unique_constraint(op.f("uq_organisations_number"), "organisations", ["number"])
    op.create_index(
        "uq_organisations_uscc",
        "organisations",
        ["uscc"],
        unique=True,
        postgresql_where=sa.text("state <> 'refused'"),
    )


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        *_id(),
        *_keys("letters"),
    )
    op.create_index("uq_letters_event", "letters", ["event_key"], unique=True)
    op.create_index(
        "ix_letters_queued",
        "letters",
        ["next_attempt_at"],
        postgresql_where=sa.text("delivery='queued'"),
    )


def _people() -> None:
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("is_manager", sa.Boolean(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        *_entity(),
        sa.CheckConstraint(
            "phone IS NOT NULL OR email IS NOT NULL", name=op.f("ck_invitations_reachable")
        ),
        sa.CheckConstraint(
            "num_nonnulls(enterprise_id, organisation_id) = 1", name=op.f("ck_invitations_one")
        ),
        sa.CheckConstraint(
            "(state = 'accepted') = (membership_id IS NOT NULL)",
            name=op.f("ck_invitations_accepted"),
        ),
        *_keys(
            "invitations",
            enterprise_id="enterprises",
            organisation_id="organisations",
            invited_by="accounts",
            membership_id="memberships",
        ),
    )
    op.create_index("uq_invitations_token", "invitations", ["token_hash"], unique=True)
    op.create_index(
        "uq_invitations_open",
        "invitations",
        [
            sa.text("coalesce(enterprise_id, organisation_id)"),
            "role",
            sa.text("coalesce(phone, lower(email))"),
        ],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_invitations_organisation", "invitations", ["organisation_id"])
    op.create_index("ix_invitations_enterprise", "invitations", ["enterprise_id"])
    op.create_table(
        "absences",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_membership_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_entity(),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_absences_days")),
        sa.CheckConstraint(
            "membership_id <> deputy_membership_id", name=op.f("ck_absences_somebody_else")
        ),
        *_keys("absences", membership_id="memberships", deputy_membership_id="memberships"),
    )
    op.create_index("ix_absences_membership", "absences", ["membership_id"])
    op.create_index("ix_absences_deputy", "absences", ["deputy_membership_id"])
    op.create_table(
        "handovers",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("from_membership_id", sa.Uuid(), nullable=False),
        sa.Column("to_membership_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        *_entity(),
        *_keys(
            "handovers",
            organisation_id="organisations",
            from_membership_id="memberships",
            to_membership_id="memberships",
        ),
    )
    op.create_index(
        "uq_handovers_open",
        "handovers",
        ["organisation_id"],
        unique=True,
        postgresql_where=sa.text("state = 'offered'"),
    )


def _annex1() -> None:
    op.create_table(
        "annex1_forms",
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("draft", JSON, nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        *_entity(),
        *_keys("annex1_forms", organisation_id="organisations"),
    )
    op.create_index("uq_annex1_forms_token", "annex1_forms", ["token_hash"], unique=True)
    op.create_index(
        "uq_annex1_forms_organisation", "annex1_forms", ["organisation_id"], unique=True
    )
    op.create_table(
        "annex1_versions",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        *_id(),
        *_keys("annex1_versions", organisation_id="organisations"),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_annex1_versions_organisation_id_number")
        ),
    )
    op.create_table(
        "organisation_pictures",
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        *_id(),
        *_keys("organisation_pictures", form_id="annex1_forms"),
    )
    op.create_index("ix_organisation_pictures_form", "organisation_pictures", ["form_id"])
    op.create_index("ix_organisation_pictures_sha256", "organisation_pictures", ["sha256"])
    op.create_table(
        "paper_arrivals",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version_number", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        *_id(),
        *_keys("paper_arrivals", organisation_id="organisations", registered_by="accounts"),
    )
    op.create_index("ix_paper_arrivals_organisation", "paper_arrivals", ["organisation_id"])
    # Organisations from before this came without a link: their form stands behind none.
    op.execute(
        "INSERT INTO annex1_forms (id, created_at, updated_at, version, draft, organisation_id)"
        " SELECT gen_random_uuid(), created_at, updated_at, 1, '{}', id FROM organisations"
    )


def downgrade() -> None:
    """Drop the guards, the tables and the columns."""
    for function in DROPPED:
        op.execute(f"DROP FUNCTION {function} CASCADE")
    for table in NEW:
        op.drop_table(table)
    op.drop_index("uq_organisations_uscc", table_name="organisations")
    op.drop_constraint(op.f("uq_organisations_number"), "organisations")
    op.drop_column("organisations", "reasons")
    op.drop_column("organisations", "number")
