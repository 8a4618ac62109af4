-- 查看完整联系方式都写明理由（附件3.4）
SELECT 'audit_events/' || id AS subject, '查看没有写明理由' AS found
FROM audit_events
WHERE action = 'reveal' AND coalesce(trim(detail ->> 'reason'), '') = ''
