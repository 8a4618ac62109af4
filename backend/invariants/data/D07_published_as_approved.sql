-- 发布的需求就是审核通过的那一版（5.1.1）
SELECT 'demands/' || d.id AS subject, '第 ' || coalesce(d.published_number::text, '?') || ' 版没有有效的审核通过' AS found
FROM demands d
WHERE d.state IN ('published', 'matched', 'in_service', 'closed', 'expired')
  AND NOT EXISTS (
    SELECT FROM reviews r
    WHERE r.id = d.published_review_id AND r.subject_type = 'demands' AND r.subject_id = d.id
      AND r.subject_version = d.published_number AND r.decision = 'approve'
      AND NOT EXISTS (SELECT FROM review_revocations v WHERE v.review_id = r.id))
