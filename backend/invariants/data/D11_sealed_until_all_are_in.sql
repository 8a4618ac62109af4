-- 评价齐全或期满后才公开（5.7.1）
SELECT 'rating_windows/' || w.id AS subject, '期满前公开，只有 ' || count(r.id) || ' 项评价' AS found
FROM rating_windows w
LEFT JOIN ratings r ON r.engagement_id = w.engagement_id
WHERE w.unsealed_at < w.closes_at
GROUP BY w.id
HAVING count(r.id) < w.expected
