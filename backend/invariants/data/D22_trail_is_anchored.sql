-- 每晚存证的操作记录至今未变，存证本身逐份相连
SELECT 'audit_anchors/' || a.number AS subject, '存证与校验值不符，或没有接着上一份' AS found
FROM (
  SELECT one AS whole, one.*, row_number() OVER (ORDER BY number) AS place,
    coalesce(lag(hash) OVER (ORDER BY number), '') AS before
  FROM audit_anchors one) a
WHERE a.hash <> audit_anchor_hash(a.whole) OR a.prev_hash <> a.before OR a.number <> a.place
UNION ALL
SELECT 'audit_events/' || coalesce(e.id::text, h.subject_type || '/' || h.subject_id),
  '第 ' || h.length || ' 条与第 ' || h.anchor || ' 份存证不符'
FROM audit_anchored_heads h
LEFT JOIN audit_events e ON e.subject_type = h.subject_type AND e.subject_id = h.subject_id
  AND e.chain_no = h.length
WHERE e.hash IS DISTINCT FROM h.head
