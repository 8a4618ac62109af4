-- 操作记录不能修改、删除或清空，逐条相连
SELECT wanted.host AS subject, '没有触发器 ' || wanted.name AS found
FROM (VALUES
  ('audit_events', 'append_only'), ('audit_events', 'chained'), ('audit_events', 'never_emptied'),
  ('audit_chains', 'by_trigger_only'), ('audit_anchors', 'append_only'),
  ('audit_anchored_heads', 'append_only')) AS wanted (host, name)
WHERE NOT EXISTS (
  SELECT FROM pg_trigger
  WHERE tgrelid = wanted.host::regclass AND tgname = wanted.name AND tgenabled = 'O')
