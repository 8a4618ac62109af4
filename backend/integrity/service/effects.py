"""What a confirmed finding brings about, in the slices that know how (clause 6.1.2).

Everything in the transaction of the confirmation: registration taken away, whatever is open
ended with a polite word to the others, running service put before the department.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import service as agreements
from backend.codelists import service as codelists
from backend.demands import service as demands
from backend.engagements import service as engagements
from backend.enterprises import service as enterprises
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.integrity.models import ServiceHold
from backend.integrity.queries import subjects
from backend.integrity.queries.papers import CreditRecord
from backend.integrity.queries.subjects import Match
from backend.integrity.schemas import Disqualified
from backend.integrity.states import HOLD
from backend.matches import service as matches
from backend.matches.states import MatchState, Party
from backend.platform import audit, clock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.policies.service import current_policy
from backend.reviews import service as reviews
from backend.reviews.states import Subject
from backend.teams import service as teams

# Nobody learns from these words what the other side is held to have done.
POLITE = {
    Party.ENTERPRISE: (
        "这次匹配已结束",
        "对方因故不能继续参加，这次匹配已结束。您可以查看推荐名单，另选合适的特派员（团）。",
    ),
    Party.EXPERT: (
        "这次匹配已结束",
        "因一方不能继续参加，这次匹配已结束，为您保留的服务名额已释放。您可以查看其他需求。",
    ),
}
GONE_TEAM = ("特派团已解散", "组长因故不能继续参加，特派团已解散。您可以参加其他特派团或自行申请。")
GONE_MEMBER = "有成员因故不能继续参加，已移出名单。名单有变化，请查看后答复。"


class Effects:
    """Brings them about, and counts."""

    def __init__(
        self, session: AsyncSession, actor: Actor, record: CreditRecord, due_on: date
    ) -> None:
        self.session, self.actor, self.record, self.due_on = session, actor, record, due_on
        self.reason = f"{record.deciding_body}（{record.decision_document}）"
        self.disqualified: list[Disqualified] = []
        self.flagged: list[UUID] = []
        self.matches = self.teams = self.teams_left = self.demands = 0

    async def take_place(self) -> None:
        """Everything that follows for the record's subject."""
        if self.record.subject_kind == "person":
            await self._on_person(self.record.subject_key)
        else:
            await self._on_enterprise(self.record.subject_key)

    async def _on_person(self, fingerprint: str) -> None:
        for expert in await subjects.registered_experts(self.session, fingerprint):
            await self._end_matches(expert_id=expert.id)
            await self._leave_teams(expert.id)
            await experts.disqualify(self.session, self.actor, expert.id, self.reason)
            await self._note("experts", expert.id, expert.name, expert.organisation_id)

    async def _on_enterprise(self, uscc: str) -> None:
        for enterprise in await subjects.registered_enterprises(self.session, uscc):
            await self._end_matches(enterprise_id=enterprise.id)
            for demand in await subjects.open_demands(self.session, enterprise.id):
                await reviews.withdraw_task(self.session, Subject.DEMAND, demand.id)
                await demands.move(self.session, demand, "withdraw", self.actor)
                self.demands += 1
            await enterprises.disqualify(self.session, self.actor, enterprise.id, self.reason)
            office = enterprise.organisation_id
            await self._note("enterprises", enterprise.id, enterprise.name, office)

    async def _end_matches(self, **side: UUID) -> None:
        for match in await subjects.open_matches(self.session, **side):
            await self._end_match(match)
        for engagement_id in await subjects.running(self.session, **side):
            await self._hold(engagement_id)

    async def _end_match(self, match: Match) -> None:
        if match.state == MatchState.AGREED:
            await agreements.void_agreement(self.session, match.id, self.actor, self.reason)
            await matches.agreed_match(self.session, match.id, lock=True)
        await matches.call_off(self.session, match, self.actor, POLITE)
        self.matches += 1

    async def _hold(self, engagement_id: UUID) -> None:
        """The service goes on and keeps its places; the department decides by a day."""
        hold = ServiceHold(
            id=new_id(),
            record_id=self.record.id,
            engagement_id=engagement_id,
            due_on=self.due_on,
        )
        await audit.create(self.session, hold, HOLD, self.actor)
        await engagements.flag(self.session, self.actor, engagement_id, self.reason)
        self.flagged.append(engagement_id)

    async def _leave_teams(self, expert_id: UUID) -> None:
        for team in await subjects.teams_of(self.session, expert_id):
            if not team.leads:
                await teams.drop_member(self.session, self.actor, team.id, expert_id, GONE_MEMBER)
                self.teams_left += 1
                continue
            told = await subjects.team_accounts(self.session, team.id, expert_id)
            await teams.stand_down(self.session, team.id, self.actor)
            for account_id in told:
                key = f"team:{team.id}:stood-down"
                await send_message(self.session, key, account_id, *GONE_TEAM, f"/teams/{team.id}")
            self.teams += 1

    async def _note(
        self, subject_type: str, id: UUID, name: str, organisation_id: UUID | None
    ) -> None:
        self.disqualified.append(
            Disqualified(subject_type=subject_type, subject_id=id, name=name)  # type: ignore[arg-type]
        )
        if organisation_id is None:
            return
        words = f"{self.record.number}：认定已生效，请在信用记录中查看文书和期限。"
        for account_id in await subjects.office_accounts(self.session, organisation_id):
            key, link = f"credit:{self.record.id}:office", f"/credit-records/{self.record.id}"
            await send_message(
                self.session, key, account_id, "本单位推荐的对象被取消资格", words, link
            )


async def bring_about(session: AsyncSession, actor: Actor, record: CreditRecord) -> Effects:
    """Step: all effects of a record that was just confirmed."""
    policy = await current_policy(session)
    days = await codelists.calendar(session)
    due = days.add_working_days(clock.today(), policy.flagged_service_working_days)
    effects = Effects(session, actor, record, due)
    await effects.take_place()
    return effects
