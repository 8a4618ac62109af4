-- 每一方向只在服务结束后评价一次（5.7.1）
SELECT 'engagements/' || r.engagement_id AS subject,
  r.from_party || '→' || r.to_party || ' 评价 ' || count(*) || ' 次' AS found
FROM ratings r
GROUP BY r.engagement_id, r.from_party, r.to_party
HAVING count(*) > 1
UNION ALL
SELECT 'ratings/' || r.id, '服务未结束或已过评价期'
FROM ratings r
LEFT JOIN engagement_endings e ON e.engagement_id = r.engagement_id
LEFT JOIN rating_windows w ON w.engagement_id = r.engagement_id
WHERE e.ended_at IS NULL OR r.given_at < e.ended_at OR r.given_at > w.closes_at
