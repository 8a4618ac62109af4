"""Days going by: what the worker's jobs do, and what the model says they should."""

from datetime import timedelta

from backend.agreements import service as agreements
from backend.demands import service as demands
from backend.engagements import service as engagements
from backend.evaluations import service as evaluations
from backend.matches import service as matches
from tests.lifecycle.answers import learn_service
from tests.lifecycle.model import OPEN, UNSIGNED, WAITING, State
from tests.lifecycle.world import World

JOBS = (
    matches.expire_due,
    demands.expire_lapsed,
    agreements.expire_unsigned,
    agreements.void_orphans,
    engagements.end_cures,
    evaluations.lapse_ends,
    evaluations.unseal_closed,
)
TAKING = ("published", "matched", "in_service", "under_review")


def _late(state: State, key: str) -> bool:
    due = state.due(key)
    return due is not None and due < state.today


def _candidacies(state: State) -> None:
    for key, match in state.matches.items():
        gone = match.state in OPEN and state.demands[match.demand].state not in TAKING
        if gone or (match.state in WAITING and _late(state, key)):
            match.state = "expired"


def _demands(state: State) -> None:
    for key, demand in state.demands.items():
        if demand.state == "published" and _late(state, key):
            demand.state = "expired"


def _agreements(state: State) -> None:
    for key, match in state.matches.items():
        found = state.agreement_of(key)
        if match.state == "agreed" and _late(state, found or key):
            if found and state.agreements[found].state not in UNSIGNED:
                continue
            if found:
                state.agreements[found].state = "void"
            match.state = "expired"
            state.free(match)
    for agreement in state.agreements.values():
        left = state.matches[agreement.match].state not in {"agreed", "engaged"}
        if left and agreement.state in (*UNSIGNED, "signed"):
            agreement.state = "void"


def _services(state: State) -> None:
    for key, service in state.services.items():
        if service.state == "end_proposed" and _late(state, key):
            state.end(service, "ended")
        service.unsealed = state.is_unsealed(service)


def _cures(world: World, state: State) -> None:
    """A team that was not filled up in time comes before its firm's organisation, once."""
    for key, service in state.services.items():
        team = state.matches[service.match].team
        if team and service.state == "serving" and service.change is None and _late(state, team):
            service.change, service.changes, service.hearing = "shortfall", service.changes + 1, ""
            told = world.read(("reviewer", 0), f"/engagements/{state.facts['id', key]}", state.now)
            learn_service(state, key, told)


def wait(world: World, state: State, days: int) -> None:
    """Let `days` go by and the jobs run, on the platform and in the model."""
    state.now += timedelta(days=days)
    world.work(state.now, *JOBS)
    _candidacies(state)
    _demands(state)
    _agreements(state)
    _cures(world, state)
    _services(state)
