"""Holding an answer to the model, and learning from it what only the platform decides."""

from typing import Any

import httpx

from tests.lifecycle.model import State, thing
from tests.lifecycle.steps import ACTIONS, Step

SUCCESS = (200, 201)
REFUSALS = frozenset({403, 404, 409, 412, 422, 428})


def code_of(answer: httpx.Response) -> str:
    """A refusal in one word: its rule, or its status with the kind of problem."""
    problem = answer.json()
    if problem.get("rule"):
        return str(problem["rule"])
    kind = problem["type"].rsplit("/", 1)[-1]
    return str(answer.status_code) if kind.isdigit() else f"{answer.status_code} {kind}"


def expected_state(state: State, step: Step, key: str) -> str:
    """The state the answer to a step should show of the thing it is about."""
    return str(thing(state, key).state)


def _learn_demand(state: State, key: str, body: dict[str, Any]) -> None:
    demand = state.demands[key]
    assert body["current_number"] == demand.number, body["current_number"]
    if body["text_hash"]:
        state.facts["text", key, str(demand.number)] = body["text_hash"]
    if body["closes_on"]:
        state.facts["due", key] = body["closes_on"]


def _learn_team(state: State, key: str, body: dict[str, Any]) -> None:
    team = state.teams[key]
    assert body["roster_version"] == team.roster, body["roster_version"]
    standings = sorted(team.members.values())
    assert sorted(one["standing"] for one in body["members"]) == standings, standings
    if team.state == "serving":
        assert bool(body["cure_due"]) == team.is_short, (body["cure_due"], standings)
        state.facts["due", key] = body["cure_due"] or ""


def _learn_match(state: State, key: str, body: dict[str, Any]) -> None:
    match = state.matches[key]
    assert body["waits_for"] == match.waits_for, body["waits_for"]
    if body["answer_due"]:
        state.facts["due", key] = body["answer_due"]


def _learn_agreement(state: State, key: str, body: dict[str, Any]) -> None:
    agreement = state.agreements[key]
    assert body["revision"] == agreement.revision
    state.facts["text", key, str(agreement.revision)] = body["text_hash"]
    state.facts["due", key] = body["sign_due"]


def _learn_change(state: State, key: str, change: dict[str, Any]) -> None:
    service = state.services[key]
    state.facts["change", key] = change["id"]
    assert bool(change["hearings"]) == bool(service.hearing), change["hearings"]
    for hearing in change["hearings"]:
        state.facts["due", f"{key} heard"] = hearing["due"]
        assert hearing["state"] in {service.hearing, "silent"}, hearing["state"]


def learn_service(state: State, key: str, body: dict[str, Any]) -> None:
    """What a service's page tells: its log, its newest request, its last day."""
    service = state.services[key]
    assert len(body["logs"]) == len(service.logs)
    known = {id for name, id in state.facts.items() if name[:2] == ("log", key)}
    for line in body["logs"]:
        if line["id"] not in known:
            state.facts["log", key, str(len(known))] = line["id"]
    for change in body["changes"]:
        if change["state"] == "requested" or ("change", key) not in state.facts:
            _learn_change(state, key, change)
    if body["end_due"]:
        state.facts["due", key] = body["end_due"]


LEARN = {
    "d": _learn_demand,
    "t": _learn_team,
    "m": _learn_match,
    "a": _learn_agreement,
    "s": learn_service,
}


def learn(state: State, step: Step, key: str, body: dict[str, Any]) -> None:
    """Compare what an answer says with the model after its step, and keep ids, texts and days."""
    if step.action == "rating.give":
        service = state.services[key]
        assert (body["given"], body["is_open"]) == (len(service.ratings), service.unsealed)
        return
    assert body["state"] == expected_state(state, step, key), (body["state"], step)
    state.facts["id", key] = body["id"]
    LEARN[key[0]](state, key, body)


def succeed(state: State, step: Step, answer: httpx.Response) -> str:
    """A step that went through: the model follows, and the answer must say the same."""
    key = ACTIONS[step.action].apply(state, step)
    learn(state, step, key, answer.json())
    return key
