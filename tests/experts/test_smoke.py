from tests.factories import experts as make


async def test_submit(db):
    made = await make.submitted_expert(db)
    assert made.id
