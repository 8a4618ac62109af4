"""What the database holds of the desk even against direct SQL."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.batches import service as batches
from backend.platform import clock
from backend.platform.calendar import end_of_day
from backend.reviews import service
from tests.factories import desks
from tests.factories import enterprises as make
from tests.factories import experts as make_expert


async def another_review(db, **changes: str) -> None:
    """The review there is, once more for the open task, with these columns changed."""
    listed = (
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = 'reviews' AND column_name <> 'id'"
    )
    async with db.transaction() as session:
        columns = list((await session.execute(text(listed))).scalars())
        values = {name: f"r.{name}" for name in columns}
        values["task_id"] = "(SELECT id FROM review_tasks WHERE closed_at IS NULL)"
        values |= changes
        await session.execute(
            text(
                f"INSERT INTO reviews (id, {', '.join(columns)})"
                f" SELECT gen_random_uuid(), {', '.join(values.values())} FROM reviews r"
            )
        )


async def on_the_desk_again(db):
    """An enterprise whose approval was taken back: a review, and an open task without one."""
    made = await make.approved_enterprise(db)
    await make.county(db, "360425")
    (recent,) = await service.recent(db, made.reviewer)
    await service.undo(db, made.reviewer, recent.review_id)
    return made


@pytest.mark.clause("4.4")
@pytest.mark.parametrize(
    "changes",
    [
        {"organisation_id": "(SELECT id FROM organisations o WHERE o.id <> r.organisation_id)"},
        {"relation": "'in_city'"},
        {"subject_version": "2"},
        {"reviewer_account_id": "r.subject_account_id"},
    ],
)
async def test_a_decision_is_its_tasks_and_by_somebody_of_its_body(db, changes):
    await on_the_desk_again(db)
    with pytest.raises(IntegrityError, match=r"\[D09\]"):
        await another_review(db, **changes)


@pytest.mark.clause("4.7")
async def test_a_body_decides_only_where_it_is(db):
    made = await on_the_desk_again(db)
    move = "UPDATE organisations SET county_code = '360999', version = version + 1 WHERE id = :id"
    async with db.transaction() as session:
        await session.execute(text(move), {"id": made.reviewer.organisation_id})
    with pytest.raises(IntegrityError, match=r"\[D09\]"):
        await another_review(db)


@pytest.mark.clause("A2.3")
async def test_nobody_decides_where_he_has_an_interest(db):
    made = await on_the_desk_again(db)
    await desks.concerned(db, made.reviewer, made.uscc)
    with pytest.raises(IntegrityError, match=r"\[D10\]"):
        await another_review(db)


async def test_the_plain_copy_is_let_through(db):
    await on_the_desk_again(db)
    await another_review(db)


@pytest.mark.clause("6.4.1")
async def test_a_frozen_list_keeps_its_entries(db):
    made = await make_expert.recommended_expert(db)
    batch_id = await make_expert.batch_of(db, made)
    month = (await batches.read(db, made.reviewer, batch_id)).month
    with clock.at(max(clock.now(), end_of_day(month.replace(day=20)))):
        await batches.freeze(db, made.reviewer, batch_id)
    with pytest.raises(IntegrityError, match=r"\[D19\]"):
        async with db.transaction() as session:
            await session.execute(text("DELETE FROM batch_entries"))


@pytest.mark.clause("3.1.2")
async def test_nothing_rests_on_an_undone_approval(db):
    await make_expert.recommended_expert(db)
    statement = (
        "INSERT INTO review_revocations (id, created_at, review_id, account_id)"
        " SELECT gen_random_uuid(), now(), id, reviewer_account_id FROM reviews"
    )
    with pytest.raises(IntegrityError, match=r"\[undone\]"):
        async with db.transaction() as session:
            await session.execute(text(statement))


async def test_a_revocation_stays(db):
    await on_the_desk_again(db)
    with pytest.raises(IntegrityError, match="append_only"):
        async with db.transaction() as session:
            await session.execute(text("DELETE FROM review_revocations"))
