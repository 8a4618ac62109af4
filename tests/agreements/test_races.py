"""Many at once: each agreement is drafted, signed and filed exactly once."""

import pytest
from sqlalchemy import text

from backend.agreements import service
from backend.agreements.schemas import AgreementIn, FilingIn, SignIn
from backend.engagements import service as engagements
from tests.factories import agreements as made
from tests.factories import matches
from tests.factories.races import all_at_once


async def count(db, query):
    async with db.reading() as session:
        return (await session.execute(text(query))).scalar_one()


@pytest.mark.clause("5.4.1")
async def test_both_sides_sign_all_at_once(db):
    contract = await made.drafted_agreement(db)
    body = SignIn(text_hash=contract.agreement.text_hash, signer_name="演示签字人")
    signers = [contract.enterprise, contract.expert] * 4
    done, refused = await all_at_once(
        *[service.sign(db, actor, contract.agreement.id, body) for actor in signers]
    )
    assert sorted(answer.state for answer in done) == ["partly_signed", "signed"]
    assert {problem.status for problem in refused} == {409}
    assert await count(db, "SELECT count(*) FROM agreement_signatures") == 2
    open_tasks = "SELECT count(*) FROM review_tasks WHERE subject_type = 'agreements'"
    assert await count(db, open_tasks) == 1


async def test_both_sides_draft_all_at_once(db):
    around, match = await matches.agreed_match(db)
    body = AgreementIn(match_id=match.id)
    sides = [around.enterprise, around.expert] * 4
    done, refused = await all_at_once(*[service.open_agreement(db, actor, body) for actor in sides])
    assert len({answer.id for answer in done}) == 1
    assert refused == []


@pytest.mark.clause("5.4.2")
async def test_one_filing_starts_one_service(db):
    contract = await made.signed_agreement(db)
    body = FilingIn(decision="accept")
    attempts = [
        engagements.file_agreement(db, contract.reviewer, contract.agreement.id, body)
        for _ in range(8)
    ]
    done, refused = await all_at_once(*attempts)
    assert (len(done), {problem.status for problem in refused}) == (1, {409})
    assert await count(db, "SELECT count(*) FROM engagements") == 1
    assert await count(db, "SELECT count(*) FROM filings") == 1
