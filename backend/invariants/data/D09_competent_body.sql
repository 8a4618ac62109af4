-- 作出决定的单位当时有管辖权（4.1）
SELECT 'reviews/' || r.id AS subject, '管辖依据 ' || j.relation || ' 不适用于 ' || o.type AS found
FROM reviews r
JOIN organisations o ON o.id = r.organisation_id
JOIN jurisdiction_rows j ON j.id = r.jurisdiction_id
WHERE j.organisation_type <> o.type OR j.relation <> r.relation
   OR (r.decided_at AT TIME ZONE 'Asia/Shanghai')::date < j.valid_from
   OR (r.decided_at AT TIME ZONE 'Asia/Shanghai')::date > coalesce(j.valid_to, 'infinity')
