-- 双方签署的是同一份协议文本（5.4.1）
SELECT 'agreements/' || a.id AS subject, '双方没有签署同一文本' AS found
FROM agreements a
WHERE a.state IN ('signed', 'filed')
  AND 2 <> (
    SELECT count(DISTINCT s.party) FROM agreement_signatures s
    WHERE s.agreement_id = a.id AND s.text_hash = a.text_hash
      AND s.id IN (a.enterprise_signature_id, a.expert_signature_id))
