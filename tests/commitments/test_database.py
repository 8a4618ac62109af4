"""What was published and signed stays, whoever asks the database."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.commitments import service
from tests.factories import commitments as make
from tests.factories import experts, people

WRONG_HASH = """
INSERT INTO commitment_texts (id, created_at, kind, number, title, body, text_hash, valid_from)
VALUES (gen_random_uuid(), now(), 'expert', 9, 'a', 'b', repeat('0', 64), '2030-01-01')
"""
NO_SEAL = """
INSERT INTO commitment_signatures (id, created_at, text_id, text_hash, account_id, signer_name,
  signed_at, subject_type, subject_id, content_hash)
SELECT gen_random_uuid(), now(), t.id, t.text_hash, a.id, 'x', now(), 'enterprises', t.id, 'y'
FROM commitment_texts t, accounts a WHERE t.kind = 'enterprise' LIMIT 1
"""
SAME_PERSON = """
UPDATE commitment_drafts SET published_by = drafted_by, version = version + 1
WHERE state = 'proposed'
"""


@pytest.mark.clause("A2", "A3")
@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("UPDATE commitment_texts SET body = body || '。'", "append_only"),
        ("UPDATE commitment_texts SET valid_from = valid_from - 1", "append_only"),
        ("DELETE FROM commitment_signatures", "append_only"),
        ("UPDATE commitment_drafts SET title = 'x', version = version + 1", "draft_closed"),
        ("DELETE FROM commitment_drafts", "draft_closed"),
        (WRONG_HASH, "commitment_text_hash"),
        (NO_SEAL, "commitment_sealed_copy"),
    ],
)
async def test_the_database_keeps_what_was_published_and_signed(db, statement, guard):
    await experts.submitted_expert(db)
    await make.published(db, "expert")
    with pytest.raises(DBAPIError, match=guard):
        async with db.transaction() as session:
            await session.execute(text(statement))


async def test_the_author_cannot_be_made_the_publisher(db):
    author = await people.officer(db)
    made = await make.draft(db, author, "expert")
    await service.move_draft(db, author, made.id, "propose")
    with pytest.raises(DBAPIError, match="two_persons"):
        async with db.transaction() as session:
            await session.execute(text(SAME_PERSON))
