"""The department weighs what counts: tries weights on what was shown, then sets them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import service as demands
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, invalid
from backend.recommendations.models import MatchingWeights, MatchingWeightsChange
from backend.recommendations.queries import index, lists
from backend.recommendations.schemas import (
    MoveRead,
    WeightMove,
    WeightsChangeIn,
    WeightsChangeRead,
    WeightsEffect,
    WeightsIn,
    WeightsRead,
    WeightsTrial,
)
from backend.recommendations.scoring import Facts
from backend.recommendations.tuning import Effect, Shown, effect

LATELY = timedelta(days=30)
MOST_LISTS = 2000
MOST_CHANGES = 20
MEANWHILE = "权重刚刚被改过，请刷新后在新的权重上再试算一次。"
on_violation("uq_matching_weight_changes_was", MEANWHILE)
Settings = Mapping[str, Any]
NAMES = tuple(WeightsIn.model_fields)
"""What may be changed; everything else belongs to the index."""


def _since() -> date:
    return clock.today() - LATELY


def _weights(settings: Settings) -> WeightsIn:
    return WeightsIn.model_validate({name: settings[name] for name in NAMES})


async def _read(session: AsyncSession) -> WeightsRead:
    weights = await index.weights(session)
    changes = [
        WeightsChangeRead(
            was=row.MatchingWeightsChange.was,
            now=row.MatchingWeightsChange.now,
            changed_by=row.changed_by,
            changed_at=row.MatchingWeightsChange.created_at,
            reason=row.MatchingWeightsChange.reason,
            changed={
                name: WeightMove(before=row.was_settings[name], after=row.now_settings[name])
                for name in NAMES
                if row.was_settings[name] != row.now_settings[name]
            },
        )
        for row in await index.weights_changes(session, MOST_CHANGES)
    ]
    return WeightsRead(version=weights.name, weights=_weights(weights.settings), changes=changes)


@read_case
async def read_weights(session: AsyncSession) -> WeightsRead:
    """The weights in force and the latest changes."""
    return await _read(session)


async def _effect(session: AsyncSession, before: Settings, after: Settings) -> Effect:
    kept = await lists.latest_of_demands(session, _since(), MOST_LISTS)
    shown = [
        Shown(str(one.subject_id), [Facts(**facts) for facts in inputs["facts"]], inputs["most"])
        for one in kept
        for inputs in one.inputs
    ]
    agreed = await lists.agreed_experts(session, [one.subject_id for one in kept])
    return effect(shown, before, after, agreed)


@read_case
async def try_weights(session: AsyncSession, actor: Actor, body: WeightsTrial) -> WeightsEffect:
    """What these weights would have done to the lists of the last month; changes nothing."""
    present = (await index.weights(session)).settings
    found = await _effect(session, present, present | body.weights.model_dump())
    people = await experts.shown_names(
        session, actor, {UUID(one) for move in found.moves for one in (*move.came, *move.went)}
    )
    cards = await demands.cards(session, actor, [UUID(move.demand_id) for move in found.moves])
    moves = [
        MoveRead(
            demand_id=UUID(move.demand_id),
            title=cards[UUID(move.demand_id)].title,
            came=[people[UUID(one)] for one in move.came],
            went=[people[UUID(one)] for one in move.went],
        )
        for move in found.moves
        if UUID(move.demand_id) in cards
    ]
    return WeightsEffect.model_validate(asdict(found) | {"since": _since(), "moves": moves})


@use_case
async def change_weights(session: AsyncSession, actor: Actor, body: WeightsChangeIn) -> WeightsRead:
    """Put new weights in force; what they do to the last month's lists is kept with them.

    Raises 409 when somebody changed them meanwhile, 422 when they are the present ones.
    """
    present = await index.weights(session)
    if present.name != body.based_on:
        raise conflict(MEANWHILE, kind="state")
    settings = present.settings | body.weights.model_dump()
    if settings == present.settings:
        raise invalid(("/weights", "权重没有变化。"))
    found = await _effect(session, present.settings, settings)
    present.is_current = False
    await session.flush()
    name = f"{clock.today():%Y-%m-%d}.{await index.versions(session) + 1}"
    session.add(MatchingWeights(name=name, is_current=True, settings=settings))
    await session.flush()
    change = MatchingWeightsChange(
        id=new_id(),
        was=present.name,
        now=name,
        changed_by=actor.account_id,
        reason=body.reason,
        effect=asdict(found),
    )
    session.add(change)
    await audit.record(session, change, "change", actor, note=body.reason, now=name)
    return await _read(session)
