"""Agreements: drafted, revised, signed by both sides, filed."""

from collections.abc import Iterator
from datetime import timedelta

from tests.lifecycle.match_steps import around
from tests.lifecycle.model import Agreement, Match, Service, State, Who
from tests.lifecycle.steps import STALE, STATE, Call, Step, action, only, path_of, when

TERMS = {"mode": "ONSITE_PERIODIC", "pay": "按约支付。", "ip": "双方共有。"}


def match_of(state: State, key: str) -> Match:
    """The match an agreement or a service rests on."""
    return state.matches[(state.agreements if key[0] == "a" else state.services)[key].match]


def _open_choices(state: State) -> Iterator[Step]:
    for key, match in state.matches.items():
        if match.state in {"agreed", "withdrawn", "applied"}:
            yield from (Step("agreement.open", who, key) for who in around(state, match))


def _stands_on_team(state: State, who: Who, match: Match) -> bool:
    team = state.teams[match.team] if match.team else None
    return bool(team and who[0] == "expert" and team.members.get(who[1]) == "accepted")


def _signs(state: State, step: Step, match: Match) -> set[str]:
    refused = only("firm expert", step.who)
    if refused or state.party(step.who, match):
        return refused
    return {"AGR-03"} if _stands_on_team(state, step.who, match) else {"404"}


def _open_judge(state: State, step: Step) -> set[str]:
    match = state.matches[step.on]
    refused = _signs(state, step, match)
    if refused or state.agreement_of(step.on):
        return refused
    return set() if match.state == "agreed" else {STATE}


def _open(state: State, step: Step) -> str:
    found = state.agreement_of(step.on)
    if found is None:
        found = state.new("a")
        state.agreements[found] = Agreement(step.on)
    return found


def _open_call(state: State, step: Step) -> Call:
    return Call("POST", "/agreements", {"match_id": state.facts["id", step.on]})


def each(name: str, table: str, *hows: str):
    def choices(state: State) -> Iterator[Step]:
        for key in getattr(state, table):
            for who in around(state, match_of(state, key)):
                yield from (Step(name, who, key, how) for how in hows or ("",))
            if table == "services":
                yield Step(name, ("liaison", 0), key, hows[0] if hows else "")

    return choices


def _in_force(state: State, key: str) -> bool:
    return state.matches[state.agreements[key].match].state == "agreed"


def _revise_judge(state: State, step: Step) -> set[str]:
    agreement = state.agreements[step.on]
    refused = _signs(state, step, match_of(state, step.on))
    refused |= when(R428=step.how == "none", R412=step.how == "stale")
    changeable = agreement.state in {"drafted", "partly_signed", "returned"}
    return refused | (set() if changeable and _in_force(state, step.on) else {STATE})


def _revise(state: State, step: Step) -> str:
    agreement = state.agreements[step.on]
    agreement.revision += 1
    agreement.state, agreement.signed = "drafted", set()
    return step.on


def _revise_call(state: State, step: Step) -> Call:
    today, path = state.today, path_of(state, "agreements", step.on)
    body = TERMS | {
        "starts_on": str(today),
        "ends_on": str(today + timedelta(days=180)),
        "days": state.agreements[step.on].revision + 10,
        "working_conditions": "提供试验场地和一名专职联络人。",
    }
    return Call("PUT", f"{path}/terms", body, at=step.how, read=path)


def _sign_judge(state: State, step: Step) -> set[str]:
    agreement, match = state.agreements[step.on], match_of(state, step.on)
    refused = _signs(state, step, match)
    if refused:
        return refused
    refused = when(
        AGR_01=step.how == "old", AGR_04=state.party(step.who, match) in agreement.signed
    )
    signable = agreement.state in {"drafted", "partly_signed"}
    return refused | (set() if signable and _in_force(state, step.on) else {STATE})


def _sign(state: State, step: Step) -> str:
    agreement = state.agreements[step.on]
    party = state.party(step.who, match_of(state, step.on))
    assert party
    agreement.signed.add(party)
    agreement.state = "signed" if len(agreement.signed) == 2 else "partly_signed"
    return step.on


def _sign_call(state: State, step: Step) -> Call:
    told = ("text", step.on, str(state.agreements[step.on].revision))
    text = STALE if step.how == "old" else state.facts[told]
    body = {"text_hash": text, "signer_name": "演示签字人"}
    return Call("POST", f"{path_of(state, 'agreements', step.on)}/sign", body)


def _file_choices(state: State) -> Iterator[Step]:
    for key in state.agreements:
        for who in ("reviewer", "colleague", "stranger", "firm"):
            yield Step("agreement.file", (who, 0), key, "accept")
        yield Step("agreement.file", ("reviewer", 0), key, "return")


def _file_judge(state: State, step: Step) -> set[str]:
    agreement = state.agreements[step.on]
    refused = only("reviewer colleague stranger", step.who)
    if refused or step.who[0] == "stranger":
        return refused or {"404"}
    lost = step.how == "accept" and not _in_force(state, step.on)
    refused = when(FIL_02=len(agreement.signed) < 2)
    return refused | ({STATE} if agreement.state != "signed" or lost else set())


def _file(state: State, step: Step) -> str:
    agreement, match = state.agreements[step.on], match_of(state, step.on)
    if step.how == "return":
        agreement.state = "returned"
        return step.on
    agreement.state, match.state = "filed", "engaged"
    state.demands[match.demand].state = "in_service"
    if match.team:
        state.teams[match.team].state = "serving"
    state.services[state.new("s")] = Service(agreement.match, step.on, state.side(match))
    return step.on


def _file_call(state: State, step: Step) -> Call:
    body = {"decision": step.how, "reason": "请补充附件。" if step.how == "return" else ""}
    return Call("POST", f"{path_of(state, 'agreements', step.on)}/filing", body)


action("agreement.open", _open_choices, _open_judge, _open, _open_call)
action(
    "agreement.revise",
    each("agreement.revise", "agreements", "ok", "stale", "none"),
    _revise_judge,
    _revise,
    _revise_call,
)
action(
    "agreement.sign",
    each("agreement.sign", "agreements", "ok", "old"),
    _sign_judge,
    _sign,
    _sign_call,
)
action("agreement.file", _file_choices, _file_judge, _file, _file_call)
