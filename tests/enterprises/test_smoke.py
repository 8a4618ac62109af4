from tests.factories import enterprises as make


async def test_approve(db):
    made = await make.approved_enterprise(db)
    assert made.id
