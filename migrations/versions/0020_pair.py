"""Who said no and why; teams that lost a member while serving; shortlists.

Revision ID: 0020_pair
Revises: 0019_matching_upkeep
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_pair"
down_revision = "0019_matching_upkeep"
branch_labels = None
depends_on = None

WHY = "state <> 'declined' OR decline_code IS NOT NULL"
BY_A_SIDE = "(decline_code IS NULL) = (decline_party IS NULL)"
"""A reason belongs to the side that gave it."""
MARKED = (
    ("demand_id", "demands"),
    ("expert_id", "experts"),
    ("team_id", "teams"),
    ("account_id", "accounts"),
)
WHOLE = """
    CREATE OR REPLACE FUNCTION team_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      team teams%ROWTYPE;
      members integer;
      agreed integer;
      leaders integer;
    BEGIN
      IF TG_TABLE_NAME = 'teams' THEN
        SELECT * INTO team FROM teams WHERE id = NEW.id FOR UPDATE;
      ELSE
        SELECT * INTO team FROM teams WHERE id = NEW.team_id FOR UPDATE;
      END IF;
      IF team.state <> 'complete' THEN
        RETURN NULL;
      END IF;
      SELECT count(*), count(a.id), count(*) FILTER (WHERE m.is_leader)
        INTO members, agreed, leaders
      FROM team_members m
      LEFT JOIN team_acceptances a ON a.team_id = m.team_id AND a.expert_id = m.expert_id
        AND a.roster_version = team.roster_version
      WHERE m.team_id = team.id AND m.standing IN ('accepted', 'invited');
      IF leaders <> 1 OR agreed <> members THEN
        RAISE EXCEPTION 'a member has not accepted this roster [D03]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      IF members NOT BETWEEN 4 AND 7 AND team.waiver_id IS NULL THEN
        RAISE EXCEPTION 'a team has 4 to 7 members [D02]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$
"""
# A serving team below the fewest members has a waiver, or a day by which it is filled up (A5).
WHOLE_OR_MENDED = """
    CREATE OR REPLACE FUNCTION team_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      team teams%ROWTYPE;
      members integer;
      agreed integer;
      leaders integer;
    BEGIN
      IF TG_TABLE_NAME = 'teams' THEN
        SELECT * INTO team FROM teams WHERE id = NEW.id FOR UPDATE;
      ELSE
        SELECT * INTO team FROM teams WHERE id = NEW.team_id FOR UPDATE;
      END IF;
      IF team.state = 'serving' THEN
        SELECT count(*) INTO members FROM team_members m
        WHERE m.team_id = team.id AND m.standing = 'accepted';
        IF members < 4 AND team.waiver_id IS NULL AND team.cure_due IS NULL THEN
          RAISE EXCEPTION 'a serving team below 4 has a day to be filled up by [D02]'
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
      END IF;
      IF team.state <> 'complete' THEN
        RETURN NULL;
      END IF;
      SELECT count(*), count(a.id), count(*) FILTER (WHERE m.is_leader)
        INTO members, agreed, leaders
      FROM team_members m
      LEFT JOIN team_acceptances a ON a.team_id = m.team_id AND a.expert_id = m.expert_id
        AND a.roster_version = team.roster_version
      WHERE m.team_id = team.id AND m.standing IN ('accepted', 'invited');
      IF leaders <> 1 OR agreed <> members THEN
        RAISE EXCEPTION 'a member has not accepted this roster [D03]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      IF members NOT BETWEEN 4 AND 7 AND team.waiver_id IS NULL THEN
        RAISE EXCEPTION 'a team has 4 to 7 members [D02]'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$
"""


def upgrade() -> None:
    """Add what is new; earlier refusals are told from how the match began."""
    op.add_column("matches", sa.Column("decline_party", sa.Text(), nullable=True))
    op.execute(
        "UPDATE matches SET decline_code = 'other', version = version + 1"
        " WHERE decline_reason IS NOT NULL AND decline_code IS NULL"
    )
    op.execute(
        "UPDATE matches SET version = version + 1, decline_party = CASE"
        " WHEN (way = 'applied') = (state = 'declined') THEN 'enterprise' ELSE 'expert' END"
        " WHERE decline_code IS NOT NULL"
    )
    op.create_check_constraint(op.f("ck_matches_declined_why"), "matches", WHY)
    op.create_check_constraint(op.f("ck_matches_declined_by_a_side"), "matches", BY_A_SIDE)
    op.add_column("teams", sa.Column("cure_due", sa.Date(), nullable=True))
    op.drop_constraint(op.f("ck_change_requests_kind"), "change_requests")
    op.create_check_constraint(
        op.f("ck_change_requests_kind"),
        "change_requests",
        "kind IN ('replacement', 'termination', 'shortfall')",
    )
    op.execute(WHOLE_OR_MENDED)
    op.add_column("team_members", sa.Column("answer_code", sa.Text(), nullable=True))
    op.create_table(
        "shortlist_marks",
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(expert_id, team_id) = 1", name=op.f("ck_shortlist_marks_expert_or_team")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_shortlist_marks_{column}")
            )
            for column, table in MARKED
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist_marks")),
        *(
            sa.UniqueConstraint(
                "demand_id", column, name=op.f(f"uq_shortlist_marks_demand_id_{column}")
            )
            for column in ("expert_id", "team_id")
        ),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("shortlist_marks")
    op.drop_column("team_members", "answer_code")
    op.execute(WHOLE)
    op.drop_constraint(op.f("ck_change_requests_kind"), "change_requests")
    op.create_check_constraint(
        op.f("ck_change_requests_kind"),
        "change_requests",
        "kind IN ('replacement', 'termination')",
    )
    op.drop_column("teams", "cure_due")
    op.drop_constraint(op.f("ck_matches_declined_by_a_side"), "matches")
    op.drop_constraint(op.f("ck_matches_declined_why"), "matches")
    op.drop_column("matches", "decline_party")
