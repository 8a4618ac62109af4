"""What a submission was, which round decides it, and what changed since another."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from backend.platform import clock
from backend.platform.forms import Form, with_defaults
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.platform.versions import FieldChange, VersionDiff, compare
from backend.policies.policy import Policy
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


def round_of(submitted_at: datetime, due_on: date, policy: Policy) -> RoundRead:
    """The monthly round a submission is decided in."""
    day = submitted_at.astimezone(clock.SHANGHAI).date()
    return RoundRead(
        submitted_on=day,
        due_on=due_on,
        guarantee_day=policy.review_guarantee_day,
        deadline_day=policy.review_deadline_day,
        guaranteed=day.day <= policy.review_guarantee_day,
        month=due_on.replace(day=1),
    )
