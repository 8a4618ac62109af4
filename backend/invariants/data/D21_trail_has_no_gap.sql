-- 每次状态变化接着上一次，不缺不重
WITH steps AS (
  SELECT subject_type, subject_id, subject_version, from_state,
    lag(to_state) OVER (PARTITION BY subject_type, subject_id ORDER BY subject_version) AS before
  FROM audit_events
  WHERE to_state IS NOT NULL
)
SELECT subject_type || '/' || subject_id AS subject,
  '第 ' || subject_version || ' 版由 ' || coalesce(from_state, '无') || ' 变化，之前是 ' || coalesce(before, '无') AS found
FROM steps
WHERE from_state IS DISTINCT FROM before
