-- 提交前已签署承诺书（附件2、附件3）
SELECT 'expert_submissions/' || s.id AS subject, '承诺书签署无效' AS found
FROM expert_submissions s
LEFT JOIN commitment_signatures g ON g.id = s.commitment_signature_id
LEFT JOIN commitment_texts t ON t.id = g.text_id
WHERE t.text_hash IS DISTINCT FROM g.text_hash OR g.id IS NULL OR g.signed_at > s.created_at
UNION ALL
SELECT 'enterprise_submissions/' || s.id, '承诺书签署无效'
FROM enterprise_submissions s
LEFT JOIN commitment_signatures g ON g.id = s.commitment_signature_id
LEFT JOIN commitment_texts t ON t.id = g.text_id
WHERE t.text_hash IS DISTINCT FROM g.text_hash OR g.id IS NULL OR g.signed_at > s.created_at
