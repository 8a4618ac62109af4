-- 有生效不良信用记录的，不在申报、入库、发布之列（6.1）
WITH active AS (
  SELECT subject_kind, subject_key FROM credit_records
  WHERE state = 'active' AND current_date BETWEEN valid_from AND coalesce(valid_to, 'infinity')
)
SELECT 'experts/' || e.id AS subject, e.state AS found
FROM experts e
JOIN active a ON a.subject_kind = 'person' AND a.subject_key = e.id_fingerprint
WHERE e.state IN ('submitted', 'recommended', 'filed')
UNION ALL
SELECT 'enterprises/' || e.id, e.state
FROM enterprises e
JOIN active a ON a.subject_kind = 'enterprise' AND a.subject_key = e.uscc
WHERE e.state IN ('submitted', 'approved')
