"""Matches: three ways to begin, the other side's answer, stepping back."""

from collections.abc import Iterator

from tests.lifecycle.model import CAP, EXPERTS, FIRMS, OPEN, WAITING, Match, State, Who
from tests.lifecycle.steps import STALE, STATE, Call, Step, action, only, path_of, when

MOST = 12


def _invite_choices(state: State) -> Iterator[Step]:
    if len(state.matches) >= MOST:
        return
    for key, demand in state.demands.items():
        for expert in (0, 1, 6):
            for way in ("designated", "recommended"):
                yield Step("match.invite", ("firm", demand.firm), key, way, expert)
        yield Step("match.invite", ("firm", (demand.firm + 1) % FIRMS), key, "designated", 0)
        yield Step("match.invite", ("expert", 0), key, "designated", 0)


def _begins(state: State, demand: str, part: tuple[int, ...]) -> set[str]:
    return when(
        MATCH_OPEN=not state.demands[demand].is_open,
        PART_01=any(state.takes_part(one, demand) for one in part),
        MATCH_ONE=state.active(demand) > 0,
    )


def _invite_judge(state: State, step: Step) -> set[str]:
    refused = only("firm", step.who)
    if refused or not state.sees_demand(step.who, step.on):
        return refused or {"404"}
    return _begins(state, step.on, (step.extra,))


def _begin(state: State, demand: str, party: str, part: tuple[int, ...], team: str | None) -> str:
    key, about = state.new("m"), state.demands[demand]
    word = "applied" if party == "expert" else "invited"
    consents = {party: about.number}
    state.matches[key] = Match(demand, about.firm, word, part, about.number, team, consents)
    return key


def _invite(state: State, step: Step) -> str:
    return _begin(state, step.on, "enterprise", (step.extra,), None)


def _invite_call(state: State, step: Step) -> Call:
    body = {
        "demand_id": state.facts["id", step.on],
        "expert_id": state.facts["id", f"expert{step.extra}"],
        "way": step.how,
    }
    return Call("POST", "/matches/invitations", body)


def _apply_choices(state: State) -> Iterator[Step]:
    if len(state.matches) >= MOST:
        return
    for key in state.demands:
        for expert in (0, 2, 7):
            yield Step("match.apply", ("expert", expert), key)
        yield Step("match.apply", ("expert", 3), key, "old")
        yield Step("match.apply", ("firm", 0), key)
        for team in state.teams:
            for who in (state.teams[team].leader, *state.teams[team].live[1:2], EXPERTS - 1):
                yield Step("match.apply", ("expert", who), key, team)


def _apply_judge(state: State, step: Step) -> set[str]:
    refused = only("expert", step.who)
    if refused or not state.sees_demand(step.who, step.on):
        return refused or {"404"}
    me = step.who[1]
    if step.how not in state.teams:
        return _begins(state, step.on, (me,)) | when(MATCH_TEXT=step.how == "old")
    team = state.teams[step.how]
    if team.members.get(me, "removed") == "removed":
        return {"404"} | when(MATCH_OPEN=not state.demands[step.on].is_open)
    refused = _begins(state, step.on, team.live) | when(
        TEAM_LEAD=me != team.leader, MATCH_SIDE=team.demand != step.on
    )
    return refused | ({STATE} if team.state != "complete" else set())


def _apply(state: State, step: Step) -> str:
    team = step.how if step.how in state.teams else None
    part = state.teams[team].live if team else (step.who[1],)
    return _begin(state, step.on, "expert", part, team)


def _apply_call(state: State, step: Step) -> Call:
    body = {"demand_id": state.facts["id", step.on]}
    if step.how == "old":
        body["text_hash"] = STALE
    elif step.how:
        body["team_id"] = state.facts["id", step.how]
    return Call("POST", "/matches/applications", body)


def around(state: State, match: Match) -> Iterator[Who]:
    """Both sides, another of each kind, a team's member, an office."""
    yield "firm", match.firm
    yield "expert", match.leader
    yield "firm", (match.firm + 1) % FIRMS
    yield from (("expert", one) for one in list(state.side(match))[1:2])
    yield "expert", next(one for one in range(EXPERTS - 1, 0, -1) if one not in match.part)
    yield "reviewer", 0


def _each(name: str, *hows: str):
    def choices(state: State) -> Iterator[Step]:
        for key, match in state.matches.items():
            for who in around(state, match):
                yield from (Step(f"match.{name}", who, key, how) for how in hows or ("",))

    return choices


def _speaks(state: State, step: Step) -> set[str]:
    refused = only("firm expert", step.who)
    seen = state.sees_match(step.who, state.matches[step.on])
    return refused or (set() if seen else {"404"})


def _consent_judge(state: State, step: Step) -> set[str]:
    match = state.matches[step.on]
    refused = _speaks(state, step)
    party, awaited = state.party(step.who, match), match.waits_for
    if refused or party is None or awaited is None:
        return refused or {"MATCH-TURN"}
    demand = state.demands[match.demand]
    closed, outdated = not demand.is_open, match.text != demand.number
    if party != awaited:
        return when(MATCH_OPEN=closed, MATCH_NEW_TEXT=step.how == "old" or not outdated)
    served = [state.served_by(one) - {match.firm} for one in state.side(match)]
    return when(
        MATCH_OPEN=closed,
        MATCH_TEXT=step.how == "old" or outdated,
        MATCH_ONE=state.active(match.demand) > 0,
        CAP_01=any(len(firms) >= CAP for firms in served),
    )


def _consent(state: State, step: Step) -> str:
    match = state.matches[step.on]
    party = state.party(step.who, match)
    demand = state.demands[match.demand]
    assert party
    is_last = party == match.waits_for
    match.consents[party], match.text = demand.number, demand.number
    if is_last:
        match.state, demand.state = "agreed", "matched"
        for other in state.candidates(match.demand):
            if other is not match and other.state in WAITING:
                other.state = "reserve"
    return step.on


def _consent_call(state: State, step: Step) -> Call:
    match = state.matches[step.on]
    told = ("text", match.demand, str(state.demands[match.demand].number))
    body = {"text_hash": STALE if step.how == "old" else state.facts[told]}
    return Call("POST", f"{path_of(state, 'matches', step.on)}/consent", body)


def _decline_judge(state: State, step: Step) -> set[str]:
    match = state.matches[step.on]
    party = state.party(step.who, match)
    turn = party is not None and party == match.waits_for
    return _speaks(state, step) or when(MATCH_TURN=not turn)


def _decline(state: State, step: Step) -> str:
    state.matches[step.on].state = "declined"
    return step.on


def _decline_call(state: State, step: Step) -> Call:
    body = {"code": "time", "reason": "近期没有时间。"}
    return Call("POST", f"{path_of(state, 'matches', step.on)}/decline", body)


def _withdraw_judge(state: State, step: Step) -> set[str]:
    match = state.matches[step.on]
    party, awaited = state.party(step.who, match), match.waits_for
    refused = _speaks(state, step) or when(MATCH_TURN=party is None or party == awaited)
    if refused:
        return refused
    return set() if match.state in (*OPEN, "agreed") else {STATE}


def _withdraw(state: State, step: Step) -> str:
    match = state.matches[step.on]
    match.state = "withdrawn"
    state.free(match)
    return step.on


def _withdraw_call(state: State, step: Step) -> Call:
    return Call(
        "POST", f"{path_of(state, 'matches', step.on)}/withdraw", {"code": "time", "reason": ""}
    )


action("match.invite", _invite_choices, _invite_judge, _invite, _invite_call)
action("match.apply", _apply_choices, _apply_judge, _apply, _apply_call)
action("match.consent", _each("consent", "ok", "old"), _consent_judge, _consent, _consent_call)
action("match.decline", _each("decline"), _decline_judge, _decline, _decline_call)
action("match.withdraw", _each("withdraw"), _withdraw_judge, _withdraw, _withdraw_call)
