"""Cutting text into terms for the search box."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from backend.platform import search
from backend.platform.database import Database


def test_chinese_runs_become_pairs_and_latin_words_stay_whole() -> None:
    assert search.terms("铜箔 5G-A 基站，PCB板") == ["铜箔", "5g-a", "基站", "pcb", "板"]


def test_full_width_letters_are_the_same_words() -> None:
    assert search.terms("ＰＣＢ") == ["pcb"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
async def test_any_text_makes_a_vector_and_a_query_postgresql_reads(
    db: Database, words: str
) -> None:
    asked = text("SELECT CAST(:v AS tsvector) @@ CAST(:q AS tsquery)")
    async with db.reading() as session:
        values = {"v": search.vector(("A", words)), "q": search.all_of(words)}
        found = await session.scalar(asked, values)
    assert found is bool(search.terms(words))
