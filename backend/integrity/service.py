"""Findings against registered experts and enterprises, and all that follows (clause 6.1.2).

One officer proposes, another confirms; confirmed, the record is active, the registration taken
away, whatever is open ended, running service put before the department. Lifting the record, which
is the credit records' own step, opens the way to register again.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import service as agreements
from backend.credit_records import service as credit_records
from backend.credit_records.schemas import CreditRecordIn, CreditRecordRead
from backend.demands import service as demands
from backend.engagements import service as engagements
from backend.enterprises import service as enterprises
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.integrity import queries
from backend.integrity.schemas import Disqualified, FindingEffects, FindingIn
from backend.matches import service as matches
from backend.matches.states import MatchState
from backend.platform.database import use_case
from backend.platform.problems import conflict, not_found
from backend.reviews import service as reviews
from backend.reviews.states import Subject
from backend.teams import service as teams


async def _named(session: AsyncSession, body: FindingIn) -> tuple[str, str, str]:
    """Kind, number and name of whom a finding is about."""
    if body.subject_type == "experts":
        expert = await queries.expert(session, body.subject_id)
        if expert is None:
            raise not_found("这位特派员")
        if expert.id_number is None:
            raise conflict("这位申请人还没有提交过证件号码，不能认定。", kind="state")
        return "person", expert.id_number, expert.name
    enterprise = await queries.enterprise(session, body.subject_id)
    if enterprise is None:
        raise not_found("这家企业")
    if enterprise.uscc is None:
        raise conflict("这家企业还没有提交过统一社会信用代码，不能认定。", kind="state")
    return "enterprise", enterprise.uscc, enterprise.name


@use_case
async def propose(session: AsyncSession, actor: Actor, body: FindingIn) -> CreditRecordRead:
    """Propose a finding; a second officer confirms it before anything happens.

    Raises 404 for an unknown subject, 409 for one that never submitted.
    """
    kind, number, name = await _named(session, body)
    record = await credit_records.add_record(
        session,
        actor,
        CreditRecordIn(
            subject_kind=kind,  # type: ignore[arg-type]
            subject_number=number,
            subject_name=name,
            **body.model_dump(exclude={"subject_type", "subject_id"}),
        ),
    )
    return credit_records.read(actor, record)


class _Effects:
    """What a confirmed finding brings about, counted while it happens."""

    def __init__(self, session: AsyncSession, actor: Actor, reason: str) -> None:
        self.session, self.actor, self.reason = session, actor, reason
        self.disqualified: list[Disqualified] = []
        self.flagged: list[UUID] = []
        self.matches = self.teams = self.demands = 0

    async def on_person(self, fingerprint: str) -> None:
        """Take every registration of a person away."""
        for expert in await queries.registered_experts(self.session, fingerprint):
            await self._end_matches(expert_id=expert.id)
            for team in await queries.led_teams(self.session, expert.id):
                await teams.stand_down(self.session, team.id, self.actor)
                self.teams += 1
            await experts.disqualify(self.session, self.actor, expert.id, self.reason)
            self._note("experts", expert.id, expert.name)

    async def on_enterprise(self, uscc: str) -> None:
        """Take an enterprise's registration away."""
        for enterprise in await queries.registered_enterprises(self.session, uscc):
            await self._end_matches(enterprise_id=enterprise.id)
            for demand in await queries.open_demands(self.session, enterprise.id):
                await reviews.withdraw_task(self.session, Subject.DEMAND, demand.id)
                await demands.move(self.session, demand, "withdraw", self.actor)
                self.demands += 1
            await enterprises.disqualify(self.session, self.actor, enterprise.id, self.reason)
            self._note("enterprises", enterprise.id, enterprise.name)

    async def _end_matches(self, **side: UUID) -> None:
        for match in await queries.open_matches(self.session, **side):
            if match.state == MatchState.AGREED:
                await agreements.void_agreement(self.session, match.id, self.actor, self.reason)
                await matches.agreed_match(self.session, match.id, lock=True)
            await matches.cancel(self.session, match, "withdraw", self.actor)
            self.matches += 1
        for engagement_id in await queries.running(self.session, **side):
            await engagements.flag(self.session, self.actor, engagement_id, self.reason)
            self.flagged.append(engagement_id)

    def _note(self, subject_type: str, id: UUID, name: str) -> None:
        found = Disqualified(subject_type=subject_type, subject_id=id, name=name)
        self.disqualified.append(found)


@use_case
async def confirm(session: AsyncSession, actor: Actor, record_id: UUID) -> FindingEffects:
    """Confirm a finding, with all its effects in one transaction.

    Raises 409 CREDIT-02 for the officer who proposed it.
    """
    record = await credit_records.settle(session, actor, record_id, "confirm")
    reason = f"{record.deciding_body}（{record.decision_document}）：{record.behaviour}"
    effects = _Effects(session, actor, reason)
    if record.subject_kind == "person":
        await effects.on_person(record.subject_key)
    else:
        await effects.on_enterprise(record.subject_key)
    return FindingEffects(
        record=credit_records.read(actor, record),
        version=record.version,
        disqualified=effects.disqualified,
        matches_ended=effects.matches,
        teams_dissolved=effects.teams,
        demands_withdrawn=effects.demands,
        engagements_flagged=effects.flagged,
    )
