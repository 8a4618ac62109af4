"""Teams: started, filled, asked anew after each change, completed, dissolved."""

from collections.abc import Iterator

from tests.lifecycle.model import EXPERTS, LARGEST, LIVE, SMALLEST, State, Team
from tests.lifecycle.steps import STATE, Call, Step, action, only, path_of, when

MOST = 3


def _start_choices(state: State) -> Iterator[Step]:
    if len(state.teams) < MOST:
        for key in state.demands:
            yield from (Step("team.start", ("expert", one), key) for one in (0, 1, 5))
            yield Step("team.start", ("firm", 0), key)


def _start_judge(state: State, step: Step) -> set[str]:
    refused = only("expert", step.who)
    if refused or not state.sees_demand(step.who, step.on):
        return refused or {"404"}
    leads = any(
        team.demand == step.on and team.leader == step.who[1] and team.state != "dissolved"
        for team in state.teams.values()
    )
    return when(MATCH_OPEN=not state.demands[step.on].is_open) | (
        {"409 constraint"} if leads else set()
    )


def _start(state: State, step: Step) -> str:
    key, leader = state.new("t"), step.who[1]
    state.teams[key] = Team(step.on, leader, members={leader: "accepted"}, said_yes={leader: 1})
    return key


def _start_call(state: State, step: Step) -> Call:
    body = {"demand_id": state.facts["id", step.on], "name": "演示攻关团"}
    return Call("POST", "/teams", body)


def _led(state: State, step: Step) -> set[str]:
    """What stands between anybody and leading this team."""
    team, number = state.teams[step.on], step.who[1]
    refused = only("expert", step.who)
    if refused:
        return refused
    if team.members.get(number, "removed") == "removed":
        return {"404"}
    return set() if number == team.leader else {"TEAM-LEAD"}


def _changing(state: State, step: Step) -> set[str]:
    team = state.teams[step.on]
    found = when(TEAM_BOUND=state.bound(step.on))
    return found | ({STATE} if team.state == "dissolved" else set())


def _people(state: State, key: str) -> Iterator[int]:
    """The leader, a member and somebody else."""
    team = state.teams[key]
    yield team.leader
    yield from list(team.live)[1:2]
    yield next(one for one in range(EXPERTS) if one not in team.live)


def _invite_choices(state: State) -> Iterator[Step]:
    for key, team in state.teams.items():
        outside = [one for one in range(EXPERTS) if one not in team.live]
        for one in [*outside[:3], *list(team.live)[-1:]]:
            yield Step("team.invite", ("expert", team.leader), key, extra=one)
        for who in list(_people(state, key))[1:]:
            yield Step("team.invite", ("expert", who), key, extra=outside[0])


def _invite_judge(state: State, step: Step) -> set[str]:
    team = state.teams[step.on]
    refused = _led(state, step)
    return refused or _changing(state, step) | when(
        TEAM_ONCE=step.extra in team.live,
        TEAM_SIZE=len(team.live) >= LARGEST,
        MATCH_OPEN=not state.demands[team.demand].is_open,
    )


def _asked_anew(team: Team) -> None:
    team.roster += 1
    team.state = "forming"
    team.said_yes[team.leader] = team.roster
    for one in team.live:
        team.members[one] = "accepted" if one == team.leader else "invited"


def _invite(state: State, step: Step) -> str:
    team = state.teams[step.on]
    team.members[step.extra] = "invited"
    _asked_anew(team)
    return step.on


def _expert(state: State, number: int) -> str:
    return state.facts["id", f"expert{number}"]


def _invite_call(state: State, step: Step) -> Call:
    body = {"expert_id": _expert(state, step.extra)}
    return Call("POST", f"{path_of(state, 'teams', step.on)}/members", body)


def _remove_choices(state: State) -> Iterator[Step]:
    for key, team in state.teams.items():
        for one in _people(state, key):
            yield Step("team.remove", ("expert", team.leader), key, extra=one)
        if len(team.live) > 1:
            yield Step("team.remove", ("expert", team.live[1]), key, extra=team.live[1])


def _remove_judge(state: State, step: Step) -> set[str]:
    team = state.teams[step.on]
    refused = _led(state, step) or _changing(state, step)
    refused |= when(R404=step.extra not in team.live, R409=step.extra == team.leader)
    return refused


def _remove(state: State, step: Step) -> str:
    team = state.teams[step.on]
    team.members[step.extra] = "removed"
    _asked_anew(team)
    return step.on


def _remove_call(state: State, step: Step) -> Call:
    path = f"{path_of(state, 'teams', step.on)}/members/{_expert(state, step.extra)}/remove"
    return Call("POST", path)


def _answer_choices(state: State) -> Iterator[Step]:
    for key, team in state.teams.items():
        for one in [*team.live, next(_people(state, key)), EXPERTS - 1]:
            for how in ("yes", "no", "yes old", "no old"):
                yield Step("team.answer", ("expert", one), key, how)


def _answer_judge(state: State, step: Step) -> set[str]:
    team, me = state.teams[step.on], step.who[1]
    if me not in team.live:
        return {"404"}
    if me == team.leader:
        return {"409"}
    outdated = when(TEAM_ROSTER=step.how.endswith("old"))
    if step.how.startswith("no"):
        is_asked_in = team.state == "serving" and team.members[me] == "invited"
        return outdated if is_asked_in else outdated | _changing(state, step)
    refused = outdated | when(MATCH_OPEN=not state.demands[team.demand].is_open)
    answered = team.state != "forming" or team.members[me] == "accepted"
    return refused | ({STATE} if answered else set())


def _answer(state: State, step: Step) -> str:
    team, me = state.teams[step.on], step.who[1]
    if step.how == "yes":
        team.members[me], team.said_yes[me] = "accepted", team.roster
        return step.on
    team.members[me] = "left" if team.members[me] == "accepted" else "declined"
    team.state = "serving" if team.state == "serving" else "forming"
    return step.on


def _answer_call(state: State, step: Step) -> Call:
    roster = state.teams[step.on].roster + step.how.endswith("old")
    body = {"accept": step.how.startswith("yes"), "roster_version": roster, "code": "time"}
    return Call("POST", f"{path_of(state, 'teams', step.on)}/answer", body)


def _whole_choices(name: str, *hows: str):
    def choices(state: State) -> Iterator[Step]:
        for key in state.teams:
            for who in _people(state, key):
                yield from (
                    Step(f"team.{name}", ("expert", who), key, how) for how in hows or ("",)
                )

    return choices


def _complete_judge(state: State, step: Step) -> set[str]:
    team = state.teams[step.on]
    size = len(team.live)
    refused = _led(state, step) or when(
        TEAM_SIZE=not SMALLEST <= size <= LARGEST,
        TEAM_ACCEPT="invited" in team.members.values(),
        TEAM_CROSS=size < 2,
        MATCH_OPEN=not state.demands[team.demand].is_open,
    )
    return refused | ({STATE} if team.state != "forming" else set())


def _complete(state: State, step: Step) -> str:
    team = state.teams[step.on]
    team.state, team.said_yes[team.leader] = "complete", team.roster
    assert all(team.said_yes.get(one) == team.roster for one in team.live if one in LIVE)
    return step.on


def _dissolve_judge(state: State, step: Step) -> set[str]:
    return _led(state, step) or _changing(state, step)


def _dissolve(state: State, step: Step) -> str:
    state.teams[step.on].state = "dissolved"
    return step.on


def _edit_judge(state: State, step: Step) -> set[str]:
    versions = when(R428=step.how == "none", R412=step.how == "stale")
    return _led(state, step) | versions | _changing(state, step)


def _edit_call(state: State, step: Step) -> Call:
    path = path_of(state, "teams", step.on)
    body = {"plan": "分三个阶段，先小试，再中试。"}
    return Call("PATCH", path, body, at=step.how, read=path)


def _post(name: str):
    return lambda state, step: Call("POST", f"{path_of(state, 'teams', step.on)}/{name}")


def _unchanged(state: State, step: Step) -> str:
    return step.on


action("team.start", _start_choices, _start_judge, _start, _start_call)
action("team.invite", _invite_choices, _invite_judge, _invite, _invite_call)
action("team.remove", _remove_choices, _remove_judge, _remove, _remove_call)
action("team.answer", _answer_choices, _answer_judge, _answer, _answer_call)
action("team.complete", _whole_choices("complete"), _complete_judge, _complete, _post("complete"))
action("team.dissolve", _whole_choices("dissolve"), _dissolve_judge, _dissolve, _post("dissolve"))
action(
    "team.edit", _whole_choices("edit", "ok", "stale", "none"), _edit_judge, _unchanged, _edit_call
)
