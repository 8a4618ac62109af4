-- 团员都本人同意了这一版名单（5.2.3）
SELECT 'teams/' || t.id AS subject, '特派员 ' || m.expert_id || ' 未同意第 ' || t.roster_version || ' 版名单' AS found
FROM teams t
JOIN team_members m ON m.team_id = t.id AND m.standing IN ('accepted', 'invited')
WHERE t.state = 'complete'
  AND NOT EXISTS (
    SELECT FROM team_acceptances a
    WHERE a.team_id = t.id AND a.expert_id = m.expert_id AND a.roster_version = t.roster_version)
