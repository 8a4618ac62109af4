"""Findings: one officer proposes, another confirms, and everything that follows happens at once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import service as attachments
from backend.attachments.schemas import Parent
from backend.attachments.service import register_reader
from backend.credit_records import service as credit_records
from backend.identity.actor import SYSTEM, Actor
from backend.identity.permissions import Permission
from backend.integrity.queries import papers
from backend.integrity.queries.papers import CreditRecord
from backend.integrity.schemas import FindingEffects, FindingIn, FindingRead
from backend.integrity.service.effects import Effects, bring_about
from backend.integrity.service.naming import enforce_class, subject_of
from backend.integrity.service.reading import finding
from backend.integrity.service.reporting import conclude, report_for_finding
from backend.integrity.states import HOLD
from backend.platform import audit, clock
from backend.platform.database import Database, read_case, use_case
from backend.platform.outbox import send_message
from backend.policies.service import current_policy

PAPERS = "credit_records"
COLUMNS = (
    *("behaviour_class", "behaviour", "decision_document", "deciding_body"),
    *("valid_from", "valid_to", "is_public", "report_id"),
)


@use_case
async def propose(session: AsyncSession, actor: Actor, body: FindingIn) -> FindingRead:
    """Propose a finding; a second officer confirms it before anything happens.

    Raises 404 for an unknown subject, 409 for one that never submitted, 422 for a class of
    behaviour that does not fit.
    """
    subject = await subject_of(session, body)
    await enforce_class(session, body.behaviour_class, body.subject_type)
    columns = {name: getattr(body, name) for name in COLUMNS}
    if body.report_id is not None:
        await report_for_finding(session, actor, body.report_id)
    record = await credit_records.add_record(session, actor, subject, **columns)
    await attachments.attach(session, actor, body.attachments, Parent(PAPERS, record.id))
    return await finding(session, actor, record)


async def _give_notice(session: AsyncSession, record: CreditRecord, effects: Effects) -> None:
    """From notice the time to appeal runs; who is not registered could not be given any."""
    if effects.disqualified:
        policy = await current_policy(session)
        record.appeal_until = clock.today() + timedelta(days=policy.appeal_days)
        await session.flush()


async def confirm_held(session: AsyncSession, actor: Actor, record: CreditRecord) -> Effects:
    """Step: confirm a locked record, with all its effects. Raises 409 CREDIT-02."""
    await credit_records.confirm(session, actor, record)
    effects = await bring_about(session, actor, record)
    await _give_notice(session, record, effects)
    await conclude(session, actor, record, "confirm", "认定已生效。")
    return effects


@use_case
async def confirm(session: AsyncSession, actor: Actor, record_id: UUID) -> FindingEffects:
    """Confirm a finding, with all its effects in one transaction.

    Raises 409 CREDIT-02 for the officer who proposed it.
    """
    record = await credit_records.held(session, record_id)
    effects = await confirm_held(session, actor, record)
    return FindingEffects(
        record=await credit_records.read(session, actor, record),
        version=record.version,
        disqualified=effects.disqualified,
        matches_ended=effects.matches,
        teams_dissolved=effects.teams,
        teams_left=effects.teams_left,
        demands_withdrawn=effects.demands,
        engagements_flagged=effects.flagged,
        decide_by=effects.due_on if effects.flagged else None,
    )


@use_case
async def dismiss(session: AsyncSession, actor: Actor, record_id: UUID, reason: str) -> FindingRead:
    """Say that a proposed finding does not stand."""
    record = await credit_records.held(session, record_id)
    await credit_records.dismiss(session, actor, record, reason)
    await conclude(session, actor, record, "dismiss", reason)
    return await finding(session, actor, record)


async def end_holds(session: AsyncSession, actor: Actor, record_id: UUID, note: str) -> None:
    """Step: with the record its question about running services is gone."""
    for hold in await papers.open_holds(session, record_id):
        hold.note = note
        await audit.transition(session, hold, HOLD, "clear", actor, note=note)


async def tell_subject(session: AsyncSession, record: CreditRecord, title: str, words: str) -> None:
    """Step: a message to whoever registered under the record's number."""
    key = f"credit:{record.id}:{record.version}"
    for account_id in await papers.accounts_under(session, record):
        await send_message(session, key, account_id, title, words, "/integrity/mine")


async def lift_held(session: AsyncSession, actor: Actor, record: CreditRecord, reason: str) -> None:
    """Step: end a record before its time. The block ends; what was ended stays ended."""
    await credit_records.lift(session, actor, record, reason)
    await end_holds(session, actor, record.id, "认定已解除，服务照常进行。")
    words = "认定已解除，可以重新提交申请。已经结束的申请和匹配不恢复。理由请登录查看。"
    await tell_subject(session, record, "不良信用记录已解除", words)


@use_case
async def lift(session: AsyncSession, actor: Actor, record_id: UUID, reason: str) -> FindingRead:
    """Lift a record with a reason, after a correction."""
    record = await credit_records.held(session, record_id)
    await lift_held(session, actor, record, reason)
    return await finding(session, actor, record)


@read_case
async def _run_out(session: AsyncSession) -> list[UUID]:
    return await credit_records.run_out(session)


@use_case
async def _expire(session: AsyncSession, record_id: UUID) -> None:
    record = await credit_records.held(session, record_id)
    await credit_records.expire(session, SYSTEM, record)
    await end_holds(session, SYSTEM, record_id, "记录已到期，服务照常进行。")
    words = "记录已到期，可以重新提交申请。"
    await tell_subject(session, record, "不良信用记录已到期", words)


async def expire_due(db: Database) -> int:
    """Close the records whose last day is past; the block ended with that day by itself."""
    over = await _run_out(db)
    for record_id in over:
        await _expire(db, record_id)
    return len(over)


async def _may_read_papers(session: AsyncSession, actor: Actor, record_id: UUID) -> bool:
    """The offices that keep credit, and the subject once it was given notice."""
    record = await papers.record(session, record_id)
    if record is None or record.confirmed_at is None:
        return False
    if actor.may(Permission.CREDIT_READ):
        return True
    return actor.account_id in await papers.accounts_under(session, record)


register_reader(PAPERS, _may_read_papers)
