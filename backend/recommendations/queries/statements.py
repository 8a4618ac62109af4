"""The texts of the ranking statement, from the terms asked for to the sorted rows.

Constants of our own are joined; every value is bound by its name in ranking.py.
"""

from collections.abc import Sequence

ASKED = """
WITH source AS MATERIALIZED (
  SELECT * FROM matching_documents WHERE collection = :source AND subject_id = :subject
),
size AS MATERIALIZED (
  SELECT documents + pseudo_documents AS n, average_length
  FROM matching_statistics WHERE collection = :target
),
asked AS MATERIALIZED (
  SELECT said.term, said.n, coalesce(f.documents, 0) AS documents, f.fields, f.gains,
    said.n * (:query_k + 1) / (said.n + :query_k)
      * power(ln(1 + (size.n - coalesce(f.documents, 0) + 0.5)
        / (coalesce(f.documents, 0) + 0.5)), :idf_power) AS weight
  FROM (
    SELECT e >> 16 AS term, (e & 65535)::float8 AS n FROM source, unnest(terms) AS e
  ) said
  CROSS JOIN size
  LEFT JOIN matching_frequencies f ON f.collection = :target AND f.term = said.term
)"""
SEARCHED = """,
rare AS MATERIALIZED (
  SELECT term, weight FROM (
    SELECT term, weight, sum(documents) OVER (ORDER BY documents, term) AS so_far FROM asked
  ) ordered
  WHERE so_far <= :budget
),
rough AS MATERIALIZED (
  SELECT (e >> 16)::integer AS number, sum((e & 65535) * weight) AS points
  FROM (
    SELECT unnest(p.documents) AS e, rare.weight
    FROM rare JOIN matching_postings p ON p.collection = :target AND p.term = rare.term
  ) spread
  GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :pool
),
candidates AS MATERIALIZED (
  SELECT d.* FROM rough JOIN matching_documents d ON d.number = rough.number
  UNION ALL
  SELECT d.* FROM matching_documents d WHERE d.collection = :target AND NOT d.is_folded
)"""
NAMED = """,
candidates AS MATERIALIZED (
  SELECT d.* FROM matching_documents d
  WHERE d.collection = :target AND d.subject_id = ANY(:only)
)"""
SCORED = """,
texts AS MATERIALIZED (
  SELECT spread.number,
    sum(asked.weight * spread.n * (:k1 + 1) / (spread.n + :k1 * spread.relative))
      / (SELECT sum(weight) FROM asked) AS closeness
  FROM (
    SELECT number, relative, e >> 16 AS term, (e & 65535)::float8 AS n
    FROM (
      SELECT c.number, (c.length / size.average_length)::float8 AS relative, unnest(c.terms) AS e
      FROM candidates c, size
    ) unpacked
  ) spread
  JOIN asked ON asked.term = spread.term
  GROUP BY spread.number
),
votes AS MATERIALIZED (
  SELECT field, exp((said - max(said) OVER ()) / :temperature) AS share
  FROM (
    SELECT field, sum(asked.n * gain) AS said
    FROM source, asked, unnest(asked.fields, asked.gains) AS spoken(field, gain)
    WHERE cardinality(source.fields) = 0
    GROUP BY field
  ) counted
),
group_votes AS MATERIALIZED (
  SELECT field_group, max(share) AS share
  FROM (SELECT DISTINCT fields[1] AS field, field_group FROM candidates) known
  JOIN votes USING (field) GROUP BY field_group
),
facts AS MATERIALIZED (
  SELECT c.subject_id, coalesce(t.closeness, 0) AS closeness,
    CASE WHEN cardinality(s.fields) = 0 THEN coalesce(v.share, 0)
      WHEN CASE WHEN :main_of_target THEN c.fields[1] = ANY(s.fields)
        ELSE s.fields[1] = ANY(c.fields) END THEN 1
      WHEN c.fields && s.fields THEN :other_field ELSE 0 END AS field,
    CASE WHEN cardinality(s.fields) = 0 THEN coalesce(g.share, 0)
      WHEN c.field_group = s.field_group OR c.fields && s.fields THEN 1 ELSE 0
    END::float8 AS field_group,
    (c.chains && s.chains)::integer AS chain,
    CASE WHEN c.places[1] = s.places[1] AND c.places[1] <> '' THEN 1
      WHEN array_remove(c.places, '') && array_remove(s.places, '') THEN :willing ELSE 0
    END AS place,
    cardinality(s.fields) = 0 AS is_voted
  FROM source s CROSS JOIN candidates c
  LEFT JOIN texts t ON t.number = c.number
  LEFT JOIN votes v ON v.field = c.fields[1]
  LEFT JOIN group_votes g ON g.field_group = c.field_group
)"""
POINTS = """
  :text * f.closeness
      / power(power(f.closeness, :knee) + (power(2, :knee) - 1) * power(:half, :knee), 1 / :knee)
  + :field * f.field + :group * f.field_group
  + :chain * f.chain + :place * f.place"""
RELATED = """
  f.subject_id <> :subject
  AND (f.closeness >= :least OR (NOT f.is_voted AND (f.field > 0 OR f.chain > 0)))"""

# Own city or a declared place: what the reader may know of it stands in what he searches.
NEAR = "(NOT :near OR f.place > 0)"

# What must not be, both ways alike: the pair's own history, ties, bad credit, no room. EXISTS below
# an OR is asked a row at a time, which is right for the few rows that come this far.
BAD_CREDIT = """EXISTS (
      SELECT FROM credit_records r WHERE r.subject_kind = '{kind}' AND r.subject_key = {key}
        AND r.state = 'active' AND r.valid_from <= :today
        AND (r.valid_to IS NULL OR r.valid_to >= :today))"""
OUT = {
    "state": "e.state <> 'filed'",
    "hidden": "NOT e.is_designable",
    "closed": "d.state <> 'published' OR firm.state <> 'approved'",
    "employer": "coalesce(e.employer_uscc = firm.uscc, false)",
    "tie": """EXISTS (
      SELECT FROM conflict_declarations c
      WHERE c.expert_id = e.id AND c.enterprise_uscc = firm.uscc AND c.withdrawn_at IS NULL
        AND c.kind IN ('post', 'legal_representative', 'shares', 'relative'))""",
    "person_credit": BAD_CREDIT.format(kind="person", key="e.id_fingerprint"),
    "firm_credit": BAD_CREDIT.format(kind="enterprise", key="firm.uscc"),
    "open": """EXISTS (
      SELECT FROM participations p
      WHERE p.demand_id = d.id AND p.expert_id = e.id AND p.closed_at IS NULL)""",
    "declined": """EXISTS (
      SELECT FROM participations p JOIN matches m ON m.id = p.match_id
      WHERE p.demand_id = d.id AND p.expert_id = e.id AND m.decline_code IS NOT NULL)
    OR EXISTS (
      SELECT FROM team_members m JOIN teams t ON t.id = m.team_id
      WHERE t.demand_id = d.id AND m.expert_id = e.id AND m.answer_code IS NOT NULL)""",
    "full": """(places.used >= least(e.max_enterprises, :cap) AND NOT EXISTS (
      SELECT FROM expert_places p
      WHERE p.expert_id = e.id AND p.closed_at IS NULL AND p.enterprise_id = firm.id))""",
}
PLACES = """
CROSS JOIN LATERAL (
  SELECT count(*)::integer AS used FROM expert_places p
  WHERE p.expert_id = e.id AND p.closed_at IS NULL
) places"""
SINCE = "coalesce(e.keywords_confirmed_at, e.filed_at, e.created_at)"
FRESH = """greatest(0, least(1, (:stale_months - (:today - {since}::date) / 30.4)
    / (:stale_months - :fresh_months)))"""
EXPERT_POINTS = f"""{POINTS}
  + :load * greatest(least(e.max_enterprises, :cap) - places.used, 0)
      / least(e.max_enterprises, :cap)
  + :freshness * {FRESH.format(since=SINCE)}
  - least(:exposure_most, :exposure * ln(1 + coalesce(x.shown, 0) / 10.0))"""
_SHARED = "f.subject_id, f.closeness, f.field, f.field_group, f.chain, f.place, f.is_voted"
EXPERTS = f"""
SELECT {_SHARED}, least(e.max_enterprises, :cap) AS places_limit, places.used AS places_used,
  {FRESH.format(since=SINCE)} AS freshness,
  coalesce(x.shown, 0) AS shown, {EXPERT_POINTS} AS score
FROM facts f
JOIN experts e ON e.id = f.subject_id
JOIN demands d ON d.id = :subject
JOIN enterprises firm ON firm.id = d.enterprise_id {PLACES}
LEFT JOIN matching_exposures x ON x.expert_id = e.id
WHERE {RELATED} AND {NEAR} {{excluded}}
ORDER BY score DESC, f.subject_id LIMIT :most"""
DEMANDS = f"""
SELECT {_SHARED}, 0 AS places_limit, 0 AS places_used,
  {FRESH.format(since="d.published_at")} AS freshness, 0 AS shown,
  {POINTS} + :freshness * {FRESH.format(since="d.published_at")} AS score
FROM facts f
JOIN demands d ON d.id = f.subject_id
JOIN enterprises firm ON firm.id = d.enterprise_id
JOIN experts e ON e.id = :subject {PLACES}
WHERE {RELATED} AND {NEAR} {{excluded}}
ORDER BY score DESC, f.subject_id LIMIT :most"""
SIMILAR = f"""
SELECT {_SHARED}, 0 AS places_limit, 0 AS places_used, 0 AS freshness, 0 AS shown,
  {POINTS} AS score
FROM facts f
WHERE {RELATED} AND {{visible}}
ORDER BY score DESC, f.subject_id LIMIT :most"""
TERMS = f"""{ASKED}{NAMED}
SELECT c.subject_id, asked.term, (e & 65535)::integer AS n,
  asked.weight * (e & 65535) * (:k1 + 1)
    / ((e & 65535) + :k1 * c.length / size.average_length) AS points
FROM candidates c CROSS JOIN size, unnest(c.terms) AS e JOIN asked ON asked.term = e >> 16
ORDER BY c.subject_id, points DESC, asked.term"""


# PostgreSQL takes an array for ten elements, and would sort what a hash of the few terms finds.
# Planning costs as much as a third of the search: once a connection is enough.
HINTS = """
SELECT set_config('enable_mergejoin', 'off', true), set_config('enable_memoize', 'off', true),
  set_config('plan_cache_mode', 'force_generic_plan', true)"""


def _but(names: Sequence[str]) -> str:
    return "".join(f"\n  AND NOT ({OUT[name]})" for name in names)


ANY_WAY = tuple(name for name in OUT if name != "hidden")
STATEMENTS = {
    "experts": SEARCHED + SCORED + EXPERTS.format(excluded=_but(tuple(OUT))),
    "demands": SEARCHED + SCORED + DEMANDS.format(excluded=_but(ANY_WAY)),
    "similar_experts": SEARCHED
    + SCORED
    + SIMILAR.format(
        visible="EXISTS (SELECT FROM experts e WHERE e.id = f.subject_id"
        " AND e.state = 'filed' AND e.is_designable)"
    ),
    "similar_demands": SEARCHED
    + SCORED
    + SIMILAR.format(
        visible="EXISTS (SELECT FROM demands d WHERE d.id = f.subject_id"
        " AND d.state IN ('published', 'matched', 'in_service', 'closed'))"
    ),
}
# Of given people those who may be asked; a team that serves fills itself up without a new match.
AMONG = NAMED + SCORED + EXPERTS.format(excluded=_but(tuple(OUT))).replace(RELATED, "true")
WHILE_SERVING = tuple(name for name in OUT if name not in {"closed", "open"})
AMONG_SERVING = (
    NAMED + SCORED + EXPERTS.format(excluded=_but(WHILE_SERVING)).replace(RELATED, "true")
)
PAIR = NAMED + SCORED + EXPERTS.format(excluded="").replace(RELATED, "true")

OBSTACLES = (
    "SELECT "
    + ", ".join(f"({condition}) AS {name}" for name, condition in OUT.items())
    + f""", places.used, least(e.max_enterprises, :cap) AS places_limit
FROM experts e CROSS JOIN demands d JOIN enterprises firm ON firm.id = d.enterprise_id {PLACES}
WHERE e.id = :expert AND d.id = :subject"""
)
