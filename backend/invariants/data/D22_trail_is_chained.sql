-- 操作记录按对象逐条相连，没有修改、删除、插入、换序或截断
WITH linked AS (
  SELECT e.id, e.subject_type, e.subject_id, e.chain_no, e.hash, e.prev_hash,
    row_number() OVER chain AS place,
    coalesce(lag(e.hash) OVER chain, '') AS before,
    audit_hash(e) AS computed
  FROM audit_events e
  WINDOW chain AS (PARTITION BY e.subject_type, e.subject_id ORDER BY e.chain_no, e.id)
), bad AS (
  SELECT DISTINCT ON (subject_type, subject_id) 'audit_events/' || id AS subject,
    subject_type || '/' || subject_id || ' 第 ' || chain_no || ' 条' || CASE
      WHEN computed <> hash THEN '内容与校验值不符'
      WHEN chain_no <> place THEN '之前缺 ' || chain_no - place || ' 条'
      ELSE '没有接着上一条' END AS found
  FROM linked
  WHERE computed <> hash OR chain_no <> place OR prev_hash <> before
  ORDER BY subject_type, subject_id, place
)
SELECT subject, found FROM bad
UNION ALL
SELECT 'audit_chains/' || c.subject_type || '/' || c.subject_id,
  '应有 ' || c.length || ' 条，以 ' || left(c.head, 8) || ' 结束；现有 ' || count(e.id) || ' 条'
FROM audit_chains c
LEFT JOIN audit_events e ON e.subject_type = c.subject_type AND e.subject_id = c.subject_id
GROUP BY c.subject_type, c.subject_id
HAVING count(e.id) <> c.length
    OR c.head <> coalesce((array_agg(e.hash ORDER BY e.chain_no DESC))[1], '')
UNION ALL
SELECT 'audit_events/' || (array_agg(e.id ORDER BY e.chain_no))[1], '没有登记这个对象的记录链'
FROM audit_events e
WHERE NOT EXISTS (
  SELECT FROM audit_chains c WHERE c.subject_type = e.subject_type AND c.subject_id = e.subject_id)
GROUP BY e.subject_type, e.subject_id
