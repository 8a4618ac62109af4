-- 同一事件对同一人同一渠道只有一条消息
SELECT 'messages/' || event_key AS subject, channel || ' ' || count(*) || ' 条' AS found
FROM messages
WHERE account_id IS NOT NULL
GROUP BY event_key, account_id, channel
HAVING count(*) > 1
