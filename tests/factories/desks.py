"""A desk with colleagues, and cases on it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from backend.conflicts import service as conflicts
from backend.conflicts.schemas import InterestIn
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.database import Database
from backend.reviews import service as reviews
from backend.reviews.schemas import DecisionIn, QueueQuery, TaskRead
from backend.reviews.states import Decision
from tests.factories import people

API = "/api/v1"
APPROVAL = DecisionIn(number=1, decision=Decision.APPROVE, attested=True)
RETURN = DecisionIn.model_validate(
    {
        "number": 1,
        "decision": "return",
        "reasons": [{"pointer": "/business", "message": "请写明主要产品和生产规模。"}],
    }
)


async def colleague(db: Database, reviewer: Actor, name: str = "演示同事") -> Actor:
    """Somebody else who reviews for the same organisation."""
    account_id = await people.account(db, name)
    async with db.transaction() as session:
        await identity.give_hat(
            session, account_id, Role.REVIEWER, organisation_id=reviewer.organisation_id
        )
    return await people.actor(db, account_id, Role.REVIEWER)


async def concerned(db: Database, reviewer: Actor, uscc: str) -> None:
    """The reviewer declares an interest in an enterprise."""
    body = InterestIn(kind="shares", enterprise_uscc=uscc, enterprise_name="演示关联企业")
    await conflicts.declare_interest(db, reviewer, body)


async def queue(db: Database, reviewer: Actor, **asked) -> list[TaskRead]:
    """What the reviewer finds on the desk."""
    return (await reviews.queue(db, reviewer, QueueQuery(limit=100, **asked))).items


async def overdue(db: Database, subject_id: UUID, days: int) -> None:
    """The case should have been decided some days ago."""
    late = clock.today() - timedelta(days=days)
    statement = (
        "UPDATE review_tasks SET due_on = :late, version = version + 1"
        " WHERE subject_id = :id AND closed_at IS NULL"
    )
    async with db.transaction() as session:
        await session.execute(text(statement), {"late": late, "id": subject_id})


async def order(db: Database, reviewer: Actor, decision: str, *subject_ids: UUID, **more) -> dict:
    """The body of a batch decision on what lies on the desk."""
    numbers = {one.subject_id: one for one in await queue(db, reviewer)}
    items = [
        {
            "subject": numbers[id].subject if id in numbers else "enterprises",
            "subject_id": str(id),
            "number": numbers[id].number if id in numbers else 1,
        }
        for id in subject_ids
    ]
    return {"items": items, "decision": decision, **more}
