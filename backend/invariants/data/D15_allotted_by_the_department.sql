-- 推荐单位账号只由省科技厅分配（4.2）
SELECT 'organisations/' || o.id AS subject, '账号不是由省科技厅分配' AS found
FROM organisations o
WHERE o.state = 'active' AND o.type <> 'department'
  AND NOT EXISTS (
    SELECT FROM memberships m WHERE m.account_id = o.allotted_by AND m.role = 'department')
