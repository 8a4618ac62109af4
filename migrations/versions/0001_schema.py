"""The schema: the whole life of a demand.

Revision ID: 0001_schema
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_schema"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "accounts",
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "phone IS NOT NULL OR email IS NOT NULL", name=op.f("ck_accounts_reachable")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    op.create_index(
        "uq_accounts_email", "accounts", [sa.literal_column("lower(email)")], unique=True
    )
    op.create_index("uq_accounts_phone", "accounts", ["phone"], unique=True)
    op.create_table(
        "audit_events",
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_version", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("client_address", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index(
        "ix_audit_events_subject",
        "audit_events",
        ["subject_type", "subject_id", "occurred_at"],
        unique=False,
    )
    op.create_index(
        "uq_audit_events_state_change",
        "audit_events",
        ["subject_type", "subject_id", "subject_version"],
        unique=True,
        postgresql_where=sa.text("to_state IS NOT NULL"),
    )
    op.create_table(
        "code_entries",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_entries")),
    )
    op.create_index("ix_code_entries_parent", "code_entries", ["list", "parent_code"], unique=False)
    op.create_index(
        "uq_code_entries_code", "code_entries", ["list", "code", "valid_from"], unique=True
    )
    op.create_table(
        "code_list_versions",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_list_versions")),
        sa.UniqueConstraint("list", name=op.f("uq_code_list_versions_list")),
    )
    op.create_table(
        "commitment_texts",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_texts")),
        sa.UniqueConstraint("id", "text_hash", name=op.f("uq_commitment_texts_id_text_hash")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_commitment_texts_kind_number")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "jurisdiction_rows",
        sa.Column("organisation_type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("capability", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jurisdiction_rows")),
    )
    op.create_index(
        "ix_jurisdiction_rows_subject", "jurisdiction_rows", ["subject", "capability"], unique=False
    )
    op.create_table(
        "policy_versions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
        sa.UniqueConstraint("effective_from", name=op.f("uq_policy_versions_effective_from")),
        sa.UniqueConstraint("name", name=op.f("uq_policy_versions_name")),
    )
    op.create_table(
        "rate_buckets",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_buckets")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "site_texts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_texts")),
        sa.UniqueConstraint("key", name=op.f("uq_site_texts_key")),
    )
    op.create_table(
        "zone_areas",
        sa.Column("zone_code", sa.Text(), nullable=False),
        sa.Column("county_code", sa.Text(), nullable=True),
        sa.Column("in_new_area", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_areas")),
    )
    op.create_index("ix_zone_areas_zone", "zone_areas", ["zone_code"], unique=False)
    op.create_table(
        "commitment_signatures",
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_commitment_signatures_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["text_id", "text_hash"],
            ["commitment_texts.id", "commitment_texts.text_hash"],
            name=op.f("fk_commitment_signatures_text_id_text_hash"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_signatures")),
    )
    op.create_index(
        "ix_commitment_signatures_subject",
        "commitment_signatures",
        ["subject_type", "subject_id"],
        unique=False,
    )
    op.create_table(
        "credit_records",
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("decision_document", sa.Text(), nullable=False),
        sa.Column("deciding_body", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'active' OR confirmed_by IS NOT NULL",
            name=op.f("ck_credit_records_confirmed"),
        ),
        sa.CheckConstraint(
            "confirmed_by <> proposed_by", name=op.f("ck_credit_records_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["accounts.id"], name=op.f("fk_credit_records_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name=op.f("fk_credit_records_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_records")),
    )
    op.create_index(
        "ix_credit_records_subject", "credit_records", ["subject_kind", "subject_key"], unique=False
    )
    op.create_table(
        "organisations",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("city_code", sa.Text(), nullable=True),
        sa.Column("county_code", sa.Text(), nullable=True),
        sa.Column("zone_code", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("paper_received_on", sa.Date(), nullable=True),
        sa.Column("allotted_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('active', 'suspended') OR allotted_by IS NOT NULL",
            name=op.f("ck_organisations_allotted"),
        ),
        sa.ForeignKeyConstraint(
            ["allotted_by"], ["accounts.id"], name=op.f("fk_organisations_allotted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index("ix_organisations_city", "organisations", ["city_code"], unique=False)
    op.create_index(
        "uq_organisations_name",
        "organisations",
        ["name"],
        unique=True,
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.create_table(
        "sessions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_because", sa.Text(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sessions_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_account", "sessions", ["account_id"], unique=False)
    op.create_table(
        "affiliations",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("employer_uscc", sa.Text(), nullable=False),
        sa.Column("employer_name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_affiliations_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliations")),
    )
    op.create_index("ix_affiliations_employer", "affiliations", ["employer_uscc"], unique=False)
    op.create_table(
        "batches",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("list_hash", sa.Text(), nullable=True),
        sa.Column("paper_received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'open' OR frozen_at IS NOT NULL", name=op.f("ck_batches_frozen")
        ),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("ck_batches_first_of_month")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_batches_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint("number", name=op.f("uq_batches_number")),
        sa.UniqueConstraint(
            "organisation_id", "month", name=op.f("uq_batches_organisation_id_month")
        ),
    )
    op.create_table(
        "enterprises",
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("city_code", sa.Text(), nullable=True),
        sa.Column("county_code", sa.Text(), nullable=True),
        sa.Column("zone_code", sa.Text(), nullable=True),
        sa.Column("industry_code", sa.Text(), nullable=True),
        sa.Column("chain_code", sa.Text(), nullable=True),
        sa.Column("legal_representative", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR submission_id IS NOT NULL",
            name=op.f("ck_enterprises_submitted"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_enterprises_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprises")),
    )
    op.create_index(
        "ix_enterprises_organisation", "enterprises", ["organisation_id", "state"], unique=False
    )
    op.create_index(
        "ix_enterprises_place", "enterprises", ["city_code", "county_code"], unique=False
    )
    op.create_index(
        "uq_enterprises_uscc",
        "enterprises",
        ["uscc"],
        unique=True,
        postgresql_where=sa.text("NOT (state IN ('withdrawn', 'rejected', 'disqualified'))"),
    )
    op.create_table(
        "experts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("id_kind", sa.Text(), nullable=True),
        sa.Column("id_number", sa.LargeBinary(), nullable=True),
        sa.Column("id_fingerprint", sa.Text(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("degree_code", sa.Text(), nullable=True),
        sa.Column("title_name", sa.Text(), nullable=True),
        sa.Column("title_level", sa.Text(), nullable=True),
        sa.Column("employer_uscc", sa.Text(), nullable=True),
        sa.Column("employer_name", sa.Text(), nullable=True),
        sa.Column("city_code", sa.Text(), nullable=True),
        sa.Column("county_code", sa.Text(), nullable=True),
        sa.Column("main_discipline", sa.Text(), nullable=True),
        sa.Column("disciplines", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("chains", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("keywords", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("max_enterprises", sa.BigInteger(), nullable=False),
        sa.Column("is_designable", sa.Boolean(), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR submission_id IS NOT NULL",
            name=op.f("ck_experts_submitted"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('filed', 'paused') OR filed_at IS NOT NULL",
            name=op.f("ck_experts_filed"),
        ),
        sa.CheckConstraint(
            "max_enterprises BETWEEN 1 AND 3", name=op.f("ck_experts_max_enterprises")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_experts_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_experts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experts")),
    )
    op.create_index(
        "ix_experts_disciplines", "experts", ["disciplines"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_experts_library",
        "experts",
        ["city_code"],
        unique=False,
        postgresql_where=sa.text("state = 'filed'"),
    )
    op.create_index(
        "ix_experts_organisation", "experts", ["organisation_id", "state"], unique=False
    )
    op.create_index(
        "ix_experts_search", "experts", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "uq_experts_account",
        "experts",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("NOT (state IN ('withdrawn', 'rejected', 'disqualified'))"),
    )
    op.create_index(
        "uq_experts_identity",
        "experts",
        ["id_fingerprint"],
        unique=True,
        postgresql_where=sa.text("NOT (state IN ('withdrawn', 'rejected', 'disqualified'))"),
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_refresh_tokens_session_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_refresh_tokens")),
    )
    op.create_index(
        op.f("ix_refresh_tokens_session_id"), "refresh_tokens", ["session_id"], unique=False
    )
    op.create_table(
        "review_tasks",
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_version", sa.BigInteger(), nullable=False),
        sa.Column("subject_account_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"],
            ["jurisdiction_rows.id"],
            name=op.f("fk_review_tasks_jurisdiction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_review_tasks_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_account_id"], ["accounts.id"], name=op.f("fk_review_tasks_subject_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_tasks")),
    )
    op.create_index(
        "ix_review_tasks_queue",
        "review_tasks",
        ["organisation_id", "closed_at", "due_on"],
        unique=False,
    )
    op.create_index(
        "uq_review_tasks_open",
        "review_tasks",
        ["subject_type", "subject_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "waivers",
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_title", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("beneficiary_account_id", sa.Uuid(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rule_id IN ('ELIG-DEGREE', 'ELIG-AGE', 'TEAM-SIZE', 'MATCH-ONE', 'CAP-01')",
            name=op.f("ck_waivers_waivable"),
        ),
        sa.CheckConstraint(
            "state = 'requested' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("ck_waivers_decided"),
        ),
        sa.CheckConstraint(
            "decided_by <> beneficiary_account_id", name=op.f("ck_waivers_not_beneficiary")
        ),
        sa.CheckConstraint("decided_by <> requested_by", name=op.f("ck_waivers_not_own")),
        sa.ForeignKeyConstraint(
            ["beneficiary_account_id"],
            ["accounts.id"],
            name=op.f("fk_waivers_beneficiary_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_waivers_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_waivers_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts.id"], name=op.f("fk_waivers_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
    )
    op.create_index(
        "ix_waivers_subject", "waivers", ["subject_type", "subject_id", "rule_id"], unique=False
    )
    op.create_table(
        "conflict_declarations",
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_uscc", sa.Text(), nullable=False),
        sa.Column("enterprise_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_conflict_declarations_expert_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_declarations")),
    )
    op.create_index(
        "ix_conflict_declarations_enterprise",
        "conflict_declarations",
        ["enterprise_uscc"],
        unique=False,
    )
    op.create_index(
        "ix_conflict_declarations_expert", "conflict_declarations", ["expert_id"], unique=False
    )
    op.create_table(
        "enterprise_submissions",
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("commitment_signature_id", sa.Uuid(), nullable=False),
        sa.Column("policy_name", sa.Text(), nullable=False),
        sa.Column("verdicts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_signature_id"],
            ["commitment_signatures.id"],
            name=op.f("fk_enterprise_submissions_commitment_signature_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_enterprise_submissions_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_submissions")),
        sa.UniqueConstraint(
            "enterprise_id", "number", name=op.f("uq_enterprise_submissions_enterprise_id_number")
        ),
    )
    op.create_table(
        "expert_places",
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("slot_no", sa.BigInteger(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("waiver_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "slot_no >= 1 AND (slot_no <= 3 OR waiver_id IS NOT NULL)",
            name=op.f("ck_expert_places_three_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_expert_places_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_expert_places_expert_id")
        ),
        sa.ForeignKeyConstraint(
            ["waiver_id"], ["waivers.id"], name=op.f("fk_expert_places_waiver_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_places")),
    )
    op.create_index(
        "uq_expert_places_enterprise",
        "expert_places",
        ["expert_id", "enterprise_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "uq_expert_places_slot",
        "expert_places",
        ["expert_id", "slot_no"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "expert_submissions",
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("commitment_signature_id", sa.Uuid(), nullable=False),
        sa.Column("policy_name", sa.Text(), nullable=False),
        sa.Column("verdicts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_signature_id"],
            ["commitment_signatures.id"],
            name=op.f("fk_expert_submissions_commitment_signature_id"),
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_expert_submissions_expert_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_submissions")),
        sa.UniqueConstraint(
            "expert_id", "number", name=op.f("uq_expert_submissions_expert_id_number")
        ),
    )
    op.create_table(
        "memberships",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=True),
        sa.Column("enterprise_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("is_manager", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "CASE role WHEN 'expert' THEN expert_id IS NOT NULL WHEN 'enterprise' THEN enterprise_id IS NOT NULL WHEN 'reviewer' THEN organisation_id IS NOT NULL WHEN 'liaison' THEN organisation_id IS NOT NULL ELSE num_nonnulls(expert_id, enterprise_id, organisation_id) = 0 END",
            name=op.f("ck_memberships_place"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(expert_id, enterprise_id, organisation_id) <= 1",
            name=op.f("ck_memberships_one"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_memberships_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_memberships_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_memberships_expert_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index("ix_memberships_enterprise", "memberships", ["enterprise_id"], unique=False)
    op.create_index("ix_memberships_organisation", "memberships", ["organisation_id"], unique=False)
    op.create_index(
        "uq_memberships_hat",
        "memberships",
        [
            "account_id",
            "role",
            sa.literal_column("coalesce(expert_id, enterprise_id, organisation_id)"),
        ],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "reviews",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_version", sa.BigInteger(), nullable=False),
        sa.Column("subject_account_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("reviewer_account_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_name", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("checklist", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision <> 'approve' OR attested_at IS NOT NULL", name=op.f("ck_reviews_attested")
        ),
        sa.CheckConstraint(
            "decision IN ('approve', 'return', 'reject')", name=op.f("ck_reviews_decision")
        ),
        sa.CheckConstraint(
            "reviewer_account_id <> subject_account_id", name=op.f("ck_reviews_not_own")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction_rows.id"], name=op.f("fk_reviews_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_reviews_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_account_id"], ["accounts.id"], name=op.f("fk_reviews_reviewer_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_account_id"], ["accounts.id"], name=op.f("fk_reviews_subject_account_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["review_tasks.id"], name=op.f("fk_reviews_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint(
            "id",
            "subject_id",
            "subject_version",
            "decision",
            name=op.f("uq_reviews_id_subject_id_subject_version_decision"),
        ),
        sa.UniqueConstraint("task_id", name=op.f("uq_reviews_task_id")),
    )
    op.create_index("ix_reviews_subject", "reviews", ["subject_type", "subject_id"], unique=False)
    op.create_table(
        "batch_entries",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("waived_rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_batch_entries_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_batch_entries_expert_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_batch_entries_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["expert_submissions.id"],
            name=op.f("fk_batch_entries_submission_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_entries")),
        sa.UniqueConstraint(
            "batch_id", "expert_id", name=op.f("uq_batch_entries_batch_id_expert_id")
        ),
    )
    op.create_index(
        "uq_batch_entries_pending",
        "batch_entries",
        ["expert_id"],
        unique=True,
        postgresql_where=sa.text("outcome = 'pending'"),
    )
    op.create_table(
        "demands",
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("current_number", sa.BigInteger(), nullable=False),
        sa.Column("published_number", sa.BigInteger(), nullable=True),
        sa.Column("published_review_id", sa.Uuid(), nullable=True),
        sa.Column("published_decision", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by_enterprise", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("chain_code", sa.Text(), nullable=True),
        sa.Column("industry_code", sa.Text(), nullable=True),
        sa.Column("city_code", sa.Text(), nullable=True),
        sa.Column("county_code", sa.Text(), nullable=True),
        sa.Column("zone_code", sa.Text(), nullable=True),
        sa.Column("disciplines", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("keywords", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("search", postgresql.TSVECTOR(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("published_decision = 'approve'", name=op.f("ck_demands_approved")),
        sa.CheckConstraint(
            "state IN ('draft', 'under_review', 'returned', 'rejected', 'withdrawn') OR num_nulls(published_review_id, published_number, published_decision) = 0",
            name=op.f("ck_demands_published"),
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["accounts.id"], name=op.f("fk_demands_drafted_by")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_demands_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_demands_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_review_id", "id", "published_number", "published_decision"],
            ["reviews.id", "reviews.subject_id", "reviews.subject_version", "reviews.decision"],
            name="fk_demands_published_review",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demands")),
        sa.UniqueConstraint("number", name=op.f("uq_demands_number")),
    )
    op.create_index("ix_demands_enterprise", "demands", ["enterprise_id", "state"], unique=False)
    op.create_index(
        "ix_demands_open",
        "demands",
        ["published_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index("ix_demands_place", "demands", ["city_code", "chain_code"], unique=False)
    op.create_index(
        "ix_demands_search", "demands", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "demand_versions",
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("confidential", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demands.id"], name=op.f("fk_demand_versions_demand_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["accounts.id"], name=op.f("fk_demand_versions_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_versions")),
        sa.UniqueConstraint(
            "demand_id", "number", name=op.f("uq_demand_versions_demand_id_number")
        ),
    )
    op.create_table(
        "teams",
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("leader_expert_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("roster_version", sa.BigInteger(), nullable=False),
        sa.Column("cross_reason", sa.Text(), nullable=True),
        sa.Column("waiver_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_teams_demand_id")),
        sa.ForeignKeyConstraint(
            ["leader_expert_id"], ["experts.id"], name=op.f("fk_teams_leader_expert_id")
        ),
        sa.ForeignKeyConstraint(["waiver_id"], ["waivers.id"], name=op.f("fk_teams_waiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index(
        "uq_teams_leader",
        "teams",
        ["demand_id", "leader_expert_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'dissolved'"),
    )
    op.create_table(
        "matches",
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("demand_number", sa.BigInteger(), nullable=False),
        sa.Column("demand_hash", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("answer_due", sa.Date(), nullable=True),
        sa.Column("decline_code", sa.Text(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("enterprise_consent_id", sa.Uuid(), nullable=True),
        sa.Column("expert_consent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "enterprise_party",
            sa.Text(),
            sa.Computed("'enterprise'", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "expert_party", sa.Text(), sa.Computed("'expert'", persisted=True), nullable=False
        ),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiver_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "NOT (state IN ('agreed', 'engaged')) OR num_nulls(enterprise_consent_id, expert_consent_id) = 0",
            name=op.f("ck_matches_both_consents"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(expert_id, team_id) = 1", name=op.f("ck_matches_expert_or_team")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_matches_demand_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_matches_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["experts.id"], name=op.f("fk_matches_expert_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_matches_team_id")),
        sa.ForeignKeyConstraint(["waiver_id"], ["waivers.id"], name=op.f("fk_matches_waiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
    )
    op.create_index("ix_matches_demand", "matches", ["demand_id", "state"], unique=False)
    op.create_index("ix_matches_due", "matches", ["answer_due"], unique=False)
    op.create_index("ix_matches_enterprise", "matches", ["enterprise_id", "state"], unique=False)
    op.create_index("ix_matches_expert", "matches", ["expert_id", "state"], unique=False)
    op.create_index(
        "uq_matches_one_per_demand",
        "matches",
        ["demand_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('agreed', 'engaged') AND waiver_id IS NULL"),
    )
    op.create_table(
        "team_acceptances",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("roster_version", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_team_acceptances_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_team_acceptances_expert_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_team_acceptances_team_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_acceptances")),
        sa.UniqueConstraint(
            "team_id",
            "roster_version",
            "expert_id",
            name=op.f("uq_team_acceptances_team_id_roster_version_expert_id"),
        ),
    )
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "standing IN ('invited', 'accepted', 'declined', 'removed', 'left')",
            name=op.f("ck_team_members_standing"),
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_team_members_expert_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
        sa.UniqueConstraint("team_id", "expert_id", name=op.f("uq_team_members_team_id_expert_id")),
    )
    op.create_index(
        "ix_team_members_expert", "team_members", ["expert_id", "standing"], unique=False
    )
    op.create_index(
        "uq_team_members_leader",
        "team_members",
        ["team_id"],
        unique=True,
        postgresql_where=sa.text("is_leader"),
    )
    op.create_table(
        "agreements",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sign_due", sa.Date(), nullable=True),
        sa.Column("enterprise_signature_id", sa.Uuid(), nullable=True),
        sa.Column("expert_signature_id", sa.Uuid(), nullable=True),
        sa.Column(
            "enterprise_party",
            sa.Text(),
            sa.Computed("'enterprise'", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "expert_party", sa.Text(), sa.Computed("'expert'", persisted=True), nullable=False
        ),
        sa.Column("filing_id", sa.Uuid(), nullable=True),
        sa.Column(
            "filing_outcome", sa.Text(), sa.Computed("'accepted'", persisted=True), nullable=False
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'filed' OR filing_id IS NOT NULL", name=op.f("ck_agreements_filing")
        ),
        sa.CheckConstraint(
            "state NOT IN ('signed', 'filed') OR num_nulls(enterprise_signature_id, expert_signature_id) = 0",
            name=op.f("ck_agreements_both_signatures"),
        ),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_agreements_match_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_agreements_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("number", name=op.f("uq_agreements_number")),
    )
    op.create_index(
        "ix_agreements_organisation", "agreements", ["organisation_id", "state"], unique=False
    )
    op.create_index(
        "uq_agreements_match",
        "agreements",
        ["match_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'void'"),
    )
    op.create_table(
        "match_consents",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "party IN ('enterprise', 'expert')", name=op.f("ck_match_consents_party")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_match_consents_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_match_consents_match_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_consents")),
        sa.UniqueConstraint(
            "id",
            "match_id",
            "party",
            "text_hash",
            name=op.f("uq_match_consents_id_match_id_party_text_hash"),
        ),
        sa.UniqueConstraint(
            "match_id",
            "party",
            "text_hash",
            name=op.f("uq_match_consents_match_id_party_text_hash"),
        ),
    )
    op.create_table(
        "participations",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demands.id"], name=op.f("fk_participations_demand_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_participations_expert_id")
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_participations_match_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
    )
    op.create_index("ix_participations_expert", "participations", ["expert_id"], unique=False)
    op.create_index("ix_participations_match", "participations", ["match_id"], unique=False)
    op.create_index(
        "uq_participations_open",
        "participations",
        ["demand_id", "expert_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "place_uses",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_place_uses_expert_id")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_place_uses_match_id")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["expert_places.id"], name=op.f("fk_place_uses_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_uses")),
    )
    op.create_index(
        "ix_place_uses_open",
        "place_uses",
        ["place_id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("uq_place_uses_match", "place_uses", ["match_id", "expert_id"], unique=True)
    op.create_table(
        "agreement_signatures",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_agreement_signatures_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_signatures_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signatures")),
        sa.UniqueConstraint(
            "agreement_id",
            "party",
            "text_hash",
            name=op.f("uq_agreement_signatures_agreement_id_party_text_hash"),
        ),
        sa.UniqueConstraint(
            "id",
            "agreement_id",
            "party",
            "text_hash",
            name=op.f("uq_agreement_signatures_id_agreement_id_party_text_hash"),
        ),
    )
    op.create_table(
        "agreement_texts",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_texts_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["accounts.id"], name=op.f("fk_agreement_texts_changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_texts")),
        sa.UniqueConstraint(
            "agreement_id", "revision", name=op.f("uq_agreement_texts_agreement_id_revision")
        ),
    )
    op.create_table(
        "filings",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'accepted' OR number IS NOT NULL", name=op.f("ck_filings_number")
        ),
        sa.CheckConstraint("outcome IN ('accepted', 'returned')", name=op.f("ck_filings_outcome")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_filings_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_filings_decided_by")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_filings_match_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_filings_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
        sa.UniqueConstraint(
            "id", "match_id", "outcome", name=op.f("uq_filings_id_match_id_outcome")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_filings_number")),
    )
    op.create_table(
        "engagements",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column(
            "filing_outcome", sa.Text(), sa.Computed("'accepted'", persisted=True), nullable=False
        ),
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("liaison_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("planned_end_on", sa.Date(), nullable=False),
        sa.Column("end_proposed_by", sa.Text(), nullable=True),
        sa.Column("end_due", sa.Date(), nullable=True),
        sa.Column("end_note", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("change_request_id", sa.Uuid(), nullable=True),
        sa.Column(
            "change_decision", sa.Text(), sa.Computed("'approved'", persisted=True), nullable=False
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('replaced', 'terminated') OR change_request_id IS NOT NULL",
            name=op.f("ck_engagements_approved_change"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_engagements_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demands.id"], name=op.f("fk_engagements_demand_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_engagements_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_engagements_expert_id")
        ),
        sa.ForeignKeyConstraint(
            ["filing_id", "match_id", "filing_outcome"],
            ["filings.id", "filings.match_id", "filings.outcome"],
            name="fk_engagements_accepted_filing",
        ),
        sa.ForeignKeyConstraint(
            ["liaison_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_engagements_liaison_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_engagements_match_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_engagements_organisation_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_engagements_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_engagements_agreement_id")),
        sa.UniqueConstraint("match_id", name=op.f("uq_engagements_match_id")),
    )
    op.create_index(
        "ix_engagements_enterprise", "engagements", ["enterprise_id", "state"], unique=False
    )
    op.create_index("ix_engagements_expert", "engagements", ["expert_id", "state"], unique=False)
    op.create_index(
        "ix_engagements_liaison", "engagements", ["liaison_organisation_id", "state"], unique=False
    )
    op.create_table(
        "change_requests",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'requested') = (decision IS NULL)", name=op.f("ck_change_requests_decision")
        ),
        sa.CheckConstraint(
            "kind IN ('replacement', 'termination')", name=op.f("ck_change_requests_kind")
        ),
        sa.CheckConstraint("decided_by <> requested_by", name=op.f("ck_change_requests_not_own")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_change_requests_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_change_requests_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_change_requests_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts.id"], name=op.f("fk_change_requests_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_requests")),
        sa.UniqueConstraint(
            "id",
            "engagement_id",
            "decision",
            name=op.f("uq_change_requests_id_engagement_id_decision"),
        ),
    )
    op.create_index(
        "uq_change_requests_open",
        "change_requests",
        ["engagement_id"],
        unique=True,
        postgresql_where=sa.text("state = 'requested'"),
    )
    op.create_table(
        "engagement_endings",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_endings_engagement_id")
        ),
        sa.PrimaryKeyConstraint("engagement_id", name=op.f("pk_engagement_endings")),
    )
    op.create_table(
        "service_logs",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("indicators", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours > 0 AND hours <= 24", name=op.f("ck_service_logs_hours")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["accounts.id"], name=op.f("fk_service_logs_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_service_logs_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_service_logs_expert_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_logs")),
    )
    op.create_index(
        "ix_service_logs_engagement", "service_logs", ["engagement_id", "day"], unique=False
    )
    op.create_table(
        "rating_windows",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("unsealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement_endings.engagement_id"],
            name=op.f("fk_rating_windows_engagement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_windows")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_rating_windows_engagement_id")),
    )
    op.create_table(
        "ratings",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("from_party", sa.Text(), nullable=False),
        sa.Column("to_party", sa.Text(), nullable=False),
        sa.Column("grade", sa.BigInteger(), nullable=False),
        sa.Column("criteria", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("rater_name", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "from_party IN ('expert', 'enterprise', 'liaison') AND to_party IN ('expert', 'enterprise', 'liaison')",
            name=op.f("ck_ratings_parties"),
        ),
        sa.CheckConstraint("from_party <> to_party", name=op.f("ck_ratings_not_self")),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name=op.f("ck_ratings_grade")),
        sa.CheckConstraint("grade IN (3, 4) OR length(comment) > 0", name=op.f("ck_ratings_words")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_ratings_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement_endings.engagement_id"],
            name=op.f("fk_ratings_engagement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint(
            "engagement_id",
            "from_party",
            "to_party",
            name=op.f("uq_ratings_engagement_id_from_party_to_party"),
        ),
    )
    # Two tables that point at each other: the second arrow is drawn last.
    op.create_foreign_key(
        "fk_enterprises_submission_id",
        "enterprises",
        "enterprise_submissions",
        ["submission_id"],
        ["id"],
    )
    op.create_foreign_key(
        "fk_experts_submission_id", "experts", "expert_submissions", ["submission_id"], ["id"]
    )
    op.create_foreign_key(
        "fk_matches_enterprise_consent",
        "matches",
        "match_consents",
        ["enterprise_consent_id", "id", "enterprise_party", "demand_hash"],
        ["id", "match_id", "party", "text_hash"],
    )
    op.create_foreign_key(
        "fk_matches_expert_consent",
        "matches",
        "match_consents",
        ["expert_consent_id", "id", "expert_party", "demand_hash"],
        ["id", "match_id", "party", "text_hash"],
    )
    op.create_foreign_key(
        "fk_agreements_enterprise_signature",
        "agreements",
        "agreement_signatures",
        ["enterprise_signature_id", "id", "enterprise_party", "text_hash"],
        ["id", "agreement_id", "party", "text_hash"],
    )
    op.create_foreign_key(
        "fk_agreements_expert_signature",
        "agreements",
        "agreement_signatures",
        ["expert_signature_id", "id", "expert_party", "text_hash"],
        ["id", "agreement_id", "party", "text_hash"],
    )
    op.create_foreign_key(
        "fk_agreements_filing",
        "agreements",
        "filings",
        ["filing_id", "match_id", "filing_outcome"],
        ["id", "match_id", "outcome"],
    )
    op.create_foreign_key(
        "fk_engagements_approved_change",
        "engagements",
        "change_requests",
        ["change_request_id", "id", "change_decision"],
        ["id", "engagement_id", "decision"],
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_constraint("fk_enterprises_submission_id", "enterprises", type_="foreignkey")
    op.drop_constraint("fk_experts_submission_id", "experts", type_="foreignkey")
    op.drop_constraint("fk_matches_enterprise_consent", "matches", type_="foreignkey")
    op.drop_constraint("fk_matches_expert_consent", "matches", type_="foreignkey")
    op.drop_constraint("fk_agreements_enterprise_signature", "agreements", type_="foreignkey")
    op.drop_constraint("fk_agreements_expert_signature", "agreements", type_="foreignkey")
    op.drop_constraint("fk_agreements_filing", "agreements", type_="foreignkey")
    op.drop_constraint("fk_engagements_approved_change", "engagements", type_="foreignkey")
    op.drop_table("ratings")
    op.drop_table("rating_windows")
    op.drop_index("ix_service_logs_engagement", table_name="service_logs")
    op.drop_table("service_logs")
    op.drop_table("engagement_endings")
    op.drop_index(
        "uq_change_requests_open",
        table_name="change_requests",
        postgresql_where=sa.text("state = 'requested'"),
    )
    op.drop_table("change_requests")
    op.drop_index("ix_engagements_liaison", table_name="engagements")
    op.drop_index("ix_engagements_expert", table_name="engagements")
    op.drop_index("ix_engagements_enterprise", table_name="engagements")
    op.drop_table("engagements")
    op.drop_table("filings")
    op.drop_table("agreement_texts")
    op.drop_table("agreement_signatures")
    op.drop_index("uq_place_uses_match", table_name="place_uses")
    op.drop_index(
        "ix_place_uses_open", table_name="place_uses", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_table("place_uses")
    op.drop_index(
        "uq_participations_open",
        table_name="participations",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_participations_match", table_name="participations")
    op.drop_index("ix_participations_expert", table_name="participations")
    op.drop_table("participations")
    op.drop_table("match_consents")
    op.drop_index(
        "uq_agreements_match", table_name="agreements", postgresql_where=sa.text("state <> 'void'")
    )
    op.drop_index("ix_agreements_organisation", table_name="agreements")
    op.drop_table("agreements")
    op.drop_index(
        "uq_team_members_leader", table_name="team_members", postgresql_where=sa.text("is_leader")
    )
    op.drop_index("ix_team_members_expert", table_name="team_members")
    op.drop_table("team_members")
    op.drop_table("team_acceptances")
    op.drop_index(
        "uq_matches_one_per_demand",
        table_name="matches",
        postgresql_where=sa.text("state IN ('agreed', 'engaged') AND waiver_id IS NULL"),
    )
    op.drop_index("ix_matches_expert", table_name="matches")
    op.drop_index("ix_matches_enterprise", table_name="matches")
    op.drop_index("ix_matches_due", table_name="matches")
    op.drop_index("ix_matches_demand", table_name="matches")
    op.drop_table("matches")
    op.drop_index(
        "uq_teams_leader", table_name="teams", postgresql_where=sa.text("state <> 'dissolved'")
    )
    op.drop_table("teams")
    op.drop_table("demand_versions")
    op.drop_index("ix_demands_search", table_name="demands", postgresql_using="gin")
    op.drop_index("ix_demands_place", table_name="demands")
    op.drop_index(
        "ix_demands_open", table_name="demands", postgresql_where=sa.text("state = 'published'")
    )
    op.drop_index("ix_demands_enterprise", table_name="demands")
    op.drop_table("demands")
    op.drop_index(
        "uq_batch_entries_pending",
        table_name="batch_entries",
        postgresql_where=sa.text("outcome = 'pending'"),
    )
    op.drop_table("batch_entries")
    op.drop_index("ix_reviews_subject", table_name="reviews")
    op.drop_table("reviews")
    op.drop_index(
        "uq_memberships_hat",
        table_name="memberships",
        postgresql_where=sa.text("ended_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index("ix_memberships_organisation", table_name="memberships")
    op.drop_index("ix_memberships_enterprise", table_name="memberships")
    op.drop_table("memberships")
    op.drop_table("expert_submissions")
    op.drop_index(
        "uq_expert_places_slot",
        table_name="expert_places",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "uq_expert_places_enterprise",
        table_name="expert_places",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("expert_places")
    op.drop_table("enterprise_submissions")
    op.drop_index("ix_conflict_declarations_expert", table_name="conflict_declarations")
    op.drop_index("ix_conflict_declarations_enterprise", table_name="conflict_declarations")
    op.drop_table("conflict_declarations")
    op.drop_index("ix_waivers_subject", table_name="waivers")
    op.drop_table("waivers")
    op.drop_index(
        "uq_review_tasks_open",
        table_name="review_tasks",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_review_tasks_queue", table_name="review_tasks")
    op.drop_table("review_tasks")
    op.drop_index(op.f("ix_refresh_tokens_session_id"), table_name="refresh_tokens")
    op.drop_table("refresh_tokens")
    op.drop_index(
        "uq_experts_identity",
        table_name="experts",
        postgresql_where=sa.text("NOT (state IN ('withdrawn', 'rejected', 'disqualified'))"),
    )
    op.drop_index(
        "uq_experts_account",
        table_name="experts",
        postgresql_where=sa.text("NOT (state IN ('withdrawn', 'rejected', 'disqualified'))"),
    )
    op.drop_index("ix_experts_search", table_name="experts", postgresql_using="gin")
    op.drop_index("ix_experts_organisation", table_name="experts")
    op.drop_index(
        "ix_experts_library", table_name="experts", postgresql_where=sa.text("state = 'filed'")
    )
    op.drop_index("ix_experts_disciplines", table_name="experts", postgresql_using="gin")
    op.drop_table("experts")
    op.drop_index(
        "uq_enterprises_uscc",
        table_name="enterprises",
        postgresql_where=sa.text("NOT (state IN ('withdrawn', 'rejected', 'disqualified'))"),
    )
    op.drop_index("ix_enterprises_place", table_name="enterprises")
    op.drop_index("ix_enterprises_organisation", table_name="enterprises")
    op.drop_table("enterprises")
    op.drop_table("batches")
    op.drop_index("ix_affiliations_employer", table_name="affiliations")
    op.drop_table("affiliations")
    op.drop_index("ix_sessions_account", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(
        "uq_organisations_name",
        table_name="organisations",
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.drop_index("ix_organisations_city", table_name="organisations")
    op.drop_table("organisations")
    op.drop_index("ix_credit_records_subject", table_name="credit_records")
    op.drop_table("credit_records")
    op.drop_index("ix_commitment_signatures_subject", table_name="commitment_signatures")
    op.drop_table("commitment_signatures")
    op.drop_index("ix_zone_areas_zone", table_name="zone_areas")
    op.drop_table("zone_areas")
    op.drop_table("site_texts")
    op.drop_table("rate_buckets")
    op.drop_table("policy_versions")
    op.drop_index("ix_jurisdiction_rows_subject", table_name="jurisdiction_rows")
    op.drop_table("jurisdiction_rows")
    op.drop_table("idempotency_keys")
    op.drop_table("commitment_texts")
    op.drop_table("code_list_versions")
    op.drop_index("uq_code_entries_code", table_name="code_entries")
    op.drop_index("ix_code_entries_parent", table_name="code_entries")
    op.drop_table("code_entries")
    op.drop_index(
        "uq_audit_events_state_change",
        table_name="audit_events",
        postgresql_where=sa.text("to_state IS NOT NULL"),
    )
    op.drop_index("ix_audit_events_subject", table_name="audit_events")
    op.drop_table("audit_events")
    op.drop_index("uq_accounts_phone", table_name="accounts")
    op.drop_index("uq_accounts_email", table_name="accounts")
    op.drop_table("accounts")
