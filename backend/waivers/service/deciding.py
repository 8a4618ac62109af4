"""Opinion, decision and revocation, each by the role named for the rule."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.outbox import send_message
from backend.platform.problems import enforce, invalid, not_found
from backend.policies.service import current_policy
from backend.waivers import queries
from backend.waivers.models import Waiver
from backend.waivers.rules import RULE_NAMES, ends_some_day
from backend.waivers.schemas import OpinionIn, WaiverDecisionIn, WaiverDetail
from backend.waivers.service.reading import (
    WHAT,
    adviser,
    detail,
    is_competent,
    standing,
    verdicts,
)
from backend.waivers.states import STANCE_NAMES, WAIVER

NOT_BY_BENEFICIARY = "您是申请人或受益人，这项豁免须由他人决定。"
for constraint in ("ck_waivers_not_own", "ck_waivers_not_beneficiary", "waiver_beneficiary"):
    on_violation(constraint, NOT_BY_BENEFICIARY, rule="WAIVER-02")
OUTCOME = {"grant": "已同意", "refuse": "未同意", "revoke": "已撤销"}


async def _held(session: AsyncSession, actor: Actor, waiver_id: UUID) -> Waiver:
    """The waiver, locked, for its offices alone. Raises 404 for anybody else."""
    waiver = await lock(session, Waiver, waiver_id, WHAT)
    if actor.role is not Role.DEPARTMENT and not is_competent(actor, waiver):
        raise not_found(WHAT)
    return waiver


async def _tell(session: AsyncSession, waiver: Waiver, title: str, words: str) -> None:
    key, link = f"waiver:{waiver.id}:{waiver.version}", f"/waivers/{waiver.id}"
    for account_id in {waiver.requested_by, waiver.beneficiary_account_id}:
        await send_message(session, key, account_id, title, words, link)


@use_case
async def give_opinion(
    session: AsyncSession, actor: Actor, waiver_id: UUID, body: OpinionIn
) -> WaiverDetail:
    """The recommending organisation's opinion; it may be put anew until the decision.

    Raises 409 WAIVER-06 where no opinion is asked or for a beneficiary.
    """
    waiver = await _held(session, actor, waiver_id)
    enforce(adviser(await standing(session, actor, waiver), waiver))
    waiver.opinion, waiver.opinion_stance = body.opinion, body.stance
    waiver.opinion_by, waiver.opinion_at = actor.account_id, clock.now()
    name = STANCE_NAMES[body.stance]
    note = f"{name}：{body.opinion}"
    await audit.transition(session, waiver, WAIVER, "give_opinion", actor, note=note)
    for account_id in await queries.office_accounts(session, None):
        await send_message(
            session,
            f"waiver:{waiver.id}:opinion:{waiver.version}",
            account_id,
            "豁免申请已有推荐单位意见",
            f"“{RULE_NAMES[waiver.rule_id]}”的豁免申请，推荐单位{name}，请决定。",
            f"/waivers/{waiver.id}",
        )
    return await detail(session, actor, waiver.id)


def _write_decision(waiver: Waiver, actor: Actor, action: str, body: WaiverDecisionIn) -> None:
    if action == "revoke":
        waiver.revoked_by, waiver.revoked_at = actor.account_id, clock.now()
        waiver.revoke_note = body.note
        return
    waiver.decided_by, waiver.decided_at = actor.account_id, clock.now()
    waiver.decision_note = body.note
    waiver.valid_until = body.valid_until if action == "grant" else None


@use_case
async def decide(
    session: AsyncSession, actor: Actor, waiver_id: UUID, action: str, body: WaiverDecisionIn
) -> WaiverDetail:
    """Grant, refuse or revoke.

    Raises 409 WAIVER-01 or WAIVER-02 for the wrong decider, WAIVER-03 before the opinion is in,
    422 for a grant without an end.
    """
    waiver = await _held(session, actor, waiver_id)
    if WAIVER.allows(waiver.state, action):
        enforce(*verdicts(await standing(session, actor, waiver), waiver, action))
    ends = ends_some_day(body.valid_until, clock.today())
    if action == "grant" and not ends.ok:
        raise invalid(("/valid_until", ends.reason))
    _write_decision(waiver, actor, action, body)
    await audit.transition(session, waiver, WAIVER, action, actor, note=body.note)
    name, outcome = RULE_NAMES[waiver.rule_id], OUTCOME[action]
    words = f"“{name}”的豁免{outcome}。意见请登录查看。"
    if action == "grant":
        until = f"{body.valid_until:%Y年%-m月%-d日}"
        words = f"“{name}”的豁免{outcome}，有效期至{until}。意见请登录查看。"
    await _tell(session, waiver, f"豁免{outcome}", words)
    return await detail(session, actor, waiver.id)


@use_case
async def remind_expiring(session: AsyncSession) -> int:
    """Remind beneficiary and office once of each grant that soon ends; how many there were."""
    policy = await current_policy(session)
    today = clock.today()
    last = today + timedelta(days=policy.waiver_reminder_days)
    found = await queries.expiring(session, today, last)
    for waiver in found:
        words = (
            f"“{RULE_NAMES[waiver.rule_id]}”的豁免{waiver.valid_until:%Y年%-m月%-d日}到期，"
            "到期后新的申请和匹配不再适用；仍需要的请在到期前重新申请。"
        )
        key = f"waiver:{waiver.id}:ends:{waiver.valid_until}"
        offices = await queries.office_accounts(session, waiver.organisation_id)
        for account_id in {waiver.beneficiary_account_id, waiver.requested_by, *offices}:
            link = f"/waivers/{waiver.id}"
            await send_message(session, key, account_id, "豁免即将到期", words, link)
    return len(found)
