"""What is held against me, my appeal, and its decision by somebody else."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import service as attachments
from backend.attachments.schemas import Parent
from backend.attachments.service import attachments_of, register_reader
from backend.codelists import service as codelists
from backend.credit_records import service as credit_records
from backend.credit_records.states import CREDIT_RECORD, CreditState
from backend.enterprises import service as enterprises
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.integrity.models import IntegrityAppeal
from backend.integrity.queries import papers, subjects
from backend.integrity.queries.papers import CreditRecord
from backend.integrity.rules import appealed_once, decided_by_another, within_time
from backend.integrity.schemas import (
    AppealDecisionIn,
    AppealIn,
    FindingRead,
    OwnRecord,
)
from backend.integrity.service.finding import PAPERS, lift_held, tell_subject
from backend.integrity.service.naming import class_name
from backend.integrity.service.reading import appeal_read, finding, handlers
from backend.integrity.states import APPEAL
from backend.platform import audit, clock
from backend.platform.actions import allowed
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import enforce, invalid, not_found
from backend.platform.rules import Verdict
from backend.policies.service import current_policy

WHAT = "这份申诉"
on_violation("uq_integrity_appeals_record", "您已就这项认定提出过申诉。", rule="APPEAL-03")
on_violation("appeal_by_another", "您参与了原认定，申诉须由其他人员决定。", rule="APPEAL-02")


async def _keys(session: AsyncSession, actor: Actor) -> dict[str, bool]:
    """What records could be held against: my numbers, and whether each was submitted."""
    people = await experts.numbers_of(session, actor.account_id)
    return people | await enterprises.codes_of(session, actor.account_id)


async def _verdicts(session: AsyncSession, record: CreditRecord) -> list[Verdict]:
    is_active = record.state == CreditState.ACTIVE
    appeal = await papers.appeal_of(session, record.id)
    return [
        appealed_once(appeal is not None),
        within_time(record.appeal_until, clock.today(), is_active=is_active),
    ]


async def _own(
    session: AsyncSession, actor: Actor, record: CreditRecord, is_certain: bool
) -> OwnRecord:
    verdicts = await _verdicts(session, record)
    files = await attachments_of(session, Parent(PAPERS, record.id)) if is_certain else []
    derived = {
        "behaviour": record.behaviour if is_certain else None,
        "subject_name": record.subject_name if is_certain else "",
        "behaviour_class_name": await class_name(session, record.behaviour_class),
        "state_name": CREDIT_RECORD.label(record.state),
        "attachments": files,
        "appeal": await appeal_read(session, actor, record) if is_certain else None,
        "allowed_actions": [allowed("appeal", "提出申诉", *verdicts)]
        if record.state == CreditState.ACTIVE
        else [],
    }
    shown = {n: getattr(record, n) for n in OwnRecord.model_fields if n not in derived}
    return OwnRecord(**shown, **derived)


@read_case
async def mine(session: AsyncSession, actor: Actor) -> list[OwnRecord]:
    """What is held against me or my enterprise: the document, until when, how to appeal.

    Who has only typed a number into a draft reads what the refusal says, and no facts.
    """
    keys = await _keys(session, actor)
    found = await credit_records.against(session, list(keys))
    return [await _own(session, actor, one, keys[one.subject_key]) for one in found]


@use_case
async def appeal(
    session: AsyncSession, actor: Actor, record_id: UUID, body: AppealIn
) -> list[OwnRecord]:
    """Appeal against a record that is held against me.

    Raises 404 for anybody else's, 409 APPEAL-01 after the time, APPEAL-03 for a second appeal.
    """
    record = await credit_records.held(session, record_id)
    keys = await _keys(session, actor)
    if record.subject_key not in keys or record.confirmed_at is None:
        raise not_found(credit_records.WHAT)
    enforce(*await _verdicts(session, record))
    policy = await current_policy(session)
    days = await codelists.calendar(session)
    made = IntegrityAppeal(
        id=new_id(),
        record_id=record.id,
        appellant_account_id=actor.account_id,
        grounds=body.grounds,
        due_on=days.add_working_days(clock.today(), policy.appeal_decision_working_days),
    )
    await audit.create(session, made, APPEAL, actor)
    await attachments.attach(session, actor, body.attachments, Parent(APPEAL.subject, made.id))
    await _tell_department(session, record, made)
    return [await _own(session, actor, record, keys[record.subject_key])]


async def _tell_department(
    session: AsyncSession, record: CreditRecord, made: IntegrityAppeal
) -> None:
    words = f"记录 {record.number} 的申诉，请在{made.due_on:%-m月%-d日}前由原经办人以外的人员决定。"
    for account_id in await subjects.office_accounts(session, None):
        link = f"/credit-records/{record.id}"
        await send_message(session, f"appeal:{made.id}", account_id, "收到一份申诉", words, link)


async def _apply(
    session: AsyncSession, actor: Actor, record: CreditRecord, body: AppealDecisionIn
) -> None:
    """What the decision does to the record."""
    reason = f"申诉决定：{body.note}"
    if body.action == "revoke":
        await lift_held(session, actor, record, reason)
    elif body.action == "change":
        record.valid_to = body.valid_to
        await credit_records.amend(session, actor, record, reason)
        until = f"{body.valid_to:%Y年%-m月%-d日}"
        await tell_subject(session, record, "申诉已决定：变更认定", f"有效期改为至{until}。")
    else:
        words = "经复核维持原认定，理由请登录查看。"
        await audit.record(session, record, "uphold", actor, reason=reason)
        await tell_subject(session, record, "申诉已决定：维持认定", words)


def _new_end(record: CreditRecord, body: AppealDecisionIn) -> None:
    if body.action != "change":
        return
    if body.valid_to is None:
        raise invalid(("/valid_to", "请填写变更后的截止日期。"))
    if body.valid_to < record.valid_from:
        raise invalid(("/valid_to", "截止日期不能早于开始日期。"))
    if record.valid_to is not None and body.valid_to >= record.valid_to:
        raise invalid(("/valid_to", "申诉不加重处理：新的截止日期应早于原截止日期。"))


@use_case
async def decide(
    session: AsyncSession, actor: Actor, appeal_id: UUID, body: AppealDecisionIn
) -> FindingRead:
    """Uphold, change or revoke the finding.

    Raises 409 APPEAL-02 for its proposer and confirmer, 422 for a change without a better end.
    """
    made = await lock(session, IntegrityAppeal, appeal_id, WHAT)
    record = await credit_records.held(session, made.record_id)
    enforce(decided_by_another(str(actor.account_id), handlers(record)))
    _new_end(record, body)
    made.decided_by, made.decided_at = actor.account_id, clock.now()
    made.decision_note = body.note
    await audit.transition(session, made, APPEAL, body.action, actor, note=body.note)
    if record.state == CreditState.ACTIVE:
        await _apply(session, actor, record, body)
    return await finding(session, actor, record)


async def _may_read_files(_session: AsyncSession, actor: Actor, _appeal_id: UUID) -> bool:
    return actor.may(Permission.CREDIT_MANAGE)


register_reader(APPEAL.subject, _may_read_files)
