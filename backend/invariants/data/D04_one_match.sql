-- 一项需求只由一名特派员或一个团承接，经豁免的除外（5.4.3）
SELECT 'demands/' || demand_id AS subject, count(*) || ' 个有效匹配' AS found
FROM matches
WHERE state IN ('agreed', 'engaged') AND waiver_id IS NULL
GROUP BY demand_id
HAVING count(*) > 1
UNION ALL
SELECT 'matches/' || id, '应为一名特派员或一个团' FROM matches WHERE num_nonnulls(expert_id, team_id) <> 1
