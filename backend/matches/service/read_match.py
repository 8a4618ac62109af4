"""Showing matches: who is asked, what was consented to, and which buttons are one's own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.schemas import TimelineEntry
from backend.audit.service import standing, timeline
from backend.capacity import service as capacity
from backend.conflicts.schemas import ConflictPath
from backend.demands import service as demands
from backend.demands.states import Disclosure
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.matches import queries, rules
from backend.matches.models import Match
from backend.matches.schemas import (
    ConsentRead,
    MatchCard,
    MatchDemand,
    MatchQuery,
    MatchRead,
    TermsChanged,
)
from backend.matches.service.hold_match import (
    Side,
    booking_of,
    expert_side,
    party_of,
    pledged,
    politely,
    waits_for,
)
from backend.matches.service.judge_match import one_match
from backend.matches.service.tell_turn import is_outdated, speaks_for, turn_with
from backend.matches.states import (
    ACTIVE,
    MATCH,
    PARTY_NAMES,
    WAY_NAMES,
    MatchState,
    Party,
    Way,
)
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict
from backend.policies.service import current_policy
from backend.teams.states import DECLINE_NAMES, DeclineCode
from backend.waivers import service as waivers
from backend.waivers.schemas import WaiverMark

KNOWN = (*ACTIVE, MatchState.ENDED)
"""From mutual consent on both sides know each other's name."""


UNNAMED = "一位特派员"
SIDES = {Role.ENTERPRISE: Party.ENTERPRISE, Role.EXPERT: Party.EXPERT}
"""On which side somebody reads; a team's members stand with its leader."""


def _is_unnamed(actor: Actor, row: AnyRow) -> bool:
    """Whether the enterprise reads of an expert, or a leader, who asked not to be named before."""
    return actor.role is Role.ENTERPRISE and not row.is_designable and row.Match.state not in KNOWN


def _other_name(actor: Actor, row: AnyRow) -> str:
    if row.team_name is not None:
        return str(row.team_name)
    return UNNAMED if _is_unnamed(actor, row) else str(row.expert_name)


def _enterprise(actor: Actor, row: AnyRow) -> dict[str, Any]:
    """An enterprise that stays anonymous is named once it invited, or both have consented."""
    match: Match = row.Match
    hidden = row.disclosure == Disclosure.ANONYMOUS and match.way == Way.APPLIED
    place = actor.organisation_id
    outside = actor.role is Role.EXPERT or place not in (None, row.Demand.organisation_id)
    if outside and hidden and match.state not in KNOWN:
        return {"enterprise_id": None, "enterprise_name": "某企业"}
    return {"enterprise_id": match.enterprise_id, "enterprise_name": row.enterprise_name}


def _card(actor: Actor, row: AnyRow) -> MatchCard:
    """A row of the listing as this actor may see it."""
    match: Match = row.Match
    awaited = waits_for(match)
    party = speaks_for(actor, match, row.leader_expert_id)
    return MatchCard(
        id=match.id,
        version=match.version,
        state=match.state,
        state_name=MATCH.label(match.state),
        way=match.way,
        way_name=WAY_NAMES[Way(match.way)],
        demand=MatchDemand(
            id=match.demand_id,
            number=row.Demand.number,
            title=row.Demand.title,
            text_hash=row.Demand.content_hash,
        ),
        **_enterprise(actor, row),
        expert_id=match.expert_id,
        team_id=match.team_id,
        other_name=_other_name(actor, row),
        waits_for=awaited,
        waits_for_me=awaited is not None and awaited is party,
        answer_due=match.answer_due,
        text_outdated=is_outdated(row),
        created_at=match.created_at,
        agreed_at=match.agreed_at,
        by_waiver=bool(_waiver_ids(row)),
    )


def _waiver_ids(row: AnyRow) -> list[UUID]:
    """The waivers a match stands on: of one match a demand, of the team's size, of the cap."""
    found = [row.Match.waiver_id, row.team_waiver_id, *(row.place_waivers or [])]
    return [id for id in found if id is not None]


async def cards(session: AsyncSession, actor: Actor, rows: Sequence[AnyRow]) -> list[MatchCard]:
    """Step: the rows of the list as this viewer may see them."""
    shown = [_card(actor, row) for row in rows]
    known = await waivers.rules_of(session, [id for row in rows for id in _waiver_ids(row)])
    for card, row in zip(shown, rows, strict=True):
        card.waived = waivers.marks(known[id] for id in _waiver_ids(row))
    return shown


async def waived(session: AsyncSession, match_id: UUID) -> list[WaiverMark]:
    """Step: the in-principle rules a match stands on a waiver of, for papers about it."""
    return await waivers.marks_of(session, await queries.waiver_ids(session, match_id))


async def _consent_verdicts(
    session: AsyncSession, actor: Actor, match: Match, demand: Any, side: Side
) -> list[Verdict]:
    """What pressing the button would meet: the same rules, nothing locked."""
    booking = booking_of(actor, match, side)
    present = demand.content_hash or ""
    one, _ = await one_match(session, demand.id)
    return [
        demands.is_open(demand),
        rules.same_text(present, present, match.demand_hash),
        one,
        *await capacity.fitness(session, actor, side.expert_ids, match.enterprise_id),
        *await capacity.cap_verdicts(session, booking, await current_policy(session)),
    ]


async def _actions(
    session: AsyncSession, actor: Actor, row: AnyRow, side: Side
) -> list[AllowedAction]:
    match: Match = row.Match
    party, awaited = party_of(actor, match, side), waits_for(match)
    if party is None:
        return []
    if awaited is party:
        verdicts = await _consent_verdicts(session, actor, match, row.Demand, side)
        verdicts.insert(0, await pledged(session, party, match, side))
        return [allowed("consent", "同意", *verdicts), allowed("decline", "谢绝")]
    offered = []
    if awaited is not None and match.demand_hash != row.Demand.content_hash:
        verdict = demands.is_open(row.Demand)
        offered.append(allowed("consent", "确认更新后的需求", verdict))
    if MATCH.allows(match.state, "withdraw"):
        offered.append(allowed("withdraw", "退出"))
    return offered


async def _story(session: AsyncSession, actor: Actor, row: AnyRow) -> list[TimelineEntry]:
    found = await timeline(session, [(MATCH.subject, row.Match.id)])
    if _is_unnamed(actor, row):
        for entry in found:
            entry.who = UNNAMED if entry.role == Role.EXPERT else entry.who
    return found


async def _consents(session: AsyncSession, actor: Actor, row: AnyRow) -> list[ConsentRead]:
    unnamed = _is_unnamed(actor, row)
    return [
        ConsentRead(
            party=one.party,
            party_name=PARTY_NAMES[Party(one.party)],
            signer_name=UNNAMED if unnamed and one.party == Party.EXPERT else one.signer_name,
            given_at=one.given_at,
            text_hash=one.text_hash,
        )
        for one in await queries.consents(session, row.Match.id)
    ]


async def _terms_changed(
    session: AsyncSession, card: MatchCard, match: Match
) -> TermsChanged | None:
    if not card.text_outdated:
        return None
    found = await demands.changed_terms(session, match.demand_id, match.demand_number)
    return TermsChanged.model_validate(found) if found else None


async def _conflicts(
    session: AsyncSession, actor: Actor, row: AnyRow, side: Side
) -> list[ConflictPath]:
    match: Match = row.Match
    if match.state not in queries.OPEN or _enterprise(actor, row)["enterprise_id"] is None:
        return []  # a path would tell which enterprise it is
    office = row.Demand.organisation_id
    pairing = capacity.Pairing(side.expert_ids, match.enterprise_id, office)
    return await capacity.conflict_paths(session, actor, pairing)


async def show(session: AsyncSession, actor: Actor, match_id: UUID) -> MatchRead:
    """Step: a match as this viewer may see it. Raises 404 when he may not."""
    row = await queries.detail(session, actor, match_id)
    if row is None:
        raise not_found("这次匹配")
    match: Match = row.Match
    side = await expert_side(session, match)
    members = await queries.experts_in(session, match_id)
    experts_shown = await experts.cards(session, actor, members)
    code = DeclineCode(match.decline_code) if match.decline_code else None
    own = SIDES.get(actor.role) == match.decline_party
    (card,) = await cards(session, actor, [row])
    return MatchRead(
        **card.model_dump(),
        standing=await standing(session, actor, (MATCH.subject, match.id), turn_with(actor, row)),
        message=match.message,
        demand_hash=match.demand_hash,
        decline_code=code,
        decline_name=DECLINE_NAMES[code] if code else None,
        decline_reason=match.decline_reason,
        decline_words=politely(match, code) if code and not own else None,
        terms_changed=await _terms_changed(session, card, match),
        consents=await _consents(session, actor, row),
        experts=[experts_shown[expert_id] for expert_id in members],
        conflicts=await _conflicts(session, actor, row, side),
        allowed_actions=await _actions(session, actor, row, side),
        timeline=await _story(session, actor, row),
    )


@read_case
async def read(session: AsyncSession, actor: Actor, match_id: UUID) -> MatchRead:
    """One match. Raises 404 for what the actor may not see."""
    return await show(session, actor, match_id)


@read_case
async def listing(session: AsyncSession, actor: Actor, asked: MatchQuery) -> Page[MatchCard]:
    """The matches the actor takes part in or is competent for."""
    rows, frame = await page_rows(session, queries.listing(actor, asked), asked)
    return Page(items=await cards(session, actor, rows), **frame)
