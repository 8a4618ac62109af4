"""Waivers: asked for with a reason, decided by the role named for the rule, ended by date."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role
from backend.platform import audit, clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, enforce, not_found
from backend.platform.rules import Verdict
from backend.waivers import queries
from backend.waivers.models import Waiver
from backend.waivers.rules import RULE_NAMES, not_the_beneficiary, right_decider
from backend.waivers.schemas import WaiverDecisionIn, WaiverIn, WaiverRead
from backend.waivers.states import WAIVER

LABELS = {"grant": "同意豁免", "refuse": "不同意", "revoke": "撤销豁免"}


async def granted(session: AsyncSession, subject_id: UUID, on: date) -> dict[str, UUID]:
    """Step: rule id → waiver id of what is granted to a subject and valid on a day."""
    return await queries.granted(session, subject_id, on)


def _verdicts(actor: Actor, waiver: Waiver) -> tuple[Verdict, Verdict]:
    is_department = actor.role is Role.DEPARTMENT
    is_competent = waiver.organisation_id == actor.organisation_id is not None
    return (
        right_decider(waiver.rule_id, is_department, is_competent),
        not_the_beneficiary(
            str(actor.account_id), str(waiver.beneficiary_account_id), str(waiver.requested_by)
        ),
    )


def _actions(actor: Actor, waiver: Waiver) -> list[AllowedAction]:
    if not actor.may(Permission.WAIVER_DECIDE):
        return []
    verdicts = _verdicts(actor, waiver)
    open_to = [name for name in LABELS if WAIVER.allows(waiver.state, name)]
    return [allowed(name, LABELS[name], *verdicts) for name in open_to]


def read(actor: Actor, waiver: Waiver) -> WaiverRead:
    """A waiver as this actor may see it."""
    derived = {"rule_name", "state_name", "allowed_actions"}
    shown = {n: getattr(waiver, n) for n in WaiverRead.model_fields if n not in derived}
    return WaiverRead(
        **shown,
        rule_name=RULE_NAMES[waiver.rule_id],
        state_name=WAIVER.label(waiver.state),
        allowed_actions=_actions(actor, waiver),
    )


@use_case
async def request(session: AsyncSession, actor: Actor, body: WaiverIn) -> WaiverRead:
    """Ask for an exception, for oneself or as the organisation recommending the subject.

    Raises 404 for a foreign subject, 409 when one is granted already.
    """
    subject = await queries.subject(session, body.subject_type, body.subject_id)
    mine = subject is not None and subject.account_id == actor.account_id
    ours = subject is not None and subject.organisation_id == actor.organisation_id is not None
    if subject is None or not (mine or ours):
        raise not_found("申请豁免的对象")
    if body.rule_id in await queries.granted(session, body.subject_id, clock.today()):
        raise conflict("这项豁免已经同意，无需重复申请。")
    waiver = Waiver(
        id=new_id(),
        subject_title=subject.title,
        organisation_id=subject.organisation_id,
        requested_by=actor.account_id,
        beneficiary_account_id=subject.account_id,
        **body.model_dump(),
    )
    await audit.create(session, waiver, WAIVER, actor, rule=body.rule_id)
    return read(actor, waiver)


@use_case
async def decide(
    session: AsyncSession, actor: Actor, waiver_id: UUID, action: str, body: WaiverDecisionIn
) -> WaiverRead:
    """Grant, refuse or revoke. Raises 409 WAIVER-01 or WAIVER-02 for the wrong decider."""
    waiver = await lock(session, Waiver, waiver_id, "这项豁免申请")
    if actor.role is not Role.DEPARTMENT and waiver.organisation_id != actor.organisation_id:
        raise not_found("这项豁免申请")
    enforce(*_verdicts(actor, waiver))
    waiver.decided_by, waiver.decided_at = actor.account_id, clock.now()
    waiver.decision_note = body.note
    waiver.valid_until = body.valid_until if action == "grant" else waiver.valid_until
    await audit.transition(session, waiver, WAIVER, action, actor, note=body.note)
    return read(actor, waiver)


@read_case
async def listing(session: AsyncSession, actor: Actor) -> list[WaiverRead]:
    """The waivers one may see, newest first."""
    return [read(actor, waiver) for waiver in await queries.newest_first(session, actor)]
