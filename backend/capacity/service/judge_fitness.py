"""Whether experts and an enterprise may be brought together at all."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import queries, rules
from backend.commitments import service as commitments
from backend.conflicts import service as conflicts
from backend.conflicts.schemas import ConflictPath
from backend.credit_records import service as credit_records
from backend.experts import service as experts
from backend.experts.states import EXPERT
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.rules import Verdict

TIED = "按回避原则不能匹配：特派员与该企业存在利益关系。"
NOT_NOW = "对方目前不能参加匹配，请选择其他合作方。"


def _told(verdict: Verdict, *, is_own: bool, otherwise: str) -> Verdict:
    """What somebody else's conflict or record consists in is told to nobody but him (A23, A24)."""
    return verdict if verdict.ok or is_own else replace(verdict, reason=otherwise, facts={})


async def fitness(
    session: AsyncSession, actor: Actor, expert_ids: Collection[UUID], enterprise_id: UUID
) -> list[Verdict]:
    """Step: LIB-01, CON-01, and CREDIT-01 of both sides, judged before any match begins.

    Bad credit and conflicts are found again at consent: they may have come up since. The reasons
    are in words the actor may read.
    """
    found = await queries.experts(session, expert_ids)
    names = await experts.shown_names(session, actor, expert_ids)
    enterprise = await queries.enterprise(session, enterprise_id)
    today = clock.today()
    people = [conflicts.ConflictExpert(e.id, names[e.id], e.employer_uscc) for e in found]
    firm = conflicts.ConflictEnterprise(enterprise.uscc, enterprise.legal_representative)
    ties = await conflicts.check(session, people, firm)
    alone = [expert.id for expert in found] == [actor.expert_id]
    records = [
        _told(
            await credit_records.check(session, "person", expert.id_fingerprint, today),
            is_own=expert.id == actor.expert_id,
            otherwise=NOT_NOW,
        )
        for expert in found
    ]
    of_firm = await credit_records.check(session, "enterprise", enterprise.uscc, today)
    return [
        rules.in_the_library({names[e.id]: EXPERT.parse(e.state) for e in found}),
        _told(ties, is_own=alone, otherwise=TIED),
        *records,
        _told(of_firm, is_own=actor.enterprise_id == enterprise_id, otherwise=NOT_NOW),
    ]


@dataclass(frozen=True)
class Pairing:
    """Experts and an enterprise, and the organisation that reviews the demand between them."""

    expert_ids: Collection[UUID]
    enterprise_id: UUID
    organisation_id: UUID | None


def _may_know(actor: Actor, pairing: Pairing, expert_id: UUID) -> bool:
    """Whose declaration it is, and competent reviewers; for everybody else it is 回避 (A23)."""
    reviews = actor.role is Role.REVIEWER and actor.organisation_id == pairing.organisation_id
    return reviews or actor.role is Role.DEPARTMENT or actor.expert_id == expert_id


async def conflict_paths(
    session: AsyncSession, actor: Actor, pairing: Pairing
) -> list[ConflictPath]:
    """Step: how experts and an enterprise are connected, as far as the actor may know."""
    known = [id for id in pairing.expert_ids if _may_know(actor, pairing, id)]
    if not known:
        return []
    names = await experts.shown_names(session, actor, known)
    found = await queries.experts(session, known)
    enterprise = await queries.enterprise(session, pairing.enterprise_id)
    people = [conflicts.ConflictExpert(e.id, names[e.id], e.employer_uscc) for e in found]
    return await conflicts.paths(session, people, conflicts.ConflictEnterprise(enterprise.uscc))


async def pledged_experts(
    session: AsyncSession, expert_ids: Collection[UUID], me: UUID | None
) -> Verdict:
    """Step: COM-02 of the experts who take something on; `me` is told what to do himself."""
    names = {expert.id: expert.name for expert in await queries.experts(session, expert_ids)}
    return await commitments.pledged(session, "expert", names, is_self=set(expert_ids) == {me})


async def pledged_enterprise(session: AsyncSession, enterprise_id: UUID) -> Verdict:
    """Step: COM-02 of the enterprise that takes something on."""
    enterprise = await queries.enterprise(session, enterprise_id)
    return await commitments.pledged(session, "enterprise", {enterprise.id: enterprise.name})
