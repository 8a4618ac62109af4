-- 所有时刻都带时区
SELECT table_name || '.' || column_name AS subject, data_type AS found
FROM information_schema.columns
WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'
