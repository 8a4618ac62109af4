-- 每单位每月一份名单，每人只在一份，冻结后不变（6.4）
SELECT 'batches/' || b.id AS subject, '冻结后加入了 ' || count(*) || ' 人' AS found
FROM batches b
JOIN batch_entries e ON e.batch_id = b.id
JOIN reviews r ON r.id = e.review_id
WHERE b.frozen_at IS NOT NULL AND r.decided_at >= b.frozen_at
GROUP BY b.id
UNION ALL
SELECT 'experts/' || expert_id, '在 ' || count(*) || ' 份待备案名单中'
FROM batch_entries WHERE outcome = 'pending'
GROUP BY expert_id
HAVING count(*) > 1
UNION ALL
SELECT 'experts/' || e.id, '已推荐，不在任何名单中'
FROM experts e
WHERE e.state = 'recommended'
  AND NOT EXISTS (SELECT FROM batch_entries b WHERE b.expert_id = e.id AND b.outcome = 'pending')
