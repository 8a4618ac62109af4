-- 有版本号的表，每次修改版本加一
SELECT c.table_name AS subject, '没有版本触发器' AS found
FROM information_schema.columns c
WHERE c.table_schema = 'public' AND c.column_name = 'version'
  AND c.table_name NOT LIKE 'pgqueuer%'
  AND NOT EXISTS (
    SELECT FROM pg_trigger t
    WHERE t.tgrelid = c.table_name::regclass AND t.tgname = 'version_rises' AND t.tgenabled = 'O')
