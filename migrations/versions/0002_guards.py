"""The database's own fences: what must hold even for direct SQL.

Revision ID: 0002_guards
Revises: 0001_schema
"""

from alembic import op

revision = "0002_guards"
down_revision = "0001_schema"
branch_labels = None
depends_on = None

# Rows that record what happened; nobody rewrites them.
APPEND_ONLY = (
    "agreement_signatures",
    "agreement_texts",
    "audit_events",
    "commitment_signatures",
    "commitment_texts",
    "demand_versions",
    "engagement_endings",
    "enterprise_submissions",
    "expert_submissions",
    "filings",
    "match_consents",
    "ratings",
    "reviews",
    "team_acceptances",
)
# Tables in a workflow: a changed state has exactly one audit event.
STATEFUL = (
    "accounts",
    "agreements",
    "batches",
    "change_requests",
    "credit_records",
    "demands",
    "engagements",
    "enterprises",
    "experts",
    "matches",
    "organisations",
    "teams",
    "waivers",
)
# Edited tables without a workflow.
VERSIONED = (
    "batch_entries",
    "code_list_versions",
    "expert_places",
    "memberships",
    "place_uses",
    "policy_versions",
    "rating_windows",
    "review_tasks",
    "service_logs",
    "site_texts",
    "team_members",
)
# Rows that end once: the place of a service, and a part taken in a demand.
CLOSED_ONCE = ("expert_places", "participations", "place_uses")

FUNCTIONS = (
    """
    CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is append-only [append_only]', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE FUNCTION version_rises() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.version IS DISTINCT FROM OLD.version + 1 THEN
        RAISE EXCEPTION 'version of % must rise by one [D23]', TG_TABLE_NAME
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION state_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (
        SELECT FROM audit_events e
        WHERE e.subject_type = TG_TABLE_NAME AND e.subject_id = NEW.id
          AND e.subject_version = NEW.version AND e.to_state = NEW.state
      ) THEN
        RAISE EXCEPTION '% reached % without an audit event [D21]', TG_TABLE_NAME, NEW.state
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION closes_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN
        RAISE EXCEPTION 'a closed row of % stays closed [D13]', TG_TABLE_NAME
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    # The team's row is locked, so that two changes of one roster cannot both look right.
    """
    CREATE FUNCTION team_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
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
    """,
    # A waiver opens its own door only: granted, for this rule.
    """
    CREATE FUNCTION waiver_is_granted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.waiver_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM waivers w
        WHERE w.id = NEW.waiver_id AND w.rule_id = TG_ARGV[0] AND w.state = 'granted'
      ) THEN
        RAISE EXCEPTION 'no granted waiver for % [waiver]', TG_ARGV[0]
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
)
WAIVED = (("expert_places", "CAP-01"), ("matches", "MATCH-ONE"), ("teams", "TEAM-SIZE"))
DROPPED = (
    "append_only",
    "version_rises",
    "state_has_event",
    "closes_once",
    "team_is_whole",
    "waiver_is_granted",
)


def _before(name: str, events: str, table: str, call: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {call}"
    )


def _deferred(name: str, events: str, table: str, call: str) -> None:
    op.execute(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {call}"
    )


def upgrade() -> None:
    """Create the guards."""
    for function in FUNCTIONS:
        op.execute(function)
    for table in APPEND_ONLY:
        _before("append_only", "UPDATE OR DELETE", table, "append_only()")
    for table in (*STATEFUL, *VERSIONED):
        _before("version_rises", "UPDATE", table, "version_rises()")
    for table in STATEFUL:
        _deferred("state_has_event", "INSERT OR UPDATE OF state", table, "state_has_event()")
    for table in CLOSED_ONCE:
        _before("closes_once", "UPDATE", table, "closes_once()")
    for table in ("teams", "team_members"):
        _deferred("team_is_whole", "INSERT OR UPDATE", table, "team_is_whole()")
    for table, rule in WAIVED:
        call = f"waiver_is_granted('{rule}')"
        _before("waiver_is_granted", "INSERT OR UPDATE OF waiver_id", table, call)


def downgrade() -> None:
    """Drop the guards with everything that hangs on them."""
    for function in DROPPED:
        op.execute(f"DROP FUNCTION {function} CASCADE")
