"""Copies to the experts' recommenders, who may object for some working days (decision A13)."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement, AgreementCopy
from backend.agreements.queries import papers
from backend.agreements.rules import objects_in_time
from backend.agreements.schemas import AgreementRead, ObjectionIn
from backend.agreements.service.read_agreement import agreement_detail, locked
from backend.agreements.service.tell_sides import tell_sides
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import enforce
from backend.platform.quoting import quoted


async def send_copies(session: AsyncSession, agreement: Agreement, due: date) -> None:
    """Step: a copy of the signed text to every recommender of one who serves, but the filer."""
    row = await queries.drafting_facts(session, agreement.match_id)
    serving = await queries.experts(session, row.leader_id, row.team_id)
    recommenders = {one.organisation_id for one in serving} - {None, agreement.organisation_id}
    for organisation_id in sorted(recommenders, key=str):
        assert organisation_id is not None
        session.add(
            AgreementCopy(
                id=new_id(),
                agreement_id=agreement.id,
                organisation_id=organisation_id,
                text_hash=agreement.text_hash,
                due=due,
            )
        )
        words = f"协议 {agreement.number} 的副本：如有异议，请在{due:%-m月%-d日}前提出。"
        for account_id in await papers.reviewers(session, organisation_id):
            event = f"agreement:{agreement.id}:copy:{agreement.revision}"
            link = f"/agreements/{agreement.id}"
            await send_message(session, event, account_id, "收到特派员的派驻协议副本", words, link)
    await session.flush()


@use_case
async def object_to(
    session: AsyncSession, actor: Actor, agreement_id: UUID, body: ObjectionIn
) -> AgreementRead:
    """Object as a recommender; the filing organisation and both sides are told.

    Raises 409 FIL-04 for others than those with a copy, after time, and a second time.
    """
    agreement, _ = await locked(session, actor, agreement_id)
    copy = await papers.own_copy(session, actor, agreement.id, agreement.text_hash)
    due = copy.due if copy else None
    objected = copy is not None and copy.objected_at is not None
    enforce(objects_in_time(due, clock.today(), objected))
    assert copy is not None
    copy.reason, copy.objected_at = body.reason, clock.now()
    copy.objected_by = actor.account_id
    await audit.record(session, agreement, "object", actor, reason=body.reason)
    title, words = "特派员推荐单位提出异议", f"协议 {agreement.number}：{quoted(body.reason)}"
    event, link = f"objection:{copy.id}", f"/agreements/{agreement.id}"
    for account_id in await papers.reviewers(session, agreement.organisation_id):
        await send_message(session, event, account_id, title, words, link)
    await tell_sides(session, agreement.match_id, event, (title, words), link)
    return await agreement_detail(session, actor, agreement.id)
