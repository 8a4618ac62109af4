"""Services: logged, ended by both sides, changed by consent, rated by three parties."""

from collections.abc import Iterator

from backend.evaluations.states import CRITERIA, Rater
from tests.lifecycle.agreement_steps import each, match_of
from tests.lifecycle.model import RECOMMENDED, State, Who
from tests.lifecycle.steps import STATE, Call, Step, action, only, path_of, when

OFFICES = ("reviewer", "colleague", "stranger", "recommender", "department")


def _meets(state: State, step: Step) -> set[str]:
    """404 for a service somebody has nothing to do with."""
    service, (role, number) = state.services[step.on], step.who
    match = match_of(state, step.on)
    seen = {
        "firm": number == match.firm,
        "expert": number in service.serving,
        "recommender": service.was_asked or service.serving[0] in RECOMMENDED,
        "stranger": False,
    }.get(role, True)
    return set() if seen else {"404"}


def _acts(state: State, step: Step) -> set[str]:
    return only("firm expert liaison", step.who) or _meets(state, step)


def _state(allowed: bool) -> set[str]:
    return set() if allowed else {STATE}


def _log_judge(state: State, step: Step) -> set[str]:
    service, (role, number) = state.services[step.on], step.who
    serves = role == "expert" and number in service.serving
    return _acts(state, step) or when(LOG_01=not serves) | _state(not service.is_over)


def _log(state: State, step: Step) -> str:
    state.services[step.on].logs.append(False)
    return step.on


def _log_call(state: State, step: Step) -> Call:
    body = {"day": str(state.today), "hours": 6, "mode": "onsite", "work": "测了三卷毛面粗糙度。"}
    return Call("POST", f"{path_of(state, 'engagements', step.on)}/logs", body)


def _confirm_log_choices(state: State) -> Iterator[Step]:
    for step in each("service.confirm_log", "services")(state):
        for line in range(len(state.services[step.on].logs))[-2:]:
            yield Step(step.action, step.who, step.on, extra=line)


def _confirm_log_judge(state: State, step: Step) -> set[str]:
    service = state.services[step.on]
    own = step.who == ("firm", match_of(state, step.on).firm)
    refused = when(LOG_02=not own or service.logs[step.extra])
    return _acts(state, step) or refused | _state(not service.is_over)


def _confirm_log(state: State, step: Step) -> str:
    state.services[step.on].logs[step.extra] = True
    return step.on


def _confirm_log_call(state: State, step: Step) -> Call:
    line = state.facts["log", step.on, str(step.extra)]
    return Call("POST", f"{path_of(state, 'engagements', step.on)}/logs/{line}/confirm")


def _propose_judge(state: State, step: Step) -> set[str]:
    party = state.party(step.who, match_of(state, step.on))
    rule = when(SRV_01=party is None)
    return _acts(state, step) or rule | _state(state.services[step.on].state == "serving")


def _propose(state: State, step: Step) -> str:
    service = state.services[step.on]
    service.proposed_by = state.party(step.who, match_of(state, step.on))
    service.state = "end_proposed"
    return step.on


def _answer_judge(state: State, step: Step) -> set[str]:
    service = state.services[step.on]
    party = state.party(step.who, match_of(state, step.on))
    rule = when(END_01=party is None or party == service.proposed_by)
    return _acts(state, step) or rule | _state(service.state == "end_proposed")


def _dispute(state: State, step: Step) -> str:
    service = state.services[step.on]
    service.state, service.proposed_by = "serving", None
    return step.on


def _confirm(state: State, step: Step) -> str:
    state.end(state.services[step.on], "ended")
    return step.on


def _request_judge(state: State, step: Step) -> set[str]:
    service = state.services[step.on]
    party = state.party(step.who, match_of(state, step.on))
    rules = when(SRV_01=party is None, CHG_03=service.change is not None)
    return _acts(state, step) or rules | _state(not service.is_over)


def _request(state: State, step: Step) -> str:
    service = state.services[step.on]
    service.change, service.changes = step.how, service.changes + 1
    service.hearing = "waiting" if RECOMMENDED & set(service.serving) else ""
    service.was_asked = service.was_asked or bool(service.hearing)
    return step.on


def _decide_choices(state: State) -> Iterator[Step]:
    for key, service in state.services.items():
        if service.changes:
            for who in (*OFFICES, "firm"):
                yield Step("change.decide", (who, 0), key, "approve")
            yield Step("change.decide", ("reviewer", 0), key, "refuse")


def _decide_judge(state: State, step: Step) -> set[str]:
    service = state.services[step.on]
    refused = only(" ".join(OFFICES), step.who) or _meets(state, step)
    role, kind = step.who[0], service.change
    home = role in {"reviewer", "colleague"}
    if refused or not (home or role == "department"):
        return refused or {"CHG-01", "CHG-07"}
    is_open = not _is_heard(state, step.on)
    objected = service.hearing == "object" and step.how == "approve"
    return _state(kind is not None) | when(
        CHG_04=is_open, CHG_05=home and objected, CHG_07=not home and kind == "shortfall"
    )


def _is_heard(state: State, key: str) -> bool:
    """Whether nobody has to be waited for."""
    due = state.due(f"{key} heard")
    return state.services[key].hearing != "waiting" or due is None or state.today > due


def _hear_choices(state: State) -> Iterator[Step]:
    for key, service in state.services.items():
        if service.changes:
            yield Step("change.hear", ("recommender", 0), key, "agree")
            yield Step("change.hear", ("recommender", 0), key, "object")
            yield from (Step("change.hear", (who, 0), key, "agree") for who in ("reviewer", "firm"))


def _hear_judge(state: State, step: Step) -> set[str]:
    service = state.services[step.on]
    refused = only(" ".join(OFFICES), step.who) or _meets(state, step)
    is_asked = step.who[0] == "recommender" and service.hearing == "waiting"
    refused |= when(CHG_06=not is_asked or _is_heard(state, step.on))
    return refused or _state(service.change is not None)


def _hear(state: State, step: Step) -> str:
    state.services[step.on].hearing = step.how
    return step.on


def _hear_call(state: State, step: Step) -> Call:
    change = state.facts["change", step.on]
    return Call("POST", f"/changes/{change}/hearing", {"opinion": step.how, "note": "已阅。"})


def _decide(state: State, step: Step) -> str:
    service = state.services[step.on]
    kind, team = service.change, match_of(state, step.on).team
    if step.how == "approve":
        state.end(service, "replaced" if kind == "replacement" else "terminated")
    elif kind == "shortfall" and team:
        state.teams[team].waived = True
        state.facts["due", team] = ""
    service.change = None
    return step.on


def _decide_call(state: State, step: Step) -> Call:
    change = state.facts["change", step.on]
    return Call("POST", f"/changes/{change}/decision", {"decision": step.how, "note": "已核。"})


def rater(state: State, who: Who, key: str) -> str | None:
    """Which of the three parties somebody speaks for."""
    return "liaison" if who[0] == "liaison" else state.party(who, match_of(state, key))


def _rate_judge(state: State, step: Step) -> set[str]:
    service = state.services[step.on]
    refused = only("firm expert liaison", step.who) or _meets(state, step)
    me = rater(state, step.who, step.on)
    if refused or me is None or not service.is_over or me == step.how:
        return refused or {"RATE-01"}
    return when(RATE_02=(me, step.how) in service.ratings, RATE_04=state.has_closed(service))


def _rate(state: State, step: Step) -> str:
    service = state.services[step.on]
    service.ratings.add((rater(state, step.who, step.on) or "", step.how))
    service.unsealed = service.unsealed or len(service.ratings) == 6
    return step.on


def _rate_call(state: State, step: Step) -> Call:
    pair = (rater(state, step.who, step.on) or "expert", step.how)
    asked = CRITERIA.get((Rater(pair[0]), Rater(pair[1])), {"skill": ""})
    body = {"to_party": step.how, "grade": 4, "criteria": dict.fromkeys(asked, 4), "comment": "好"}
    return Call("POST", f"{path_of(state, 'engagements', step.on)}/ratings", body)


def _post(name: str, **body: str):
    return lambda state, step: Call(
        "POST", f"{path_of(state, 'engagements', step.on)}/{name}", dict(body)
    )


def _request_call(state: State, step: Step) -> Call:
    path = f"{path_of(state, 'engagements', step.on)}/changes"
    return Call("POST", path, {"kind": step.how, "reason": "双方协商，另作安排。"})


PARTIES = ("expert", "enterprise", "liaison")
KINDS = ("replacement", "termination")
END = {"outcome": "solved", "note": "指标已经达到。"}
action("service.log", each("service.log", "services"), _log_judge, _log, _log_call)
action(
    "service.confirm_log",
    _confirm_log_choices,
    _confirm_log_judge,
    _confirm_log,
    _confirm_log_call,
)
action(
    "service.propose",
    each("service.propose", "services"),
    _propose_judge,
    _propose,
    _post("propose-end", **END),
)
action(
    "service.dispute",
    each("service.dispute", "services"),
    _answer_judge,
    _dispute,
    _post("dispute-end", note="还有一项指标未测。"),
)
action(
    "service.confirm",
    each("service.confirm", "services"),
    _answer_judge,
    _confirm,
    _post("confirm-end"),
)
action(
    "change.request",
    each("change.request", "services", *KINDS),
    _request_judge,
    _request,
    _request_call,
)
action("change.hear", _hear_choices, _hear_judge, _hear, _hear_call)
action("change.decide", _decide_choices, _decide_judge, _decide, _decide_call)
action("rating.give", each("rating.give", "services", *PARTIES), _rate_judge, _rate, _rate_call)
