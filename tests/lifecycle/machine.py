"""The machine: at each turn somebody does what he may, or tries what he may not, or two at once."""

import copy
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import permutations
from random import Random
from typing import Any, ClassVar
from uuid import uuid4

import httpx
from hypothesis import currently_in_test_context, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.lifecycle import beginnings, time_passes
from tests.lifecycle.answers import REFUSALS, SUCCESS, code_of, succeed
from tests.lifecycle.model import DIRECTIONS, State, Who, tables, thing
from tests.lifecycle.service_steps import rater
from tests.lifecycle.steps import ACTIONS, Call, Step, choices, judge
from tests.lifecycle.tally import Tally
from tests.lifecycle.world import World

TURNS = (
    *("proceed",) * 20,
    *("trespass",) * 13,
    *("race",) * 6,
    *("twice", "replay", "look") * 2,
    "wait",
)
# Drawn less often than what leads on.
LEADING_BACK = (
    "demand.withdraw", "demand.edit", "match.decline", "match.withdraw", "team.dissolve",
    "team.remove", "team.edit", "agreement.revise",
)  # fmt: skip
EDITS = frozenset({"demand.edit", "team.edit", "agreement.revise"})
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Sent:
    """A POST that went through, to be sent again."""

    who: Who
    call: Call
    key: str
    answer: dict[str, Any]
    status: int


def seen(state: State, step: Step) -> int:
    """The version of what somebody had on the screen when he pressed the button."""
    if step.action == "match.consent":
        return state.demands[state.matches[step.on].demand].number
    if step.action == "agreement.sign":
        return state.agreements[step.on].revision
    if step.action in {"team.answer", "team.join"}:
        return state.teams[step.on].roster
    return state.demands[step.on].number if step.action == "demand.decide" else 0


def aged(step: Step) -> Step:
    """The same step by somebody whose screen is out of date."""
    fresh = {"ok": "old", "yes": "yes old", "no": "no old", "approve": "approve old"}
    how = fresh.get(step.how, step.how)
    return replace(step, how=how)


def sort_of(state: State, step: Step) -> str:
    """What is done, and the state it meets."""
    return f"{step.action} {thing(state, step.on).state if step.on in tables(state) else ''}"


def leads_back(name: str) -> bool:
    """Whether such a step undoes more than it furthers."""
    return any(name.startswith(back) for back in LEADING_BACK)


class Machine(RuleBasedStateMachine):
    """`world` and `tally` are set by who runs it."""

    world: ClassVar[World]
    tally: ClassVar[Tally]

    def __init__(self) -> None:
        super().__init__()
        self.last: Sent | None = None
        self.began = 0
        self.visited: Counter[str] = Counter()
        self.log: list[str] = []

    @initialize(number=st.sampled_from(beginnings.DRAWN))
    def begin(self, number: int) -> None:
        self.began, self.state = number, self.world.begin(number)

    @rule(dice=st.integers(0, 2**32 - 1))
    def turn(self, dice: int) -> None:
        # Hypothesis draws the dice alone: who wins a race differs between two runs, and what is
        # drawn must not.
        self.take_turn(Random(dice * 1000 + len(self.log)))

    def take_turn(self, dice: Random) -> None:
        """One turn, and after it everything that must hold."""
        self.state.now += SECOND
        getattr(self, dice.choice(TURNS) if self._can_go_on() else "wait")(dice)
        self.tally.rounds["turns"] += 1
        broken = self.world.broken()
        assert broken == [], broken

    def take(self, step: Step | int | None) -> None:
        """One step, or some days, or the last step again; after it everything that must hold."""
        self.state.now += SECOND
        if isinstance(step, int):
            time_passes.wait(self.world, self.state, step)
        elif step is None:
            self.replay(Random(0))
        else:
            self._send(step)
        self.tally.rounds["errands"] += 1
        broken = self.world.broken()
        assert broken == [], broken

    def proceed(self, dice: Random) -> None:
        """Something that has to succeed."""
        step = self._draw(dice, legal=True)
        self._send(step)

    def trespass(self, dice: Random) -> None:
        """Something that has to be refused, with a reason the model foresees."""
        step = self._draw(dice, legal=False)
        self._send(step)

    def race(self, dice: Random) -> None:
        """Two at once: the outcome has to be that of one after the other."""
        first = self._draw(dice, legal=True)
        second = self._rival(dice, first)
        steps = (first, second)
        calls = [(one.who, ACTIONS[one.action].ask(self.state, one), "") for one in steps]
        answers = self.world.at_once(self.state.now, *calls)
        for step, answer in zip(steps, answers, strict=True):
            self._tell(step, answer)
        self.state = self._explained(steps, answers)
        self.last = None
        self.tally.rounds["races"] += 1

    def twice(self, dice: Random) -> None:
        """The same press of a button, sent twice at once: one effect, one answer."""
        step, key = self._draw(dice, legal=True), str(uuid4())
        call = ACTIONS[step.action].ask(self.state, step)
        if call.method != "POST":
            return
        one, other = self.world.at_once(self.state.now, *[(step.who, call, key)] * 2)
        self._tell(step, one)
        assert (one.status_code, one.json()) == (other.status_code, other.json())
        assert sorted("idempotency-replayed" in each.headers for each in (one, other)) == [0, 1]
        self._went_through(step, call, key, one)
        self.tally.rounds["sent twice at once"] += 1

    def replay(self, dice: Random) -> None:
        """The last success again: the same answer, nothing new; another body under its key: 409."""
        if self.last is None:
            return
        sent, before = self.last, self.world.moves()
        (again,) = self.world.at_once(self.state.now, (sent.who, sent.call, sent.key))
        assert (again.status_code, again.json()) == (sent.status, sent.answer), again.text
        other = replace(sent.call, body=sent.call.body | {"x": 1})
        (refused,) = self.world.at_once(self.state.now, (sent.who, other, sent.key))
        assert refused.status_code in {409, 422}, refused.text
        self.tally.refusals[code_of(refused)] += 1
        assert self.world.moves() == before
        self.tally.rounds["replays"] += 1

    def wait(self, dice: Random) -> None:
        """Days go by, and the worker does what falls due."""
        days = dice.choice((1, 1, 9, 17, 17, 200))
        time_passes.wait(self.world, self.state, days)
        self.tally.rounds["waits"] += 1

    def look(self, dice: Random) -> None:
        """Somebody reads the ratings of an ended service: sealed ones are his own alone."""
        ended = [key for key, one in self.state.services.items() if one.is_over]
        if not ended:
            return
        key = dice.choice(ended)
        service = self.state.services[key]
        firm = self.state.matches[service.match].firm
        people = (("firm", firm), ("expert", service.serving[0]), ("liaison", 0), ("reviewer", 0))
        who = dice.choice(people)
        path = f"/engagements/{self.state.facts['id', key]}/ratings"
        told = self.world.read(who, path, self.state.now)
        me, is_open = rater(self.state, who, key), self.state.is_unsealed(service)
        shown = {(d["from_party"], d["to_party"]) for d in told["directions"] if d["rating"]}
        readable = {pair for pair in DIRECTIONS if is_open or pair[0] == me}
        assert (shown, told["is_open"]) == (service.ratings & readable, is_open), (who, key)
        self.tally.rounds["looks at ratings"] += 1

    def teardown(self) -> None:
        if hasattr(self, "state"):
            self.tally.add_moves(self.world.moves(), self.world.kept[self.began][1])
            self.tally.rounds["examples"] += 1

    def _draw(self, dice: Random, *, legal: bool) -> Step:
        """A step of either kind, of the sort that came up least so far: rare ones come up too."""
        outcomes: dict[str, dict[str, list[Step]]] = defaultdict(lambda: defaultdict(list))
        for step in choices(self.state):
            refusals = sorted(judge(self.state, step))
            if legal is not bool(refusals):
                sort = sort_of(self.state, step)
                outcomes[str(refusals or sort)][f"{sort} {step.how}"].append(step)
        groups = outcomes[self._seldom(dice, list(outcomes))]
        return dice.choice(groups[self._seldom(dice, list(groups))])

    def _seldom(self, dice: Random, names: list[str]) -> str:
        """One of those that came up least."""
        least = min(self.visited[name] + leads_back(name) for name in names)
        pool = [name for name in names if self.visited[name] + leads_back(name) == least]
        name = dice.choice(sorted(pool))
        self.visited[name] += 1
        return name

    def _can_go_on(self) -> bool:
        return any(not judge(self.state, step) for step in choices(self.state))

    def _rival(self, dice: Random, first: Step) -> Step:
        """Somebody else at the same thing, or at anything, in the same moment."""
        now = [step for step in choices(self.state) if not judge(self.state, step)]
        close = [step for step in now if step.on == first.on]
        pool = close if dice.randrange(4) else now
        return dice.choice(pool)

    def _send(self, step: Step) -> None:
        call, key = ACTIONS[step.action].ask(self.state, step), str(uuid4())
        answer = self.world.run(self.world.send(step.who, call, self.state.now, key))
        self._tell(step, answer)
        refusals = judge(self.state, step)
        if not refusals:
            assert answer.status_code in SUCCESS, answer.text
            self._went_through(step, call, key, answer)
            return
        assert answer.status_code in REFUSALS, answer.text
        code = code_of(answer)
        assert code in refusals, (code, refusals)
        self.tally.refusals[code] += 1

    def _tell(self, step: Step, answer: httpx.Response) -> None:
        outcome = "" if answer.is_success else f" {answer.text[:160]}"
        self.log.append(f"{step} → {answer.status_code}{outcome}")
        if currently_in_test_context():
            note(self.log[-1])
        assert answer.status_code in {*SUCCESS, *REFUSALS}, answer.text

    def _went_through(self, step: Step, call: Call, key: str, answer: httpx.Response) -> None:
        made = succeed(self.state, step, answer)
        beginnings.find_service(self.world, self.state, step, made)
        if call.method == "POST":
            self.last = Sent(step.who, call, key, answer.json(), answer.status_code)

    def _explained(self, steps: tuple[Step, ...], answers: list[httpx.Response]) -> State:
        """The state after the one order of the steps that explains all answers."""
        tried = []
        for order in permutations(zip(steps, answers, strict=True)):
            state = copy.deepcopy(self.state)
            try:
                for step, answer in order:
                    self._follow(state, step, answer)
                    state.now += SECOND
            except AssertionError as error:
                tried.append(f"{[str(step) for step, _ in order]}: {error}")
            else:
                refused = (answer for answer in answers if not answer.is_success)
                self.tally.refusals.update(code_of(answer) for answer in refused)
                return state
        raise AssertionError(f"no order explains it: {tried}")

    def _follow(self, state: State, step: Step, answer: httpx.Response) -> None:
        if step.action in EDITS and answer.status_code == 412 and state.now != self.state.now:
            return  # the version was read before the other step
        if answer.status_code == 409 and "404" in judge(state, step) - judge(self.state, step):
            return  # it was there to be seen, and gone once its turn came
        is_aged = seen(state, step) != seen(self.state, step)
        tried = aged(step) if is_aged else step
        refusals = judge(state, tried)
        assert answer.is_success == (not refusals), (step, refusals, answer.status_code)
        if answer.is_success:
            made = succeed(state, step, answer)
            beginnings.find_service(self.world, state, step, made)
            return
        assert code_of(answer) in refusals, (code_of(answer), refusals)
