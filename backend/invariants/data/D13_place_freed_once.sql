-- 服务结束即释放名额，未结束不释放（5.5.1）
SELECT 'engagements/' || e.id AS subject, '已结束，仍占 ' || count(u.id) || ' 个名额' AS found
FROM engagements e
JOIN place_uses u ON u.match_id = e.match_id AND u.closed_at IS NULL
WHERE e.state IN ('ended', 'replaced', 'terminated')
GROUP BY e.id
UNION ALL
SELECT 'expert_places/' || s.id, '没有服务使用，却未释放'
FROM expert_places s
WHERE s.closed_at IS NULL
  AND NOT EXISTS (SELECT FROM place_uses u WHERE u.place_id = s.id AND u.closed_at IS NULL)
UNION ALL
SELECT 'engagements/' || e.id, '结束记录与状态不一致'
FROM engagements e
LEFT JOIN engagement_endings d ON d.engagement_id = e.id
WHERE (e.state IN ('ended', 'replaced', 'terminated')) <> (d.engagement_id IS NOT NULL)
