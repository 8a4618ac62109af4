"""Finding a match for change: demand first, then the match, then experts. Always in this order."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.demands import service as demands
from backend.identity.actor import Actor
from backend.matches import queries, rules
from backend.matches.models import Match, MatchConsent, Participation
from backend.matches.states import MATCH, MatchState, Party
from backend.platform import clock
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import not_found
from backend.platform.quoting import quoted
from backend.platform.rules import Verdict
from backend.teams import service as teams
from backend.teams.states import DECLINE_NAMES, DeclineCode


@dataclass(frozen=True)
class Side:
    """The expert's side of a match: one person, or a team with its leader first."""

    leader_id: UUID
    expert_ids: tuple[UUID, ...]
    is_team: bool


async def expert_side(session: AsyncSession, match: Match) -> Side:
    """Step: who stands on the expert's side."""
    if match.team_id is None:
        assert match.expert_id is not None
        return Side(match.expert_id, (match.expert_id,), is_team=False)
    team = await teams.party_of(session, match.team_id)
    return Side(team.leader_id, team.expert_ids, is_team=True)


async def hold(session: AsyncSession, match_id: UUID) -> Match:
    """Step: a match, locked after its demand. Raises 404 when there is none."""
    demand_id = await queries.demand_of(session, match_id)
    if demand_id is None:
        raise not_found("这次匹配")
    await demands.engaged_demand(session, demand_id)
    return await lock(session, Match, match_id, "这次匹配")


async def hold_visible(session: AsyncSession, actor: Actor, match_id: UUID) -> Match:
    """Step: a match the actor may see, locked after its demand. Raises 404 otherwise."""
    if await queries.detail(session, actor, match_id) is None:
        raise not_found("这次匹配")
    return await hold(session, match_id)


async def pledged(session: AsyncSession, party: Party, match: Match, side: Side) -> Verdict:
    """Step: COM-02 of the side that is about to say yes."""
    if party is Party.ENTERPRISE:
        return await capacity.pledged_enterprise(session, match.enterprise_id)
    me = None if side.is_team else side.leader_id
    return await capacity.pledged_experts(session, side.expert_ids, me)


def party_of(actor: Actor, match: Match, side: Side) -> Party | None:
    """Which side the actor speaks for; None for a team's members and for offices."""
    if actor.enterprise_id is not None and actor.enterprise_id == match.enterprise_id:
        return Party.ENTERPRISE
    if actor.expert_id is not None and actor.expert_id == side.leader_id:
        return Party.EXPERT
    return None


def booking_of(actor: Actor, match: Match, side: Side) -> capacity.Booking:
    """The places a match takes, judged in words fit for the side that reads them."""
    return capacity.Booking(
        match.id,
        match.enterprise_id,
        side.expert_ids,
        is_team=side.is_team,
        for_enterprise=party_of(actor, match, side) is Party.ENTERPRISE,
    )


def waits_for(match: Match) -> Party | None:
    """Whose consent is still missing."""
    return rules.waiting_for(
        MATCH.parse(match.state),
        enterprise=match.enterprise_consent_id is not None,
        expert=match.expert_consent_id is not None,
    )


async def write_consent(
    session: AsyncSession, actor: Actor, match: Match, party: Party, text_hash: str
) -> None:
    """Step: the side's yes to a text, once; the match stands on this text from now on."""
    given = await queries.consent_to(session, match.id, party, text_hash)
    if given is None:
        given = MatchConsent(
            id=new_id(),
            match_id=match.id,
            party=party,
            text_hash=text_hash,
            account_id=actor.account_id,
            signer_name=actor.name,
        )
        session.add(given)
        await session.flush()
    # Together in one update: the database holds consent and text to each other.
    match.demand_hash = text_hash
    if party is Party.ENTERPRISE:
        match.enterprise_consent_id = given.id
    else:
        match.expert_consent_id = given.id


async def step_back(session: AsyncSession, match: Match) -> None:
    """Step: nobody takes part by this match any more."""
    for participation in await queries.participations(session, match.id):
        participation.closed_at = clock.now()
    await session.flush()


async def take_part(session: AsyncSession, match: Match, side: Side) -> None:
    """Step: everybody on the expert's side takes part in the demand, once (D28)."""
    for expert_id in side.expert_ids:
        session.add(
            Participation(match_id=match.id, demand_id=match.demand_id, expert_id=expert_id)
        )
        await session.flush()


async def tell(session: AsyncSession, match: Match, party: Party, title: str, words: str) -> None:
    """Step: a message to everybody on one side about what just became of the match."""
    key, link = f"match:{match.id}:{match.version}:{party}", f"/matches/{match.id}"
    if party is Party.EXPERT:
        for account_id in await queries.expert_accounts(session, match.id):
            await send_message(session, key, account_id, title, words, link)
        return
    for account_id in await queries.enterprise_accounts(session, match.enterprise_id):
        await send_message(session, key, account_id, title, words, link)


def politely(match: Match, code: DeclineCode) -> str:
    """How a no, or a step back, is put to the side that reads of it."""
    name = DECLINE_NAMES[code]
    if match.state != MatchState.DECLINED:
        return f"对方因“{name}”退出了这次匹配，感谢您的理解，期待以后有机会合作。"
    if match.decline_party == Party.ENTERPRISE:
        return f"企业感谢您的申请，这次因“{name}”未能达成匹配，欢迎继续关注其他需求。"
    return f"特派员感谢您的邀请，这次因“{name}”未能接受，您可以另选人选，以后也可以再次邀请。"


def say_no(match: Match, party: Party, code: DeclineCode, reason: str) -> None:
    """Write down who said no, and why."""
    match.decline_party, match.decline_code = party, code
    match.decline_reason = reason or None


def told_why(match: Match) -> str:
    """The reason of a no for the message about it: politely, then the words that were added."""
    assert match.decline_code is not None
    words = politely(match, DeclineCode(match.decline_code))
    return words + f"对方说明：{quoted(match.decline_reason)}" if match.decline_reason else words


def other(party: Party) -> Party:
    """The other side."""
    return Party.EXPERT if party is Party.ENTERPRISE else Party.ENTERPRISE
