-- 特派员团四至七人，团长一名，经豁免的除外（5.2.2）
SELECT 'teams/' || t.id AS subject,
  count(m.id) || ' 人，团长 ' || count(m.id) FILTER (WHERE m.is_leader) || ' 名' AS found
FROM teams t
LEFT JOIN team_members m ON m.team_id = t.id AND m.standing IN ('accepted', 'invited')
WHERE t.state IN ('complete', 'serving')
GROUP BY t.id
HAVING count(m.id) FILTER (WHERE m.is_leader) <> 1
    OR (t.state = 'complete' AND t.waiver_id IS NULL AND count(m.id) NOT BETWEEN 4 AND 7)
    OR (t.state = 'serving' AND t.waiver_id IS NULL AND t.cure_due IS NULL
      AND count(m.id) FILTER (WHERE m.standing = 'accepted') < 4)
