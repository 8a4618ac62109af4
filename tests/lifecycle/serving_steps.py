"""A team that serves: a member steps out, the leader asks somebody in, who says yes himself."""

from collections.abc import Iterator

from tests.lifecycle.model import CAP, EXPERTS, LARGEST, State
from tests.lifecycle.steps import STATE, Call, Step, action, only, path_of, when


def _in_sight(state: State, step: Step) -> set[str]:
    known = state.teams[step.on].members.get(step.who[1], "removed") != "removed"
    return only("expert", step.who) or (set() if known else {"404"})


def _serves(state: State, step: Step) -> set[str]:
    return set() if state.service_of(step.on) else {STATE}


def _leave_choices(state: State) -> Iterator[Step]:
    for key, team in state.teams.items():
        for one in (*team.live[:1], *team.live[-2:], EXPERTS - 1):
            yield Step("team.leave", ("expert", one), key)


def _leave_judge(state: State, step: Step) -> set[str]:
    team, me = state.teams[step.on], step.who[1]
    refused = _in_sight(state, step) or _serves(state, step)
    return refused or when(R404=team.members[me] != "accepted", TEAM_OUT=me == team.leader)


def _leave(state: State, step: Step) -> str:
    team, me = state.teams[step.on], step.who[1]
    service = state.services[state.service_of(step.on) or ""]
    team.members[me], team.roster = "left", team.roster + 1
    service.serving = tuple(one for one in service.serving if one != me)
    state.matches[service.match].left.add(me)
    return step.on


def _leave_call(state: State, step: Step) -> Call:
    body = {"code": "time", "reason": "近期不能继续。"}
    return Call("POST", f"{path_of(state, 'teams', step.on)}/leave", body)


def _replace_choices(state: State) -> Iterator[Step]:
    for key, team in state.teams.items():
        outside = [one for one in range(EXPERTS) if one not in team.live]
        for one in (*outside[:2], *outside[-1:], *team.live[-1:]):
            yield Step("team.replace", ("expert", team.leader), key, extra=one)
        for who in (*team.live[1:2], *outside[-1:]):
            yield Step("team.replace", ("expert", who), key, extra=outside[0])


def _replace_judge(state: State, step: Step) -> set[str]:
    team = state.teams[step.on]
    refused = _in_sight(state, step) or when(TEAM_LEAD=step.who[1] != team.leader)
    return refused or _serves(state, step) | when(
        TEAM_ONCE=step.extra in team.live, TEAM_SIZE=len(team.live) >= LARGEST
    )


def _replace(state: State, step: Step) -> str:
    team = state.teams[step.on]
    team.members[step.extra], team.roster = "invited", team.roster + 1
    return step.on


def _replace_call(state: State, step: Step) -> Call:
    body = {"expert_id": state.facts["id", f"expert{step.extra}"]}
    return Call("POST", f"{path_of(state, 'teams', step.on)}/replacements", body)


def _join_choices(state: State) -> Iterator[Step]:
    for key, team in state.teams.items():
        for one in (*team.live[-2:], EXPERTS - 1):
            yield from (Step("team.join", ("expert", one), key, how) for how in ("ok", "old"))


def _join_judge(state: State, step: Step) -> set[str]:
    team, me = state.teams[step.on], step.who[1]
    refused = _in_sight(state, step) or _serves(state, step)
    if refused or team.members[me] != "invited":
        return refused or {"404"}
    service = state.services[state.service_of(step.on) or ""]
    firms = state.served_by(me) - {state.matches[service.match].firm}
    return when(
        TEAM_ROSTER=step.how == "old",
        PART_01=state.takes_part(me, team.demand),
        CAP_01=len(firms) >= CAP,
    )


def _join(state: State, step: Step) -> str:
    team, me = state.teams[step.on], step.who[1]
    service = state.services[state.service_of(step.on) or ""]
    match = state.matches[service.match]
    team.members[me], team.said_yes[me] = "accepted", team.roster
    service.serving = (*service.serving, me)
    match.left.discard(me)
    match.part = (*match.part, *(() if me in match.part else (me,)))
    if not team.is_short and service.change == "shortfall":
        service.change = None
    return step.on


def _join_call(state: State, step: Step) -> Call:
    roster = state.teams[step.on].roster + (step.how == "old")
    path = f"{path_of(state, 'teams', step.on)}/join"
    return Call("POST", path, {"roster_version": roster})


action("team.leave", _leave_choices, _leave_judge, _leave, _leave_call)
action("team.replace", _replace_choices, _replace_judge, _replace, _replace_call)
action("team.join", _join_choices, _join_judge, _join, _join_call)
