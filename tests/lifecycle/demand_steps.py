"""Demands: drafted, submitted, reviewed, revised, withdrawn, renewed."""

from collections.abc import Iterator

from tests.factories.demands import CONTENT, YES
from tests.lifecycle.model import FIRMS, Demand, State, Who
from tests.lifecycle.steps import STATE, Call, Step, action, only, path_of, when

MOST = 6
VERSIONS = ("ok", "stale", "none")


def title(key: str, draft: int) -> str:
    return f"高频铜箔表面粗糙度控制 {key} 第{draft}稿"


def owners(state: State, key: str) -> Iterator[Who]:
    """The demand's firm, and another."""
    firm = state.demands[key].firm
    yield "firm", firm
    yield "firm", (firm + 1) % FIRMS


def _each(name: str, *hows: str):
    def choices(state: State) -> Iterator[Step]:
        for key in state.demands:
            for who in owners(state, key):
                for how in hows or ("",):
                    yield Step(f"demand.{name}", who, key, how)

    return choices


def _foreign(state: State, step: Step) -> bool:
    return step.who != ("firm", state.demands[step.on].firm)


def _draft_choices(state: State) -> Iterator[Step]:
    if len(state.demands) < MOST:
        yield from (Step("demand.draft", ("firm", number)) for number in range(FIRMS))
        yield Step("demand.draft", ("expert", 0))


def _draft(state: State, step: Step) -> str:
    key = state.new("d")
    state.demands[key] = Demand(step.who[1])
    return key


def _draft_call(state: State, step: Step) -> Call:
    return Call("POST", "/demands", CONTENT | {"title": title(state.new("d"), 1)})


def _edit_judge(state: State, step: Step) -> set[str]:
    open_to_edits = state.demands[step.on].state in {"draft", "returned", "published"}
    found = when(R404=_foreign(state, step), R428=step.how == "none", R412=step.how == "stale")
    return found | (set() if open_to_edits else {STATE})


def _edit(state: State, step: Step) -> str:
    state.demands[step.on].draft += 1
    return step.on


def _edit_call(state: State, step: Step) -> Call:
    path = path_of(state, "demands", step.on)
    body = {"title": title(step.on, state.demands[step.on].draft + 1)}
    return Call("PATCH", f"{path}/draft", body, at=step.how, read=path)


def _submit_judge(state: State, step: Step) -> set[str]:
    demand = state.demands[step.on]
    if _foreign(state, step):
        return {"404"}
    if demand.state not in {"draft", "returned", "published"}:
        return {STATE}
    unchanged = demand.state == "published" and demand.submitted == demand.draft
    return {"409 unchanged"} if unchanged else set()


def _submit(state: State, step: Step) -> str:
    demand = state.demands[step.on]
    demand.number += 1
    demand.submitted, demand.state = demand.draft, "under_review"
    return step.on


def _decide_choices(state: State) -> Iterator[Step]:
    people = (("reviewer", 0), ("colleague", 0), ("stranger", 0), ("firm", 0))
    for key in state.demands:
        for who in people:
            yield Step("demand.decide", who, key, "approve")
        for how in ("return", "reject", "approve old", "return wordless", "approve unattested"):
            yield Step("demand.decide", ("reviewer", 0), key, how)


def _decide_judge(state: State, step: Step) -> set[str]:
    demand = state.demands[step.on]
    refused = only("reviewer colleague stranger", step.who)
    refused |= when(R404=step.who[0] == "stranger" or demand.number == 0)
    if refused:
        return refused
    if demand.state != "under_review":
        return {"409 decided", STATE}
    return when(
        REV_04=step.how == "approve old",
        REV_03=step.how == "return wordless",
        REV_02=step.how == "approve unattested",
    )


def _decide(state: State, step: Step) -> str:
    demand = state.demands[step.on]
    demand.state = {"approve": "published", "return": "returned", "reject": "rejected"}[step.how]
    if step.how == "approve":
        demand.published = demand.number
    return step.on


def _decide_call(state: State, step: Step) -> Call:
    word, _, variant = step.how.partition(" ")
    body = {
        "number": max(state.demands[step.on].number, 1) + (variant == "old"),
        "decision": word,
        "attested": variant != "unattested",
        "note": "" if variant == "wordless" else "请看附注。",
        "checklist": YES,
    }
    return Call("POST", f"{path_of(state, 'demands', step.on)}/decision", body)


def _moves(name: str, *sources: str):
    def judge(state: State, step: Step) -> set[str]:
        if _foreign(state, step):
            return {"404"}
        return set() if state.demands[step.on].state in sources else {STATE}

    return judge


def _moved(to: str):
    def apply(state: State, step: Step) -> str:
        state.demands[step.on].state = to
        return step.on

    return apply


def _post(name: str, **body: str):
    path = "{}/" + name
    return lambda state, step: Call("POST", path.format(path_of(state, "demands", step.on)), body)


WITHDRAWABLE = ("draft", "under_review", "returned", "published")
action("demand.draft", _draft_choices, lambda _, step: only("firm", step.who), _draft, _draft_call)
action("demand.edit", _each("edit", *VERSIONS), _edit_judge, _edit, _edit_call)
action(
    "demand.submit",
    _each("submit"),
    _submit_judge,
    _submit,
    _post("submit", reason="换了一项指标。"),
)
action("demand.decide", _decide_choices, _decide_judge, _decide, _decide_call)
action(
    "demand.withdraw",
    _each("withdraw"),
    _moves("withdraw", *WITHDRAWABLE),
    _moved("withdrawn"),
    _post("withdraw"),
)
action(
    "demand.renew",
    _each("renew"),
    _moves("renew", "published", "expired"),
    _moved("published"),
    _post("renew"),
)
