"""The matching index: terms of profiles and demands, kept by triggers; weights; shown lists.

Revision ID: 0014_matching
Revises: 0013_sheets
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014_matching"
down_revision = "0013_sheets"
branch_labels = None
depends_on = None

COLLECTIONS = ("expert_card", "expert_full", "demand")
# What a thin collection takes for common until it has counted enough of its own.
GRAMMAR = "的了和与及或等在是对为其有以并将从而之所被把各该此这那不也都就要会到个中上下性化行用进"
COMMONPLACE = (
    "技术 研究 系统 进行 主要 目标 通过 基于 方法 分析 设计 应用 企业 产品 生产 问题 要求 提高 项目 开发 "
    "实现 采用 使用 利用 情况 影响 条件 过程 结果 因素 发现 由于 需要 相关 具有 不同 工作 公司 解决 水平 "
    "一种 关键 目前 现有 建立 提出 能力 质量 工程 重要 方案 性能 开展 完成 达到 平台 服务 管理 数据 信息 "
    "设备 针对 搭建 计算 满足 试验 实验 测试 控制 优化 熟悉 从事 长期 方向 经验 以上 以内"
)
PSEUDO_DOCUMENTS = 30
PSEUDO_LENGTH = 200
WEIGHTS = """{
  "text": 66, "field": 12, "group": 3, "other_field": 0.6, "chain": 7, "place": 6, "willing": 0.6,
  "load": 3, "freshness": 3, "exposure": 1.5, "exposure_most": 4,
  "half": 0.45, "least": 0.002,
  "k1": 8, "query_k": 6, "idf_power": 1.3, "smoothing": 0.3, "temperature": 25,
  "budget": 9000, "pool": 85,
  "fresh_months": 12, "stale_months": 36,
  "newcomer_every": 10, "newcomer_shown": 3, "newcomer_near": 0.85
}"""

FUNCTIONS = {
    # A term is a number: one Chinese character its code, a pair both codes, a Latin word a hash
    # that neither of them can be. No dictionary, so writers never wait for each other.
    "matching_terms(text)": """
    CREATE FUNCTION matching_terms(words text) RETURNS TABLE (term bigint, n bigint)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      WITH plain AS (SELECT lower(normalize(words, NFKC)) AS t),
      marks AS (
        SELECT ascii(c) AS code, lead(ascii(c)) OVER (ORDER BY place) AS following
        FROM plain, string_to_table(t, NULL) WITH ORDINALITY AS s(c, place)
      ),
      found AS (
        SELECT code::bigint AS term FROM marks WHERE code BETWEEN 13312 AND 40959
        UNION ALL
        SELECT code::bigint << 16 | following FROM marks
        WHERE code BETWEEN 13312 AND 40959 AND following BETWEEN 13312 AND 40959
        UNION ALL
        SELECT 65536 + ('x' || left(md5(r[1]), 7))::bit(28)::bigint
        FROM plain, regexp_matches(t, '[a-z0-9]+', 'g') AS r
      )
      SELECT term, count(*) FROM found GROUP BY term
    $$
    """,
    # Parts of a text with how much each counts, as one packed array: term << 16 | count.
    "matching_pack(text[], integer[])": """
    CREATE FUNCTION matching_pack(parts text[], counts integer[]) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT coalesce(array_agg(term << 16 | least(n, 65535) ORDER BY term), '{}')
      FROM (
        SELECT t.term, sum(t.n * p.counts)::bigint AS n
        FROM (
          SELECT counts, string_agg(part, '　') AS part
          FROM unnest(parts, counts) AS u(part, counts) WHERE counts > 0 GROUP BY counts
        ) p, matching_terms(p.part) t
        GROUP BY t.term
      ) summed
    $$
    """,
    # GB/T 13745's groups: natural, agricultural, medical, engineering, human sciences.
    "matching_group(text)": """
    CREATE FUNCTION matching_group(code text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE
        WHEN code !~ '^[0-9]{3}' THEN NULL
        WHEN code < '2' THEN 'A' WHEN code < '3' THEN 'B' WHEN code < '4' THEN 'C'
        WHEN code < '7' THEN 'D' ELSE 'E' END
    $$
    """,
    "matching_put(text, uuid, bigint[], text[], text[], text[])": """
    CREATE FUNCTION matching_put(
      kind text, subject uuid, packed bigint[], codes text[], links text[], towns text[]
    ) RETURNS void LANGUAGE sql AS $$
      DELETE FROM matching_documents WHERE collection = kind AND subject_id = subject;
      INSERT INTO matching_documents
        (collection, subject_id, terms, length, fields, field_group, chains, places)
      SELECT kind, subject, packed,
        (SELECT coalesce(sum(e & 65535), 0) FROM unnest(packed) AS e),
        codes, matching_group(codes[1]), links, towns;
    $$
    """,
    # What a card shows, and all there is: who may not read results is served from the first.
    "matching_expert(experts)": """
    CREATE FUNCTION matching_expert(e experts) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      codes text[] := CASE WHEN e.disciplines[1] IS NULL THEN '{}' ELSE e.disciplines END;
      towns text[] := coalesce(e.city_code, '') || ARRAY(
        SELECT jsonb_array_elements_text(coalesce(e.profile -> 'willing_places', '[]')));
      words text := array_to_string(e.keywords, '　');
      titles text; older text; more text;
    BEGIN
      IF e.state <> 'filed' THEN
        DELETE FROM matching_documents
          WHERE subject_id = e.id AND collection IN ('expert_card', 'expert_full');
        RETURN;
      END IF;
      -- Results of the last ten years count twice.
      SELECT string_agg(a ->> 'title', '　') FILTER (WHERE is_new),
        string_agg(a ->> 'title', '　') FILTER (WHERE NOT is_new), string_agg(a ->> 'about', '　')
      INTO titles, older, more
      FROM jsonb_array_elements(coalesce(e.profile -> 'achievements', '[]')) AS a,
        LATERAL (SELECT coalesce((a ->> 'year')::integer, 9999)
          > extract(year FROM current_date) - 10 AS is_new) y;
      PERFORM matching_put('expert_card', e.id,
        matching_pack(ARRAY[words, e.summary], ARRAY[2, 1]), codes, e.chains, towns[1:1]);
      PERFORM matching_put('expert_full', e.id,
        matching_pack(
          ARRAY[words, e.summary, titles, older, more,
            e.profile ->> 'service_content', e.profile ->> 'experience'],
          ARRAY[2, 1, 2, 1, 1, 1, 1]), codes, e.chains, towns);
    END $$
    """,
    # The approved version alone: drafts and what is confidential are never indexed.
    "matching_demand(demands)": """
    CREATE FUNCTION matching_demand(d demands) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      said jsonb;
    BEGIN
      SELECT content INTO said FROM demand_versions
        WHERE demand_id = d.id AND number = d.published_number;
      IF said IS NULL OR d.state IN ('draft', 'withdrawn', 'rejected', 'returned') THEN
        DELETE FROM matching_documents WHERE collection = 'demand' AND subject_id = d.id;
        RETURN;
      END IF;
      PERFORM matching_put('demand', d.id,
        matching_pack(
          ARRAY[said ->> 'title',
            (SELECT string_agg(k, '　') FROM jsonb_array_elements_text(said -> 'keywords') AS k),
            (SELECT string_agg(i ->> 'name', '　') FROM jsonb_array_elements(said -> 'indicators') AS i),
            said ->> 'expert_wanted', said ->> 'present_state', said ->> 'tried'],
          ARRAY[3, 1, 1, 1, 1, 1]),
        coalesce(d.disciplines, '{}'),
        CASE WHEN d.chain_code IS NULL THEN '{}' ELSE ARRAY[d.chain_code] END,
        ARRAY[coalesce(d.city_code, '')]);
    END $$
    """,
    "matching_follow()": """
    CREATE FUNCTION matching_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_TABLE_NAME = 'experts' THEN
        PERFORM matching_expert(NEW);
      ELSE
        PERFORM matching_demand(NEW);
      END IF;
      RETURN NULL;
    END $$
    """,
    # Moves documents that are searched one by one into the packed postings: a new segment a call.
    "matching_fold(text, integer)": """
    CREATE FUNCTION matching_fold(kind text, most integer) RETURNS integer LANGUAGE sql AS $$
      WITH knobs AS (
        SELECT (w.settings ->> 'k1')::real AS k1, s.average_length
        FROM matching_weights w, matching_statistics s WHERE w.is_current AND s.collection = kind
      ),
      taken AS MATERIALIZED (
        SELECT number, length, terms FROM matching_documents
        WHERE collection = kind AND NOT is_folded ORDER BY number LIMIT most FOR UPDATE
      ),
      packed AS (
        INSERT INTO matching_postings (collection, term, documents)
        SELECT kind, e >> 16, array_agg(number::bigint << 16
          | round(1000 * (e & 65535) * (k1 + 1) / ((e & 65535) + bend))::bigint)
        FROM (
          SELECT number, unnest(terms) AS e, k1, k1 * length / average_length AS bend
          FROM taken, knobs
        ) spread
        GROUP BY e >> 16
      ),
      marked AS (
        UPDATE matching_documents d SET is_folded = true FROM taken
        WHERE d.number = taken.number RETURNING 1
      )
      SELECT count(*)::integer FROM marked
    $$
    """,
    # Counts a collection anew: lengths, document frequencies, and which field a term speaks for.
    "matching_count(text)": """
    CREATE FUNCTION matching_count(kind text) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      prior real; smooth real; most real;
    BEGIN
      SELECT pseudo_documents INTO prior FROM matching_statistics WHERE collection = kind;
      SELECT (settings ->> 'smoothing')::real INTO smooth FROM matching_weights WHERE is_current;
      UPDATE matching_statistics s SET documents = found.n, counted_at = now(),
        average_length = (found.total + prior * pseudo_length) / (found.n + prior)
      FROM (SELECT count(*) AS n, coalesce(sum(length), 0) AS total FROM matching_documents
        WHERE collection = kind) found
      WHERE s.collection = kind;
      SELECT greatest(0.3 * documents, 30) INTO most FROM matching_statistics
        WHERE collection = kind;
      DELETE FROM matching_frequencies WHERE collection = kind;
      INSERT INTO matching_frequencies (collection, term, documents, fields, gains)
      WITH counted AS MATERIALIZED (
        SELECT e >> 16 AS term, field, count(*) AS documents, sum(e & 65535) AS n
        FROM (
          SELECT unnest(terms) AS e, coalesce(fields[1], '') AS field FROM matching_documents
          WHERE collection = kind
        ) spread
        GROUP BY 1, 2
      ),
      whole AS (SELECT sum(n) AS n FROM counted),
      by_field AS (SELECT field, sum(n) AS n FROM counted GROUP BY field),
      by_term AS (SELECT term, sum(n) AS n FROM counted GROUP BY term)
      SELECT kind, coalesce(own.term, c.term), coalesce(own.documents, 0) + prior * coalesce(c.share, 0),
        -- What stands in a third of all documents speaks for no field.
        CASE WHEN own.documents <= most THEN coalesce(own.fields, '{}') ELSE '{}' END,
        CASE WHEN own.documents <= most THEN coalesce(own.gains, '{}') ELSE '{}' END
      FROM (
        SELECT term, sum(counted.documents) AS documents,
          array_agg(field) FILTER (WHERE field <> '') AS fields,
          array_agg(ln(1 + (1 - smooth) / smooth * counted.n / by_field.n
            * whole.n / by_term.n)::real) FILTER (WHERE field <> '') AS gains
        FROM counted JOIN by_field USING (field) JOIN by_term USING (term), whole
        GROUP BY term
      ) own
      FULL JOIN matching_common_terms c ON c.term = own.term;
    END $$
    """,
    # Folds everything again with today's lengths; readers see the old index until the commit.
    "matching_unfold(text)": """
    CREATE FUNCTION matching_unfold(kind text) RETURNS integer LANGUAGE sql AS $$
      DELETE FROM matching_postings WHERE collection = kind;
      WITH opened AS (
        UPDATE matching_documents SET is_folded = false WHERE collection = kind AND is_folded
      )
      SELECT count(*)::integer FROM matching_documents WHERE collection = kind;
    $$
    """,
}


def _create_index() -> None:
    op.create_table(
        "matching_documents",
        sa.Column("number", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("is_folded", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("length", sa.REAL(), nullable=False),
        sa.Column("field_group", sa.Text(), nullable=True),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("chains", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("places", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("terms", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_matching_documents")),
    )
    op.create_index(
        "uq_matching_documents_subject",
        "matching_documents",
        ["collection", "subject_id"],
        unique=True,
    )
    op.create_index(
        "ix_matching_documents_recent",
        "matching_documents",
        ["collection", "number"],
        postgresql_where=sa.text("NOT is_folded"),
    )
    op.create_table(
        "matching_postings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("documents", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_postings")),
    )
    op.create_index("ix_matching_postings_term", "matching_postings", ["collection", "term"])
    # Unpacking a long list costs more than reading it.
    op.execute("ALTER TABLE matching_postings ALTER documents SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE matching_documents ALTER terms SET STORAGE EXTERNAL")


def _create_counts() -> None:
    op.create_table(
        "matching_frequencies",
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("documents", sa.REAL(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("gains", postgresql.ARRAY(sa.REAL()), nullable=False),
        sa.PrimaryKeyConstraint("collection", "term", name=op.f("pk_matching_frequencies")),
    )
    op.create_table(
        "matching_statistics",
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("documents", sa.BigInteger(), nullable=False),
        sa.Column("average_length", sa.REAL(), nullable=False),
        sa.Column("pseudo_documents", sa.REAL(), nullable=False),
        sa.Column("pseudo_length", sa.REAL(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("collection", name=op.f("pk_matching_statistics")),
    )
    op.create_table(
        "matching_common_terms",
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.REAL(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_matching_common_terms")),
    )
    op.create_table(
        "matching_weights",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_matching_weights")),
    )
    op.create_index(
        "uq_matching_weights_current",
        "matching_weights",
        ["is_current"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )


def _create_lists() -> None:
    op.create_table(
        "matching_lists",
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("weights_version", sa.Text(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(), nullable=False),
        sa.Column("result", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["weights_version"],
            ["matching_weights.name"],
            name=op.f("fk_matching_lists_weights_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_lists")),
    )
    op.create_index(
        "uq_matching_lists_once",
        "matching_lists",
        ["subject_kind", "subject_id", "collection", "shown_on", "digest"],
        unique=True,
    )
    op.create_index("ix_matching_lists_day", "matching_lists", ["shown_on"])
    op.create_table(
        "matching_exposures",
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_matching_exposures_expert_id")
        ),
        sa.PrimaryKeyConstraint("expert_id", name=op.f("pk_matching_exposures")),
    )


def _fill() -> None:
    common = " ".join([*GRAMMAR, COMMONPLACE])
    op.execute(
        "INSERT INTO matching_common_terms SELECT DISTINCT term, 0.5"
        f" FROM matching_terms('{common}')"
    )
    op.execute(f"INSERT INTO matching_weights VALUES ('2026-11', true, '{WEIGHTS}')")
    for name in COLLECTIONS:
        op.execute(
            f"INSERT INTO matching_statistics VALUES"
            f" ('{name}', 0, {PSEUDO_LENGTH}, {PSEUDO_DOCUMENTS}, {PSEUDO_LENGTH}, NULL)"
        )
        op.execute(
            f"INSERT INTO matching_frequencies SELECT '{name}', term,"
            f" share * {PSEUDO_DOCUMENTS}, '{{}}', '{{}}' FROM matching_common_terms"
        )
    op.execute("SELECT matching_expert(e) FROM experts e WHERE e.state = 'filed'")
    op.execute("SELECT matching_demand(d) FROM demands d WHERE d.published_number IS NOT NULL")


def _follow() -> None:
    for table, columns in (
        (
            "experts",
            "state, keywords, summary, profile, disciplines, chains, city_code, is_designable",
        ),
        ("demands", "state, published_number, disciplines, chain_code, city_code"),
    ):
        op.execute(
            f"CREATE TRIGGER matching_follow AFTER INSERT OR UPDATE OF {columns} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION matching_follow()"
        )


def upgrade() -> None:
    """Create the index with its keepers, and fill it from what is there."""
    _create_index()
    _create_counts()
    _create_lists()
    for function in FUNCTIONS.values():
        op.execute(function)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON matching_lists"
        " FOR EACH ROW EXECUTE FUNCTION append_only()"
    )
    _fill()
    _follow()


def downgrade() -> None:
    """Take it away again."""
    for table in ("experts", "demands"):
        op.execute(f"DROP TRIGGER matching_follow ON {table}")
    for function in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {function}")
    for name in ("exposures", "lists", "weights", "common_terms", "statistics"):
        op.drop_table(f"matching_{name}")
    for name in ("frequencies", "postings", "documents"):
        op.drop_table(f"matching_{name}")
