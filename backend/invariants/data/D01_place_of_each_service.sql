-- 每名服务中的特派员都占着该企业的名额（5.5.1）
SELECT 'matches/' || p.match_id AS subject, '特派员 ' || p.expert_id || ' 没有占用名额' AS found
FROM participations p
JOIN matches m ON m.id = p.match_id
WHERE p.closed_at IS NULL AND m.state IN ('agreed', 'engaged')
  AND NOT EXISTS (
    SELECT FROM place_uses u
    JOIN expert_places s ON s.id = u.place_id
    WHERE u.match_id = m.id AND u.expert_id = p.expert_id AND u.closed_at IS NULL
      AND s.closed_at IS NULL AND s.enterprise_id = m.enterprise_id AND s.expert_id = p.expert_id)
