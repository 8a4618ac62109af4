"""Many at once: an end frees the place once, a change is decided once."""

import pytest
from sqlalchemy import text

from backend.engagements import service
from backend.engagements.schemas import ChangeDecisionIn, ChangeIn
from backend.evaluations import service as evaluations
from tests.factories import agreements as made
from tests.factories.races import all_at_once


async def count(db, query):
    async with db.reading() as session:
        return (await session.execute(text(query))).scalar_one()


async def at_once(attempts):
    """How many succeeded, and with which status the others were refused."""
    done, refused = await all_at_once(*attempts)
    return len(done), {problem.status for problem in refused}


@pytest.mark.clause("5.6.1")
async def test_confirmations_at_once_free_the_place_once(db):
    served = await made.filed_agreement(db)
    await made.propose_end(db, served.expert, served.id)
    confirm = [evaluations.confirm_end(db, served.enterprise, served.id) for _ in range(10)]
    assert await at_once(confirm) == (1, {409})
    assert await count(db, "SELECT count(*) FROM engagement_endings") == 1
    assert await count(db, "SELECT count(*) FROM rating_windows") == 1
    closed = "SELECT count(*) FROM expert_places WHERE closed_at IS NOT NULL AND version = 2"
    assert await count(db, closed) == 1
    freed = "SELECT count(*) FROM audit_events WHERE action = 'confirm_end'"
    assert await count(db, freed) == 1


@pytest.mark.clause("5.6.2")
async def test_a_change_is_requested_and_decided_once(db):
    served = await made.filed_agreement(db)
    body = ChangeIn(kind="termination", reason="双方协商，提前终止。")
    sides = [served.expert, served.enterprise] * 5
    asked = [service.request_change(db, actor, served.id, body) for actor in sides]
    assert await at_once(asked) == (1, {409})
    change = (await service.read(db, served.expert, served.id)).changes[0]
    decision = ChangeDecisionIn(decision="approve", note="同意。")
    decided = [
        evaluations.decide_change(db, served.reviewer, change.id, decision) for _ in range(8)
    ]
    assert await at_once(decided) == (1, {409})
    assert await count(db, "SELECT count(*) FROM engagement_endings") == 1


@pytest.mark.clause("5.7.1")
async def test_the_same_rating_at_once_counts_once(db):
    served = await made.ended_engagement(db)
    body = made.rating("expert", "enterprise")
    given = [evaluations.rate(db, served.expert, served.id, body) for _ in range(10)]
    assert await at_once(given) == (1, {409})
    assert await count(db, "SELECT count(*) FROM ratings") == 1
