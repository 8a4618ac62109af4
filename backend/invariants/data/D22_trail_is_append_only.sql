-- 操作记录不能修改或删除
SELECT 'audit_events' AS subject, '没有防改触发器' AS found
WHERE NOT EXISTS (
  SELECT FROM pg_trigger
  WHERE tgrelid = 'audit_events'::regclass AND tgname = 'append_only' AND tgenabled = 'O')
