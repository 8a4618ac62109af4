-- 入库特派员经单位推荐并经省科技厅备案（3.1）
SELECT 'experts/' || e.id AS subject, '缺少推荐或备案' AS found
FROM experts e
WHERE e.state IN ('filed', 'paused')
  AND NOT EXISTS (
    SELECT FROM batch_entries b
    JOIN reviews r ON r.id = b.review_id AND r.decision = 'approve'
    JOIN batches l ON l.id = b.batch_id AND l.state = 'acknowledged'
    WHERE b.expert_id = e.id AND b.outcome = 'filed')
