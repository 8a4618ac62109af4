-- 同一请求标识只生效一次
SELECT 'idempotency_keys/' || key AS subject, count(*) || ' 次' AS found
FROM idempotency_keys
GROUP BY client, key
HAVING count(*) > 1
