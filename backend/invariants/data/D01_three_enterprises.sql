-- 一名特派员同时服务的企业不超过三家，经豁免的除外（5.5.1）
SELECT 'experts/' || expert_id AS subject, count(DISTINCT enterprise_id) || ' 家企业' AS found
FROM expert_places
WHERE closed_at IS NULL
GROUP BY expert_id
HAVING count(DISTINCT enterprise_id) > 3 + count(waiver_id)
    OR count(*) <> count(DISTINCT enterprise_id)
