"""What the database itself refuses, by direct SQL (trust.md D11, D12, D13)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.engagements import service
from backend.engagements.schemas import ChangeDecisionIn, ChangeIn
from backend.evaluations import service as evaluations
from tests.factories import agreements as made

RATE = (
    "INSERT INTO ratings (id, engagement_id, from_party, to_party, grade, criteria, comment,"
    " account_id, rater_name, given_at, created_at) VALUES (gen_random_uuid(), :engagement,"
    " :giver, :taker, :grade, '{}', '', :account, '演示', now(), now())"
)
END = "UPDATE engagements SET state = :state, version = version + 1 WHERE id = :id"


async def run(db, statement, **values):
    async with db.transaction() as session:
        await session.execute(text(statement), values)


def word(served, giver="expert", taker="enterprise", grade=4):
    account = served.expert.account_id
    return {
        "engagement": served.id,
        "giver": giver,
        "taker": taker,
        "grade": grade,
        "account": account,
    }


@pytest.mark.clause("5.7.1")
async def test_a_rating_stands_on_an_end(db):
    served = await made.filed_agreement(db)
    with pytest.raises(IntegrityError, match="fk_ratings_engagement_id"):
        await run(db, RATE, **word(served))


@pytest.mark.clause("5.7.1")
async def test_a_rating_is_given_once_to_another_and_never_altered(db):
    served = await made.ended_engagement(db)
    await run(db, RATE, **word(served))
    with pytest.raises(IntegrityError, match="uq_ratings_engagement_id_from_party_to_party"):
        await run(db, RATE, **word(served, grade=3))
    with pytest.raises(IntegrityError, match="ck_ratings_not_self"):
        await run(db, RATE, **word(served, taker="expert"))
    with pytest.raises(IntegrityError, match="ck_ratings_parties"):
        await run(db, RATE, **word(served, giver="passer-by"))
    with pytest.raises(IntegrityError, match="ck_ratings_words"):
        await run(db, RATE, **word(served, taker="liaison", grade=1))
    with pytest.raises(IntegrityError, match="ck_ratings_grade"):
        await run(db, RATE, **word(served, taker="liaison", grade=6))
    for change in ("UPDATE ratings SET grade = 3", "DELETE FROM ratings"):
        with pytest.raises(IntegrityError, match="append_only"):
            await run(db, change)


@pytest.mark.clause("5.6.2")
@pytest.mark.parametrize("state", ["replaced", "terminated"])
async def test_no_replacement_or_early_end_without_a_request(db, state):
    served = await made.filed_agreement(db)
    with pytest.raises(IntegrityError, match="ck_engagements_approved_change"):
        await run(db, END, id=served.id, state=state)


@pytest.mark.clause("5.6.2")
async def test_a_refused_request_ends_nothing(db):
    served = await made.filed_agreement(db)
    body = ChangeIn(kind="termination", reason="希望提前终止。")
    change = (await service.request_change(db, served.expert, served.id, body)).changes[0]
    forged = (
        "UPDATE engagements SET state = 'terminated', change_request_id = :change,"
        " version = version + 1 WHERE id = :id"
    )
    with pytest.raises(IntegrityError, match="fk_engagements_approved_change"):
        await run(db, forged, id=served.id, change=change.id)
    no = ChangeDecisionIn(decision="refuse", note="请继续履行。")
    await evaluations.decide_change(db, served.reviewer, change.id, no)
    with pytest.raises(IntegrityError, match="fk_engagements_approved_change"):
        await run(db, forged, id=served.id, change=change.id)


@pytest.mark.clause("5.6.1")
async def test_what_has_ended_stays_ended(db):
    served = await made.ended_engagement(db)
    for table in ("expert_places", "place_uses"):
        reopen = f"UPDATE {table} SET closed_at = NULL, version = version + 1"
        with pytest.raises(IntegrityError, match="D13"):
            await run(db, reopen)
    with pytest.raises(IntegrityError, match="append_only"):
        await run(db, "DELETE FROM engagement_endings")
    twice = "INSERT INTO engagement_endings VALUES (:id, 'ended', now())"
    with pytest.raises(IntegrityError, match="pk_engagement_endings"):
        await run(db, twice, id=served.id)
