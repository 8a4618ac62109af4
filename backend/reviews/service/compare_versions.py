"""What a submission was, which round decides it, and what changed since another."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.deadlines.service import timetable
from backend.platform import clock
from backend.platform.calendar import end_of_day
from backend.platform.forms import Form, with_defaults
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.platform.versions import FieldChange, VersionDiff, compare
from backend.reviews.schemas import RoundRead, VersionPair


def submission_fields(submission: Any, row: AnyRow) -> dict[str, Any]:
    """What SubmissionRead says of a stored submission and its signature, content apart."""
    return {
        "id": submission.id,
        "number": submission.number,
        "submitted_at": submission.created_at,
        "content_hash": submission.content_hash,
        "policy_name": submission.policy_name,
        "verdicts": submission.verdicts,
        "commitment_title": row.title,
        "signer_name": row.signer_name,
        "signed_at": row.signed_at,
    }


def version_diff(
    form: type[Form],
    contents: Mapping[int | None, Mapping[str, Any]],
    asked: VersionPair,
    shown: Callable[[FieldChange], FieldChange] = lambda change: change,
) -> VersionDiff:
    """What changed from one of the contents to another; None is the draft.

    `shown` masks a change for its reader. Raises 404 for a number that is none of the contents'.
    """
    if not {asked.before, asked.after} <= contents.keys():
        raise not_found("这一次提交")
    before, after = (with_defaults(form, contents[one]) for one in (asked.before, asked.after))
    changes = [shown(one) for one in compare(before, after, list(form.model_fields))]
    return VersionDiff(before=asked.before, after=asked.after, changes=changes)


async def round_of(session: AsyncSession, submitted_at: datetime, due_on: date) -> RoundRead:
    """Step: the monthly round a submission is decided in, by the deadlines as they were moved."""
    table = await timetable(session)
    # The last moment of its due day still counts.
    month = table.round_of(end_of_day(due_on) - timedelta(seconds=1))
    day = submitted_at.astimezone(clock.SHANGHAI).date()
    return RoundRead(
        submitted_on=day,
        due_on=due_on,
        guarantee_day=table.guarantee_day,
        deadline_on=table.review(month),
        guaranteed=day <= table.guarantee(day),
        month=month,
    )
