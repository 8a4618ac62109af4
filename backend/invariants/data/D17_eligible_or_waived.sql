-- 已推荐特派员符合条件或经豁免（2.1）
SELECT 'experts/' || e.id AS subject, v ->> 'id' || ' ' || (v ->> 'outcome') AS found
FROM experts e
JOIN expert_submissions s ON s.id = e.submission_id
CROSS JOIN LATERAL jsonb_array_elements(s.verdicts::jsonb) AS v
WHERE e.state IN ('recommended', 'filed', 'paused') AND v ->> 'outcome' <> 'pass'
  AND NOT EXISTS (
    SELECT FROM waivers w
    WHERE w.subject_id = e.id AND w.rule_id = v ->> 'id' AND w.state IN ('granted', 'revoked', 'expired'))
