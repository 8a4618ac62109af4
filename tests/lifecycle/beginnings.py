"""Where an example begins: nothing yet, demands out, a busy expert, teams, services running."""

from tests.lifecycle import (
    agreement_steps,
    demand_steps,
    match_steps,
    service_steps,
    serving_steps,
    team_steps,
)
from tests.lifecycle.answers import SUCCESS, succeed
from tests.lifecycle.model import FIRMS, State, Who
from tests.lifecycle.steps import Step, judge
from tests.lifecycle.world import World

SLICES = (demand_steps, team_steps, match_steps, agreement_steps, service_steps, serving_steps)
REVIEWER: Who = ("reviewer", 0)
BUSY, LEADER = 0, 1


def find_service(world: World, state: State, step: Step, key: str) -> None:
    """A filing starts a service, whose id the answer does not tell."""
    if step.action == "agreement.file" and step.how == "accept":
        asked = f"/engagements?agreement_id={state.facts['id', key]}"
        (found,) = world.read(REVIEWER, asked, state.now)["items"]
        service = next(k for k, one in state.services.items() if one.agreement == key)
        state.facts["id", service] = found["id"]


def take(world: World, state: State, *steps: Step) -> str:
    """Steps that have to succeed; the key of what the last one was about."""
    made = ""
    for step in steps:
        assert judge(state, step) == set(), (step, judge(state, step))
        answer = world.do(state, step)
        assert answer.status_code in SUCCESS, (step, answer.text)
        made = succeed(state, step, answer)
        find_service(world, state, step, made)
    return made


def publish(world: World, state: State, firm: int) -> str:
    key = take(world, state, Step("demand.draft", ("firm", firm)))
    submit = Step("demand.submit", ("firm", firm), key)
    return take(world, state, submit, Step("demand.decide", REVIEWER, key, "approve"))


def agree(world: World, state: State, demand: str, expert: int) -> str:
    match = take(world, state, Step("match.apply", ("expert", expert), demand))
    firm: Who = ("firm", state.demands[demand].firm)
    return take(world, state, Step("match.consent", firm, match, "ok"))


def serve(world: World, state: State, match: str) -> str:
    """The key of the service under way."""
    firm: Who = ("firm", state.matches[match].firm)
    expert: Who = ("expert", state.matches[match].leader)
    found = take(world, state, Step("agreement.open", firm, match))
    signatures = (Step("agreement.sign", who, found, "ok") for who in (firm, expert))
    take(world, state, *signatures, Step("agreement.file", REVIEWER, found, "accept"))
    return next(key for key, one in state.services.items() if one.agreement == found)


def team(world: World, state: State, demand: str, size: int) -> str:
    """A team whose members have all said yes."""
    leader: Who = ("expert", LEADER)
    key = take(world, state, Step("team.start", leader, demand))
    others = range(LEADER + 1, LEADER + size)
    take(world, state, *(Step("team.invite", leader, key, extra=one) for one in others))
    take(world, state, *(Step("team.answer", ("expert", one), key, "yes") for one in others))
    return key


def _nothing(world: World, state: State) -> None:
    pass


def _demands_out(world: World, state: State) -> None:
    for firm in range(FIRMS):
        publish(world, state, firm)


def _busy_expert(world: World, state: State) -> None:
    """Three firms hold an expert's places, a fourth waits to say yes to him."""
    _demands_out(world, state)
    for key in ("d0", "d1", "d2"):
        agree(world, state, key, BUSY)
    take(world, state, Step("match.apply", ("expert", BUSY), "d3"))


def _teams(world: World, state: State) -> None:
    """A full team of seven, and one of four that has been accepted by its firm."""
    _demands_out(world, state)
    team(world, state, "d0", 7)
    key = team(world, state, "d1", 4)
    leader: Who = ("expert", LEADER)
    take(world, state, Step("team.complete", leader, key))
    match = take(world, state, Step("match.apply", leader, "d1", key))
    take(world, state, Step("match.consent", ("firm", 1), match, "ok"))


def _signed_with_a_reserve(world: World, state: State) -> None:
    """An agreement both sides have signed, and somebody who would do it as well."""
    take(world, state, Step("match.apply", ("expert", 4), "d3"))
    match = agree(world, state, "d3", 3)
    found = take(world, state, Step("agreement.open", ("firm", 3), match))
    for who in (("firm", 3), ("expert", 3)):
        take(world, state, Step("agreement.sign", who, found, "ok"))


def _services(world: World, state: State) -> None:
    """Two services under way, and one ended with four of six ratings given."""
    _demands_out(world, state)
    for number, key in enumerate(("d0", "d1", "d2")):
        serve(world, state, agree(world, state, key, number))
    take(world, state, Step("service.propose", ("expert", 0), "s0"))
    take(world, state, Step("service.confirm", ("firm", 0), "s0"))
    for who, how in (
        (("expert", 0), "enterprise"),
        (("expert", 0), "liaison"),
        (("firm", 0), "expert"),
        (("firm", 0), "liaison"),
    ):
        take(world, state, Step("rating.give", who, "s0", how))
    take(world, state, Step("change.request", ("firm", 1), "s1", "replacement"))
    take(world, state, Step("service.propose", ("firm", 2), "s2"))
    _signed_with_a_reserve(world, state)


def _serving_team(world: World, state: State) -> None:
    """A team of four at work, one of whom has a recommender, and one who has stepped out."""
    _demands_out(world, state)
    key, leader = team(world, state, "d1", 5), ("expert", LEADER)
    take(world, state, Step("team.complete", leader, key))
    match = take(world, state, Step("match.apply", leader, "d1", key))
    take(world, state, Step("match.consent", ("firm", 1), match, "ok"))
    serve(world, state, match)
    take(world, state, Step("team.leave", ("expert", LEADER + 4), key))


ALL = (_nothing, _demands_out, _busy_expert, _teams, _services, _serving_team)
# The further along, the more there is to try.
DRAWN = (0, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5)


def prepare(world: World) -> None:
    """Walk to each beginning through the API, and keep it."""
    world.keep(world.blank())
    for walk in ALL[1:]:
        state = world.begin(0)
        walk(world, state)
        assert world.broken() == []
        world.keep(state)
