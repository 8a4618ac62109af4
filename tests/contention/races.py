"""The five crowds. Between two rounds the winners step back, so that the next begins alike."""

from collections.abc import AsyncIterator
from uuid import uuid4

from backend.demands.schemas import DemandRead
from backend.identity.actor import Actor
from tests.contention.arena import Arena, Outcome, Try
from tests.factories.demands import YES, published_demand
from tests.factories.matches import stage
from tests.factories.organisations import colleague
from tests.factories.standins import quick_enterprise, quick_expert
from tests.factories.teams import invited_team, members

Rounds = AsyncIterator[Outcome]
PLACES, PRESSES = 3, 8


def consent(who: Actor, match_id: str, demand: DemandRead, key: str = "") -> Try:
    return Try(who, f"/matches/{match_id}/consent", {"text_hash": demand.text_hash}, key)


async def firms_accept_one_expert(arena: Arena, size: int) -> Rounds:
    """Each firm says yes to the same expert: three win (5.5.1)."""
    outcome = Outcome(f"{size} firms accept one expert")
    expert = await quick_expert(arena.db)
    firms = [await quick_enterprise(arena.db) for _ in range(size)]
    demands = [await published_demand(arena.db, firm, arena.reviewer) for firm in firms]
    await arena.know(expert)
    applied = {}

    async def apply(demand: DemandRead) -> None:
        made = await arena.must(expert, "/matches/applications", demand_id=str(demand.id))
        applied[str(demand.id)] = made["id"]

    for demand in demands:
        await apply(demand)
    known = {str(demand.id): demand for demand in demands}
    while True:
        pairs = zip(firms, demands, strict=True)
        tries = [consent(firm, applied[str(demand.id)], demand) for firm, demand in pairs]
        for won in await arena.race(outcome, min(PLACES, size), *tries):
            match = won.json()
            await arena.must(expert, f"/matches/{match['id']}/withdraw", code="time")
            await apply(known[match["demand"]["id"]])
        yield outcome


async def experts_accept_one_demand(arena: Arena, size: int) -> Rounds:
    """Everybody invited says yes to the same demand: one wins (5.4.3)."""
    outcome = Outcome(f"{size} experts accept one demand")
    around = await stage(arena.db, arena.reviewer)
    people = [await quick_expert(arena.db) for _ in range(size)]
    invited = {}
    await arena.know(around.enterprise)

    async def invite(expert: Actor) -> None:
        body = {"demand_id": str(around.demand.id), "expert_id": str(expert.expert_id)}
        made = await arena.must(around.enterprise, "/matches/invitations", **body)
        invited[expert] = made["id"]

    for expert in people:
        await invite(expert)
    while True:
        tries = [consent(expert, invited[expert], around.demand) for expert in people]
        for won in await arena.race(outcome, 1, *tries):
            (winner,) = [one for one in people if invited[one] == won.json()["id"]]
            await arena.must(winner, f"/matches/{invited[winner]}/withdraw", code="time")
            await invite(winner)
        yield outcome


async def an_eighth_member(arena: Arena, size: int) -> Rounds:
    """Invitations for the last seat of a team: one wins, the others are the eighth (5.2.4)."""
    outcome = Outcome(f"{size} invitations for the seventh seat")
    around = await stage(arena.db, arena.reviewer)
    people = await members(arena.db, 6 + size)
    leader = people[0]
    team = await invited_team(arena.db, around.demand.id, people[:6])
    path = f"/teams/{team.id}/members"
    while True:
        bodies = [{"expert_id": str(one.expert_id)} for one in people[6:]]
        for won in await arena.race(outcome, 1, *(Try(leader, path, body) for body in bodies)):
            seats = [one for one in won.json()["members"] if one["standing"] == "invited"]
            ids = {body["expert_id"] for body in bodies}
            (seated,) = [one["expert"]["id"] for one in seats if one["expert"]["id"] in ids]
            await arena.must(leader, f"{path}/{seated}/remove")
        yield outcome


async def pressed_twice(arena: Arena, size: int) -> Rounds:
    """One button pressed many times: with one key all get one answer, with many keys one wins."""
    outcome = Outcome(f"{size} presses of one button, same key and other keys")
    around = await stage(arena.db, arena.reviewer)
    body = {"demand_id": str(around.demand.id)}
    while True:
        key = str(uuid4())
        same = [Try(around.expert, "/matches/applications", body, key)] * size
        told = await arena.race(outcome, 1, *same)
        ids = {answer.json()["id"] for answer in told}
        if len(ids) != 1 or len(told) != size:
            outcome.broken.append(f"one key, {len(told)} answers, {len(ids)} effects")
        match_id = told[0].json()["id"]
        others = [consent(around.enterprise, match_id, around.demand) for _ in range(size)]
        await arena.race(outcome, 1, *others)
        await arena.must(around.expert, f"/matches/{match_id}/withdraw", code="time")
        yield outcome


async def reviewers_decide(arena: Arena, size: int) -> Rounds:
    """Two reviewers decide the same submission, each more than once: one decision (5.1.2)."""
    outcome = Outcome(f"two reviewers decide, {size} attempts")
    desk = (arena.reviewer, await colleague(arena.db, arena.reviewer, "演示同事"))
    firm = await quick_enterprise(arena.db)
    demand = await published_demand(arena.db, firm, arena.reviewer)
    path = f"/demands/{demand.id}"
    while True:
        await arena.patch(
            firm, f"{path}/draft", await arena.version(firm, path), title=f"第{outcome.rounds}次改"
        )
        number = (await arena.must(firm, f"{path}/submit"))["current_number"]
        body = {"number": number, "decision": "approve", "attested": True, "checklist": YES}
        tries = [Try(desk[turn % 2], f"{path}/decision", body) for turn in range(size)]
        await arena.race(outcome, 1, *tries)
        yield outcome


# Kind of race, and how many take part.
ALL = (
    (firms_accept_one_expert, 64),
    (experts_accept_one_demand, 20),
    (an_eighth_member, 12),
    (pressed_twice, PRESSES),
    (reviewers_decide, 4),
)
