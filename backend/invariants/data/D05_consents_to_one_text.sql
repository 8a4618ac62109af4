-- 双方同意的是同一份需求文本（5.4.1）
SELECT 'matches/' || m.id AS subject, '双方没有同意同一文本' AS found
FROM matches m
WHERE m.state IN ('agreed', 'engaged', 'ended')
  AND 2 <> (
    SELECT count(DISTINCT c.party) FROM match_consents c
    WHERE c.match_id = m.id AND c.text_hash = m.demand_hash
      AND c.id IN (m.enterprise_consent_id, m.expert_consent_id))
