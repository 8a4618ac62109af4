-- 需求的状态与它的匹配一致（5.4.1）
SELECT 'demands/' || d.id AS subject, d.state || '，匹配：' || coalesce(string_agg(m.state, ','), '无') AS found
FROM demands d
LEFT JOIN matches m ON m.demand_id = d.id AND m.state IN ('agreed', 'engaged')
GROUP BY d.id
HAVING (d.state = 'matched' AND count(*) FILTER (WHERE m.state = 'agreed') = 0)
    OR (d.state = 'in_service' AND count(*) FILTER (WHERE m.state = 'engaged') = 0)
    OR (d.state NOT IN ('matched', 'in_service') AND count(m.id) > 0)
