"""Approvals and freezes at the same moment, on a real database."""

import asyncio
from datetime import datetime

import pytest

from backend.batches import service
from backend.batches.schemas import BatchQuery
from backend.experts import service as experts
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.problems import Problem
from tests.factories import experts as make


async def outcomes(*calls) -> list[object]:
    """What each of several simultaneous calls gave or raised."""
    return await asyncio.gather(*calls, return_exceptions=True)


@pytest.mark.clause("6.4.1")
async def test_the_first_approvals_of_a_month_share_one_batch(db):
    made = [await make.submitted_expert(db) for _ in range(6)]
    found = await outcomes(*(make.approve(db, one) for one in made))
    assert found == [None] * 6
    listed = await service.listing(db, made[0].reviewer, BatchQuery())
    assert [batch.entry_count for batch in listed.items] == [6]


@pytest.mark.clause("6.4.1")
async def test_an_approval_beside_the_freeze_is_in_the_list_or_in_the_next(db):
    with clock.at(datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)):
        first = await make.recommended_expert(db)
        made = [await make.submitted_expert(db) for _ in range(4)]
        batch_id = await make.batch_of(db, first)
        found = await outcomes(
            *(make.approve(db, one) for one in made[:2]),
            service.freeze(db, first.reviewer, batch_id),
            *(make.approve(db, one) for one in made[2:]),
        )
        assert not [one for one in found if isinstance(one, Exception)]
        listed = await service.listing(db, first.reviewer, BatchQuery())
        frozen = await service.read(db, first.reviewer, batch_id)
    assert sum(batch.entry_count for batch in listed.items) == 5
    assert frozen.list_is_intact


@pytest.mark.clause("3.1.2")
async def test_two_reviewers_at_once_make_one_decision(db):
    made = await make.submitted_expert(db)
    found = await outcomes(*(make.approve(db, made) for _ in range(4)))
    refused = [one for one in found if isinstance(one, Problem)]
    assert found.count(None) == 1
    assert {one.status for one in refused} == {409}
    assert (await experts.read(db, made.actor, made.id)).state == "recommended"


@pytest.mark.clause("3.1.1")
async def test_a_submission_pressed_twice_is_one(db):
    await make.bureau(db)
    actor, detail = await make.draft_expert(db)
    found = await outcomes(*(make.submit(db, actor, detail) for _ in range(4)))
    refused = [one for one in found if isinstance(one, Problem)]
    assert len(refused) == 3
    assert {one.status for one in refused} <= {409, 412}
    assert len(await experts.read_submissions(db, actor, detail.id)) == 1


async def test_two_drafts_of_one_person_at_once_are_one(db):
    from backend.experts.schemas import ExpertDraft
    from tests.factories import people

    person = await people.person(db)
    found = await outcomes(*(experts.start(db, person, ExpertDraft()) for _ in range(4)))
    refused = [one for one in found if isinstance(one, Problem)]
    assert len(refused) == 3
    assert {one.status for one in refused} == {409}
