-- 协议备案后方可开始服务（5.4.2）
SELECT 'engagements/' || e.id AS subject, '没有已接收的备案' AS found
FROM engagements e
LEFT JOIN filings f ON f.id = e.filing_id AND f.match_id = e.match_id
LEFT JOIN agreements a ON a.id = e.agreement_id
WHERE f.outcome IS DISTINCT FROM 'accepted' OR a.state IS DISTINCT FROM 'filed'
   OR f.text_hash IS DISTINCT FROM a.text_hash
UNION ALL
SELECT 'matches/' || m.id, '服务中的匹配没有对应的服务'
FROM matches m
WHERE m.state = 'engaged'
  AND NOT EXISTS (
    SELECT FROM engagements e
    WHERE e.match_id = m.id AND e.state IN ('serving', 'end_proposed'))
