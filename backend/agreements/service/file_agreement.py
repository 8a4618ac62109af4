"""Filing (备案): the enterprise's organisation receives the signed agreement, or returns it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement, Filing
from backend.agreements.schemas import FilingIn
from backend.agreements.service.read_agreement import filing_verdicts, locked
from backend.agreements.service.tell_sides import tell_sides
from backend.agreements.states import AGREEMENT
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.identifiers import new_id
from backend.platform.numbers import next_number
from backend.platform.problems import enforce
from backend.platform.quoting import quoted
from backend.policies.service import current_policy
from backend.reviews import service as reviews
from backend.reviews.states import Subject

SERIES = "BA"


async def _file(session: AsyncSession, actor: Actor, agreement: Agreement, filing: Filing) -> None:
    filing.number = await next_number(session, SERIES)
    session.add(filing)
    await session.flush()
    agreement.filing_id = filing.id
    await audit.transition(session, agreement, AGREEMENT, "file", actor, number=filing.number)


async def _return(
    session: AsyncSession, actor: Actor, agreement: Agreement, filing: Filing
) -> None:
    session.add(filing)
    policy = await current_policy(session, clock.today())
    agreement.sign_due = clock.today() + timedelta(days=policy.agreement_signing_days)
    await audit.transition(session, agreement, AGREEMENT, "return", actor, reason=filing.reason)


async def _tell(session: AsyncSession, agreement: Agreement, filing: Filing) -> None:
    number = agreement.number
    if filing.number:
        title = "协议已备案，服务开始"
        words = f"协议 {number} 已备案，备案号 {filing.number}，入企服务开始。"
    else:
        why = quoted(filing.reason or "")
        title, words = "协议被退回", f"协议 {number} 被退回：{why}。请修改条款后重新签署。"
    event, link = f"filing:{filing.id}", f"/agreements/{agreement.id}"
    await tell_sides(session, agreement.match_id, event, (title, words), link)


async def file(
    session: AsyncSession, actor: Actor, agreement_id: UUID, body: FilingIn
) -> tuple[Agreement, Filing]:
    """Step: receive or return a signed agreement. Receipt is not approval (decision A13).

    Raises 403 FIL-01 for another organisation, 409 FIL-02 without both signatures, 409 FIL-03
    for a signer (clause 5.4.2).
    """
    agreement, _ = await locked(session, actor, agreement_id)
    await reviews.require_unconcerned(session, actor, Subject.AGREEMENT, agreement_id)
    competent, *others = filing_verdicts(
        actor, agreement, await queries.signatures(session, agreement.id)
    )
    enforce(competent, status=403)
    enforce(*others)
    is_accepted = body.decision == "accept"
    filing = Filing(
        id=new_id(),
        agreement_id=agreement.id,
        match_id=agreement.match_id,
        organisation_id=agreement.organisation_id,
        outcome="accepted" if is_accepted else "returned",
        text_hash=agreement.text_hash,
        reason=body.reason or None,
        decided_by=actor.account_id,
        decided_by_name=actor.name,
    )
    await (_file if is_accepted else _return)(session, actor, agreement, filing)
    await reviews.withdraw_task(session, Subject.AGREEMENT, agreement.id)
    await _tell(session, agreement, filing)
    return agreement, filing
