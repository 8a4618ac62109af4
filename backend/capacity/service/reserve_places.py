"""Reserving, taking and freeing places. The expert rows are locked, ascending, before counting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import queries, rules
from backend.capacity.models import ExpertPlace, PlaceUse
from backend.platform import clock
from backend.platform.constraints import on_violation
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce
from backend.platform.rules import Verdict
from backend.policies.policy import Policy
from backend.waivers import service as waivers

FULL = "该特派员同时服务的企业已满3家。请刷新后查看最新情况。"
for constraint in ("uq_expert_places_slot", "ck_expert_places_three_enterprises"):
    on_violation(constraint, FULL, rule="CAP-01")
on_violation("D13", "已经结束的服务不能重新打开。")
CAP = "CAP-01"


@dataclass(frozen=True)
class Booking:
    """Places for one match: an expert alone, or a team with its leader first."""

    match_id: UUID
    enterprise_id: UUID
    expert_ids: Sequence[UUID]
    is_team: bool = False
    for_enterprise: bool = False
    """An enterprise reads the answer: whom else the expert serves is not told (decision A22)."""


@dataclass(frozen=True)
class Standing:
    """One expert's places, and a granted waiver for one more that is not used yet."""

    expert_id: UUID
    name: str
    limit: int
    places: tuple[ExpertPlace, ...]
    served: dict[UUID, str]
    is_named: bool
    waiver_id: UUID | None


async def lock_experts(session: AsyncSession, expert_ids: Collection[UUID]) -> None:
    """Step: lock these experts in ascending order until the transaction ends."""
    await queries.lock_experts(session, expert_ids)


async def _standings(
    session: AsyncSession, expert_ids: Collection[UUID], *, locked: bool
) -> list[Standing]:
    load = queries.lock_experts if locked else queries.experts
    found = await load(session, expert_ids)
    rows = await queries.open_places(session, expert_ids)
    standings = []
    for expert in found:
        own = [row for row in rows if row.ExpertPlace.expert_id == expert.id]
        used = {row.ExpertPlace.waiver_id for row in own}
        granted = (await waivers.granted(session, expert.id, clock.today())).get(CAP)
        standings.append(
            Standing(
                expert_id=expert.id,
                name=expert.name,
                limit=expert.max_enterprises,
                places=tuple(row.ExpertPlace for row in own),
                served={row.ExpertPlace.enterprise_id: row.enterprise_name for row in own},
                is_named=expert.is_designable,
                waiver_id=None if granted in used else granted,
            )
        )
    return standings


def _cap(standing: Standing, booking: Booking, policy: Policy) -> Verdict:
    told = not booking.for_enterprise
    return rules.three_enterprise_cap(
        standing.served,
        booking.enterprise_id,
        policy,
        standing.name if told or standing.is_named else "",
        names_are_told=told,
    )


def _judge(standing: Standing, booking: Booking, policy: Policy) -> list[Verdict]:
    granted = frozenset({CAP}) if standing.waiver_id else frozenset()
    return [
        _cap(standing, booking, policy).waived_by(granted),
        rules.own_limit(standing.served, booking.enterprise_id, standing.limit, policy),
    ]


async def cap_verdicts(session: AsyncSession, booking: Booking, policy: Policy) -> list[Verdict]:
    """Step: what `reserve` would say now, for buttons; nothing is locked or written."""
    counted = rules.counted_experts(booking.expert_ids, policy, is_team=booking.is_team)
    standings = await _standings(session, counted, locked=False)
    return [v for one in standings for v in _judge(one, booking, policy)]


async def reserve(session: AsyncSession, booking: Booking, policy: Policy) -> None:
    """Step: a place for each expert the policy counts, the enterprise's own one if there is one.

    Raises 409 CAP-01, naming the enterprises served to all but an enterprise, unless a granted
    waiver stands for one more.
    """
    counted = rules.counted_experts(booking.expert_ids, policy, is_team=booking.is_team)
    for standing in await _standings(session, counted, locked=True):
        enforce(*_judge(standing, booking, policy))
        place = _place(session, standing, booking, policy)
        use = PlaceUse(place_id=place.id, expert_id=standing.expert_id, match_id=booking.match_id)
        await session.flush()
        session.add(use)
    await session.flush()


def _place(
    session: AsyncSession, standing: Standing, booking: Booking, policy: Policy
) -> ExpertPlace:
    """The place two demands of one enterprise share, or the lowest free one."""
    for place in standing.places:
        if place.enterprise_id == booking.enterprise_id:
            return place
    waived = not _cap(standing, booking, policy).ok
    place = ExpertPlace(
        id=new_id(),
        expert_id=standing.expert_id,
        enterprise_id=booking.enterprise_id,
        slot_no=rules.lowest_free_place({one.slot_no for one in standing.places}),
        waiver_id=standing.waiver_id if waived else None,
    )
    session.add(place)
    return place


async def take(session: AsyncSession, match_id: UUID) -> None:
    """Step: the agreement is filed: reserved places are in service now."""
    for use in await queries.open_uses(session, match_id):
        use.is_taken = True
    await session.flush()


async def release(session: AsyncSession, match_id: UUID, expert_id: UUID | None = None) -> None:
    """Step: end what a match stands on; a place is free once its last use has ended (5.6.1).

    With an expert, who leaves alone, only his. A second call finds nothing open.
    """
    uses = await queries.open_uses(session, match_id)
    await queries.lock_experts(session, [use.expert_id for use in uses])
    for use in await queries.open_uses(session, match_id):
        if expert_id not in (None, use.expert_id):
            continue
        use.closed_at = clock.now()
        await session.flush()
        if await queries.uses_left(session, use.place_id) == 0:
            place = await session.get_one(ExpertPlace, use.place_id)
            place.closed_at = clock.now()
    await session.flush()
