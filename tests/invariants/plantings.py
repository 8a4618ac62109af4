"""How each invariant could be broken: one statement a bug, on the world of `test_planted`."""

# By the name of the query that has to find it.
PLANTED = {
    "three_enterprises": """
        INSERT INTO expert_places (id, created_at, version, updated_at, expert_id, slot_no,
          enterprise_id, opened_at)
        SELECT gen_random_uuid(), now(), 1, now(), e.id, n, gen_random_uuid(), now()
        FROM (SELECT id FROM experts LIMIT 1) e, generate_series(1, 4) n""",
    "place_of_each_service": "UPDATE place_uses SET closed_at = now() WHERE closed_at IS NULL",
    "team_is_whole": "UPDATE team_members SET standing = 'left' WHERE NOT is_leader",
    "members_accepted": "UPDATE teams SET state = 'complete', roster_version = roster_version + 1",
    "one_match": """
        INSERT INTO matches (id, created_at, version, updated_at, state, demand_id, demand_number,
          demand_hash, enterprise_id, expert_id, way, message)
        SELECT gen_random_uuid(), now(), 1, now(), 'engaged', demand_id, demand_number, demand_hash,
          enterprise_id, (SELECT id FROM experts LIMIT 1), way, ''
        FROM matches WHERE state = 'engaged'""",
    "demand_agrees": "UPDATE demands SET state = 'published' WHERE state = 'in_service'",
    "consents_to_one_text": "UPDATE match_consents SET text_hash = 'x' WHERE party = 'expert'",
    "signatures_on_one_text": "UPDATE agreements SET text_hash = 'x'",
    "filed_before_service": "UPDATE filings SET outcome = 'returned'",
    "published_as_approved": "UPDATE demands SET published_number = published_number + 1",
    "in_library_by_two_steps": "UPDATE batch_entries SET outcome = 'returned'",
    "competent_body": "UPDATE organisations SET type = 'university'",
    "nobody_decides_for_himself": "UPDATE reviews SET subject_account_id = reviewer_account_id",
    "rated_once_after_the_end": "UPDATE engagement_endings SET ended_at = now() + interval '1 day'",
    "sealed_until_all_are_in": """
        UPDATE rating_windows SET unsealed_at = now(), closes_at = now() + interval '1 day',
          expected = 7""",
    "changed_by_approval": "UPDATE engagements SET state = 'terminated'",
    "place_freed_once": "UPDATE engagements SET state = 'ended'",
    "pledged_before_submission": "UPDATE commitment_texts SET text_hash = 'x'",
    "allotted_by_the_department": "UPDATE organisations SET allotted_by = gen_random_uuid()",
    "credit_code": "UPDATE enterprises SET uscc = left(uscc, 17) || '!'",
    "eligible_or_waived": """
        UPDATE expert_submissions
        SET verdicts = jsonb_set(verdicts::jsonb, '{4,outcome}', '"needs_waiver"')""",
    "no_discredited_subject": """
        INSERT INTO credit_records (id, created_at, version, updated_at, state, number,
          subject_kind, subject_key, subject_mask, subject_name, behaviour_class, behaviour,
          decision_document, deciding_body, valid_from, is_public, source, proposed_by)
        SELECT gen_random_uuid(), now(), 1, now(), 'active', id, 'person', id_fingerprint, '', '',
          '', '', '', '', current_date, false, 'finding', gen_random_uuid()
        FROM experts""",
    "one_list_a_month": "UPDATE batches SET frozen_at = now() - interval '1 year'",
    "trail_has_no_gap": """
        DELETE FROM audit_events WHERE id = (
          SELECT id FROM audit_events
          WHERE subject_type = 'experts' AND from_state = 'submitted' LIMIT 1)""",
    "trail_is_chained": "UPDATE audit_events SET actor_name = '演示他人' WHERE action = 'approve'",
    "trail_is_anchored": """
        INSERT INTO audit_anchored_heads (subject_type, subject_id, length, anchor, head)
        SELECT subject_type, subject_id, chain_no, 1, 'x' FROM audit_events LIMIT 1""",
    "trail_gives_the_state": "UPDATE experts SET state = 'paused' WHERE state = 'filed'",
    "one_message_each": "UPDATE messages SET event_key = 'x'",
    "one_effect_a_key": """
        INSERT INTO idempotency_keys (client, key, request_hash, status, created_at)
        SELECT 'client', 'key', 'hash', 200, now() FROM generate_series(1, 2)""",
    "files_have_an_owner": """
        UPDATE attachments SET parent_id = NULL, parent_type = NULL,
          created_at = now() - interval '2 days'""",
    "readings_have_a_reason": "UPDATE audit_events SET action = 'reveal', detail = '{}'",
    "alone_or_in_a_team": """
        INSERT INTO participations (id, created_at, match_id, demand_id, expert_id)
        SELECT gen_random_uuid(), now(), match_id, demand_id, expert_id FROM participations
        WHERE closed_at IS NULL""",
}
# These look at the fences themselves, so they need them up.
FENCES = {
    "moments_with_zone": "ALTER TABLE experts ADD COLUMN at timestamp",
    "trail_is_append_only": "ALTER TABLE audit_events DISABLE TRIGGER append_only",
    "versions_are_guarded": "ALTER TABLE demands DISABLE TRIGGER version_rises",
}
# Takes every fence of the database down; whoever holds the server's password could.
FENCES_DOWN = """
DO $$
DECLARE one record;
BEGIN
  FOR one IN
    SELECT conrelid::regclass AS host, conname AS name FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype = 'f'
  LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.host, one.name); END LOOP;
  FOR one IN
    SELECT conrelid::regclass AS host, conname AS name FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
      AND (contype IN ('c', 'u') OR contype = 'p' AND conrelid = 'idempotency_keys'::regclass)
  LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.host, one.name); END LOOP;
  FOR one IN
    SELECT indexrelid::regclass AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE indisunique AND NOT indisprimary AND c.relnamespace = 'public'::regnamespace
  LOOP EXECUTE format('DROP INDEX %s', one.name); END LOOP;
  FOR one IN
    SELECT oid::regclass AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relhastriggers
  LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', one.name); END LOOP;
END $$
"""
