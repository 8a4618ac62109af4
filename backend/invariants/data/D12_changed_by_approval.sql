-- 更换和终止都有同意的申请（5.6.2）
SELECT 'engagements/' || e.id AS subject, e.state || '，没有同意的申请' AS found
FROM engagements e
LEFT JOIN change_requests c ON c.id = e.change_request_id AND c.engagement_id = e.id
WHERE e.state IN ('replaced', 'terminated') AND c.state IS DISTINCT FROM 'approved'
