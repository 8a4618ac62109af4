-- 任何人不审批自己的事项（2.3）
SELECT 'reviews/' || id AS subject, '审核人就是申请人' AS found
FROM reviews WHERE reviewer_account_id = subject_account_id
UNION ALL
SELECT 'waivers/' || id, '决定人是申请人或受益人'
FROM waivers WHERE decided_by IN (requested_by, beneficiary_account_id)
UNION ALL
SELECT 'credit_records/' || id, '提出与确认是同一人' FROM credit_records WHERE confirmed_by = proposed_by
