-- 同一需求，一人只以一种身份参加（5.2.5）
SELECT 'demands/' || demand_id AS subject, '特派员 ' || expert_id || ' 参加 ' || count(*) || ' 次' AS found
FROM participations
WHERE closed_at IS NULL
GROUP BY demand_id, expert_id
HAVING count(*) > 1
UNION ALL
SELECT 'matches/' || m.id, '已结束的匹配仍有人参加'
FROM participations p
JOIN matches m ON m.id = p.match_id
WHERE p.closed_at IS NULL AND m.state IN ('ended', 'declined', 'expired', 'withdrawn')
