-- 统一社会信用代码校验正确且不重复（附件3）
WITH codes AS (
  SELECT 'enterprises/' || id AS subject, uscc FROM enterprises
  WHERE uscc IS NOT NULL AND state NOT IN ('draft', 'withdrawn', 'rejected', 'disqualified')
  UNION ALL
  SELECT 'organisations/' || id, uscc FROM organisations WHERE uscc IS NOT NULL AND state = 'active'
), checked AS (
  SELECT subject, uscc, count(*) OVER (PARTITION BY left(subject, 3), uscc) AS times, (
    SELECT sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(uscc, place::int, 1)) - 1) * weight)
    FROM unnest(ARRAY[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28])
      WITH ORDINALITY AS w (weight, place)) AS total
  FROM codes
)
SELECT subject, uscc || CASE WHEN times > 1 THEN ' 重复' ELSE ' 校验码不符' END AS found
FROM checked
WHERE times > 1 OR length(uscc) <> 18
  OR (31 - total % 31) % 31 <> strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', right(uscc, 1)) - 1
