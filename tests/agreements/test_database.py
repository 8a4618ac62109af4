"""What the database itself refuses, by direct SQL (trust.md D05, D06)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.factories import agreements as made


async def run(db, statement, **values):
    async with db.transaction() as session:
        await session.execute(text(statement), values)


async def one(db, query, **values):
    async with db.reading() as session:
        return (await session.execute(text(query), values)).one()


@pytest.mark.clause("5.4.1")
async def test_signed_means_two_signatures(db):
    contract = await made.drafted_agreement(db)
    await made.sign(db, contract.enterprise, contract.agreement.id)
    with pytest.raises(IntegrityError, match="ck_agreements_both_signatures"):
        await run(
            db,
            "UPDATE agreements SET state = 'signed', version = version + 1 WHERE id = :id",
            id=contract.agreement.id,
        )


@pytest.mark.clause("5.4.1")
async def test_a_signature_cannot_stand_for_another_text(db):
    contract = await made.signed_agreement(db)
    with pytest.raises(IntegrityError, match=r"fk_agreements_(enterprise|expert)_signature"):
        await run(
            db,
            "UPDATE agreements SET text = 'x', text_hash = :hash, version = version + 1"
            " WHERE id = :id",
            id=contract.agreement.id,
            hash="0" * 64,
        )


@pytest.mark.clause("5.4.1")
async def test_one_sides_signature_cannot_stand_for_the_other(db):
    contract = await made.drafted_agreement(db)
    await made.sign(db, contract.enterprise, contract.agreement.id)
    with pytest.raises(IntegrityError, match="fk_agreements_expert_signature"):
        await run(
            db,
            "UPDATE agreements SET expert_signature_id = enterprise_signature_id,"
            " version = version + 1 WHERE id = :id",
            id=contract.agreement.id,
        )


@pytest.mark.clause("5.4.1")
@pytest.mark.parametrize("table", ["agreement_signatures", "agreement_texts", "filings"])
@pytest.mark.parametrize("change", ["UPDATE {} SET created_at = now()", "DELETE FROM {}"])
async def test_what_was_signed_is_never_rewritten(db, table, change):
    await made.filed_agreement(db)
    with pytest.raises(IntegrityError, match="append_only"):
        await run(db, change.format(table))


@pytest.mark.clause("5.4.2")
async def test_filed_means_an_accepted_filing(db):
    contract = await made.signed_agreement(db)
    with pytest.raises(IntegrityError, match="ck_agreements_filing"):
        await run(
            db,
            "UPDATE agreements SET state = 'filed', version = version + 1 WHERE id = :id",
            id=contract.agreement.id,
        )


@pytest.mark.clause("5.4.2")
async def test_no_service_stands_on_a_returned_filing(db):
    served = await made.filed_agreement(db)
    columns = (
        "match_id, agreement_id, demand_id, enterprise_id, expert_id, organisation_id,"
        " started_on, planned_end_on, state, version, created_at, updated_at"
    )
    returned = (
        "INSERT INTO filings (id, agreement_id, match_id, organisation_id, outcome, text_hash,"
        " decided_by, decided_by_name, decided_at, created_at)"
        " SELECT gen_random_uuid(), agreement_id, match_id, organisation_id, 'returned',"
        " text_hash, decided_by, decided_by_name, now(), now() FROM filings RETURNING id"
    )
    async with db.transaction() as session:
        filing = (await session.execute(text(returned))).scalar_one()
    with pytest.raises(IntegrityError, match="fk_engagements_accepted_filing"):
        await run(
            db,
            "UPDATE engagements SET filing_id = :filing, version = version + 1 WHERE id = :id",
            filing=filing,
            id=served.id,
        )
    with pytest.raises(IntegrityError, match="filing_id"):
        await run(
            db,
            f"INSERT INTO engagements (id, {columns}) SELECT gen_random_uuid(), {columns}"
            " FROM engagements",
        )


async def test_a_state_without_its_event_is_refused(db):
    contract = await made.drafted_agreement(db)
    with pytest.raises(IntegrityError, match="D21"):
        await run(
            db,
            "UPDATE agreements SET state = 'void', version = version + 1 WHERE id = :id",
            id=contract.agreement.id,
        )
