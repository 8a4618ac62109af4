"""A batch of hundreds: the first expert goes the whole way, the others are copied from it."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches.models import BatchEntry
from backend.experts.models import Expert, ExpertSubmission
from backend.experts.service import sealing
from backend.experts.states import EXPERT
from backend.identity.actor import SYSTEM
from backend.identity.models import Account
from backend.identity.states import ACCOUNT
from backend.platform import audit
from backend.platform.content import content_hash
from backend.platform.database import Database
from backend.platform.identifiers import new_id
from backend.reviews.models import Review, ReviewTask
from tests.factories import experts as make
from tests.factories.experts import MadeExpert

R = TypeVar("R")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "一二三四五六七八九十"


def name_of(k: int) -> str:
    """A name nobody else of the batch has: 钱二一五."""
    return SURNAMES[k % 20] + GIVEN[k // 100 % 10] + GIVEN[k // 10 % 10] + GIVEN[k % 10]


def copy(row: R, **changes: Any) -> R:
    """The row once more under a new key."""
    columns = inspect(type(row)).column_attrs
    kept = {c.key: getattr(row, c.key) for c in columns if not c.deferred}
    return type(row)(**kept | {"id": new_id()} | changes)


async def full_batch(db: Database, count: int) -> tuple[MadeExpert, UUID, list[str]]:
    """An open batch with so many approved experts, and their names in the list's order."""
    first = await make.recommended_expert(db, name=name_of(0))
    async with db.transaction() as session:
        query = select(BatchEntry).where(BatchEntry.expert_id == first.id)
        entry = (await session.execute(query)).scalar_one()
        for k in range(1, count):
            await _copy(session, entry, k)
    return first, entry.batch_id, [name_of(k) for k in range(count)]


async def _copy(session: AsyncSession, entry: BatchEntry, k: int) -> None:
    submission = await session.get_one(ExpertSubmission, entry.submission_id)
    review = await session.get_one(Review, entry.review_id)
    task = await session.get_one(ReviewTask, review.task_id)
    content = sealing.opened(submission.content)
    content |= {"name": name_of(k), "employer_name": f"演示第{k}研究院", "phone": f"138{k:08d}"}
    expert = await _person(session, entry.expert_id, k)
    sent = copy(
        submission,
        expert_id=expert.id,
        content=sealing.sealed(content),
        content_hash=content_hash(content),
    )
    done = copy(task, subject_id=expert.id)
    session.add_all([sent, done])
    await session.flush()
    approval = copy(review, task_id=done.id, subject_id=expert.id)
    session.add(approval)
    expert.submission_id = sent.id
    for step in ("submit", "approve"):
        await audit.transition(session, expert, EXPERT, step, SYSTEM)
    his = {"expert_id": expert.id, "submission_id": sent.id, "review_id": approval.id}
    waived = [] if k % 50 else ["ELIG-AGE"]
    session.add(BatchEntry(batch_id=entry.batch_id, waived_rules=waived, **his))
    await session.flush()


async def _person(session: AsyncSession, like: UUID, k: int) -> Expert:
    expert = await session.get_one(Expert, like)
    account = await session.get_one(Account, expert.account_id)
    owner = copy(account, phone=f"101{k:08d}", email=None)
    await audit.create(session, owner, ACCOUNT, SYSTEM)
    his = copy(
        expert,
        account_id=owner.id,
        submission_id=None,
        state="draft",
        name=name_of(k),
        number=f"TP-2026-{900_000 + k}",
        id_fingerprint=f"copy{k}",
        search=None,
    )
    await audit.create(session, his, EXPERT, SYSTEM)
    return his
