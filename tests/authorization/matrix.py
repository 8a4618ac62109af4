"""The authorization matrix: for every cell what the policy says, and what the API answers."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

from tests.authorization.asking import ANONYMOUS, Answer, Asker
from tests.authorization.policy import EVERYBODY, Row
from tests.authorization.surface import Operation, Request
from tests.authorization.things import Thing
from tests.authorization.world import World

# Who asks. The rest of the cast is there to be asked about.
ASKERS = (
    *("person", "applicant", "founder", "expert", "unnamed", "expert_other", "leader", "member"),
    *(
        "paused",
        "disgraced",
        "enterprise",
        "enterprise_other",
        "enterprise_zone",
        "city_here",
        "city_there",
    ),
    *("newarea_here", "zone_here", "zone_there", "county_here", "county_there", "unit_here"),
    *("unit_there", "university_here", "university_there", "institute_here", "institute_there"),
    *("liaison_here", "liaison_zone", "liaison_there", "department", "system_admin", "auditor"),
)
# Whose lists have something in them: always asked for lists.
RICH = frozenset({"expert", "leader", "enterprise", "city_here", "county_here", "liaison_here"})
STRANGERS = (ANONYMOUS, "person", "enterprise")
FULL = os.environ.get("FULL_MATRIX") == "1"
REFUSALS = (401, 403, 404)
SOMETHING_ELSE = (403, 404, 409)


@dataclass(frozen=True)
class Cell:
    """One question: who asks which operation about what, and what the policy answers."""

    row: Row
    who: str
    thing: Thing | None
    expected: str
    """`reached`, `seen`, `404`, `401` or `403`."""
    role: str


@dataclass
class Matrix:
    """Everything asked so far."""

    answers: list[tuple[Cell, Answer]] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    operations: set[str] = field(default_factory=set)
    compared: int = 0
    """How many refusals were held against the answer of a missing object."""
    read_twice: set[tuple[str, str]] = field(default_factory=set)
    """Operation and role of readings that were done a second time."""


# A degree is made of a hundred points.
WEIGHTS = {
    **dict.fromkeys(("field", "group", "chain", "place", "load", "freshness"), 5),
    "text": 70,
    "meaning": 12,
    "exposure": 1,
    "exposure_most": 4,
    "newcomer_every": 10,
    "newcomer_shown": 3,
    "newcomer_near": 0.9,
}


def fills(world: World) -> dict[str, dict[str, Any]]:
    """What bodies need to be valid but for who sends them."""
    actors = world.cast.actors
    served = world.things.one("match", "agreed")
    waiting = world.things.one("demand", "under_review").id
    on_desk = {"subject": "demands", "subject_id": waiting, "number": 1}
    return {
        "GET /demands/{demand_id}/why-not": {"expert_id": str(actors["expert_other"].expert_id)},
        "GET /demands/{demand_id}/comparison": {
            "expert_ids": [str(actors["expert_other"].expert_id)]
        },
        "POST /demands/{demand_id}/shortlist": {"expert_id": str(actors["expert_other"].expert_id)},
        "POST /demands/{demand_id}/shortlist/remove": {
            "expert_id": str(actors["expert_other"].expert_id)
        },
        "POST /teams/{team_id}/replacements": {"expert_id": str(actors["unnamed"].expert_id)},
        "POST /experts/{expert_id}/employer-change": {"city_code": "360100"},
        "POST /experts/{expert_id}/keywords": {"keywords": ["演示关键词"]},
        "POST /recommendations/weights": {"weights": WEIGHTS},
        "POST /recommendations/weights/trial": {"weights": WEIGHTS},
        "POST /engagements/{engagement_id}/logs": {"hours": 4},
        "POST /engagements/{engagement_id}/logs/{log_id}/correct": {"hours": 4},
        "POST /matches/invitations": {"expert_id": str(actors["expert_other"].expert_id)},
        "POST /teams/{team_id}/members": {"expert_id": str(actors["unnamed"].expert_id)},
        "POST /suggestions/{suggestion_id}/tell": {"demand_ids": [str(waiting)]},
        "POST /waivers": {"rule_id": "CAP-01", "subject_type": "experts"},
        "GET /waivers/before-asking": {"rule_id": "CAP-01", "subject_type": "experts"},
        "POST /experts/{expert_id}/decision": {"attested": True},
        "POST /agreements": {"match_id": served.id},
        "POST /organisations/{organisation_id}/absences": {
            "membership_id": str(actors["county_here"].membership_id),
            "deputy_membership_id": str(actors["liaison_here"].membership_id),
        },
        "POST /organisations/{organisation_id}/handover": {
            "membership_id": str(actors["liaison_here"].membership_id)
        },
        "POST /reviews/batch": {"items": [on_desk], "attested": True, "conforms": True},
        "POST /reviews/batch/preview": {"items": [on_desk]},
        "POST /reviews/takeovers": {"tasks": [served.id]},
    }


def cells(row: Row, world: World) -> Iterator[Cell]:
    """The cells of one operation. Without the hat one object stands for all: none is looked up."""
    things: list[Thing | None] = list(world.things.of(row.kind)) if row.kind else [None]
    # What is open to everybody does not ask who it is.
    everybody = STRANGERS if row.is_public else (ANONYMOUS, *ASKERS)
    barred = {who: _without_object(row, who, world) for who in everybody}
    refused = (
        Cell(row, who, things[0], said, _role(who, world)) for who, said in barred.items() if said
    )
    yield from _some(refused)
    hatted = [who for who in everybody if not barred[who]]
    for thing in things:
        yield from _some([_cell(row, who, thing, _role(who, world)) for who in hatted])


def _some(found: Iterable[Cell]) -> Iterator[Cell]:
    """Some of those who stand alike: same role, same relations to the object, same answer.

    Who is picked goes round with operation and object, so that everybody's turn comes; with
    FULL_MATRIX=1 everybody is asked everything.
    """
    alike: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in found:
        alike[_standing(cell)].append(cell)
    for group in alike.values():
        if FULL:
            yield from group
            continue
        about = group[0].thing.label if group[0].thing else ""
        first = crc32(f"{group[0].row.operation} {about}".encode())
        many = 2 if group[0].expected == "404" else 1
        picks = {(first + step) % len(group) for step in range(many)}
        if group[0].thing is None:
            picks |= {place for place, cell in enumerate(group) if cell.who in RICH}
        yield from (group[pick] for pick in sorted(picks))


def _standing(cell: Cell) -> tuple[str, ...]:
    relations = cell.thing.relations if cell.thing else {}
    words = sorted(word for word, names in relations.items() if cell.who in names)
    return (cell.role, cell.expected, *words)


def _role(who: str, world: World) -> str:
    return who if who == ANONYMOUS else str(world.cast[who].role)


def _without_object(row: Row, who: str, world: World) -> str | None:
    if row.is_public:
        return "reached"
    if who == ANONYMOUS:
        return "401"
    return None if world.cast[who].role in row.hats else "403"


def _cell(row: Row, who: str, thing: Thing | None, role: str) -> Cell:
    """What the policy says of somebody with the hat, by relation, or by role without an object."""

    def related(words: str) -> frozenset[str]:
        if thing is not None:
            return thing.related(words)
        return frozenset({who} if role in words.split() else ())

    if row.reached == EVERYBODY or row.itself or who in related(row.reached):
        return Cell(row, who, thing, "reached", role)
    return Cell(row, who, thing, "seen" if who in related(row.seen) else "404", role)


def is_as_expected(cell: Cell, answer: Answer) -> bool:
    """Whether an answer is what the policy says."""
    if cell.expected == "reached":
        own = cell.row.itself
        return answer.status == own if own else answer.status not in REFUSALS
    if cell.expected == "seen":
        named = answer.status != 409 or bool(answer.json.get("rule"))
        return answer.status in SOMETHING_ELSE and named
    return answer.status == int(cell.expected)


def without_ids(answer: Answer, request: Request, thing: Thing | None) -> tuple[int, bytes]:
    """An answer with the ids of what was asked for, and the path, taken out."""
    body = answer.body.replace(request.path.encode(), b"PATH")
    return answer.status, body.replace(thing.id.encode(), b"ID") if thing else body


async def ask_operation(
    asker: Asker, world: World, operation: Operation, row: Row, matrix: Matrix
) -> None:
    """Every cell of one operation, and the missing object each refusal has to equal."""
    fill = fills(world).get(operation.key, {})
    missing: dict[str, tuple[int, bytes]] = {}
    matrix.operations.add(operation.key)
    for cell in cells(row, world):
        changes = {k: v for k, v in fill.items() if k != row.field}
        asked = operation.request(cell.thing, row.field, **changes)
        request = replace(asked, undone=bool(row.writes))
        answer = await asker.ask(cell.who, request)
        matrix.answers.append((cell, answer))
        await _again(asker, cell, request, answer, matrix)
        about = cell.thing.label if cell.thing else "-"
        if not is_as_expected(cell, answer):
            said = answer.json.get("detail") if answer.status >= 400 else ""
            line = f"{operation.key} as {cell.who} on {about}: {answer.status} instead of"
            matrix.leaks.append(f"{line} {cell.expected}  {said}")
        elif cell.expected == "404":
            if cell.role not in missing:
                missing[cell.role] = await _missing(asker, cell, operation, changes)
            matrix.compared += 1
            if without_ids(answer, request, cell.thing) != missing[cell.role]:
                line = f"{operation.key} as {cell.who} on {about}: not the answer of a missing one"
                matrix.leaks.append(f"{line}: {answer.json['detail']} {missing[cell.role][0]}")


async def _again(
    asker: Asker, cell: Cell, request: Request, answer: Answer, matrix: Matrix
) -> None:
    """A reading that succeeded is read once more for each role: a scanner follows links twice."""
    once = (cell.row.operation, cell.role)
    if request.method == "GET" and answer.status == 200 and once not in matrix.read_twice:
        matrix.read_twice.add(once)
        await asker.ask(cell.who, request)


async def _missing(
    asker: Asker, cell: Cell, operation: Operation, changes: dict[str, Any]
) -> tuple[int, bytes]:
    more = cell.thing.more if cell.thing else {}
    nobody = "01a00000-0000-7000-8000-000000000000"
    thing = Thing("", "missing", nobody, {}, more)
    request = operation.request(thing, cell.row.field, **changes)
    return without_ids(await asker.ask(cell.who, request), request, thing)
