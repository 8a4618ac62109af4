-- 附件有校验值、大小、所有人，一天内归入材料
SELECT 'attachments/' || id AS subject, '上传一天后仍未归入材料' AS found
FROM attachments
WHERE parent_id IS NULL AND created_at < now() - interval '25 hours'
UNION ALL
SELECT 'attachments/' || id, '校验值或大小不正确'
FROM attachments
WHERE length(sha256) <> 64 OR size <= 0
