"""C01, C03, C27, C33: who reaches what, with which fields, changing nothing, refused properly."""

import os

import pytest
from sqlalchemy import text, true

from backend.experts.service import sealing
from backend.identity.permissions import GRANTED, Permission, Role
from backend.platform import clock
from backend.platform.problems import not_found
from tests.authorization import fields
from tests.authorization.asking import MEDIA_TYPE, Answer, fault_of
from tests.authorization.conftest import contents
from tests.authorization.matrix import Matrix, ask_operation
from tests.authorization.policy import rows
from tests.authorization.secrets import secrets, told_to_others
from tests.authorization.surface import Operation, operations

UNLISTED = {"id": "x", "state": "published", "version": 99, "role": "department", "owner_id": "x"}
# Operations that had to be asked at the very least, so that asking nothing is seen.
LEAST_CELLS, LEAST_COMPARED = 2000, 800


def test_every_operation_is_in_the_table() -> None:
    """The build fails until a new operation has its line in policy.txt."""
    missing = sorted(operations().keys() - rows().keys())
    gone = sorted(rows().keys() - operations().keys())
    assert missing == [], "add a line for each to tests/authorization/policy.txt"
    assert gone == [], "these are no operations any more: take them out of policy.txt"


@pytest.mark.clause("3.1.3", "5.1.2", "6.3")
async def test_everybody_reaches_what_the_policy_says_and_nothing_else(
    sweep, record_property, covered
) -> None:
    matrix = sweep.matrix
    roles = {cell.who for cell, _ in matrix.answers}
    told = (
        f"{len(matrix.operations)} operations × {len(roles)} principals:"
        f" {len(matrix.answers)} cells, {matrix.compared} refusals held against a missing object"
    )
    covered(told)
    assert matrix.leaks == [], "\n".join(matrix.leaks)
    assert matrix.operations == operations().keys()
    assert len(matrix.answers) > LEAST_CELLS
    assert matrix.compared > LEAST_COMPARED


async def test_no_answer_holds_what_its_reader_may_not_read(sweep, world, covered) -> None:
    """Names of who opted out, numbers, confidential parts, notes, drafts, sealed ratings."""
    planted = secrets(world.cast)
    answers = sweep.matrix.answers
    covered(f"{len(planted)} secrets looked for in {len(answers)} answers")
    assert [line for cell, got in answers for line in told_to_others(cell, got, planted)] == []
    everything = b"".join(got.body for _, got in answers).decode(errors="replace")
    unread = [one.value for one in planted if one.value not in everything]
    assert unread == [], "no answer at all holds these: nothing was tested"


async def test_nothing_asked_changed_anything(sweep, covered) -> None:
    """Readings write nothing, twice over; what the matrix itself sent was undone."""
    changed = {table for table, found in sweep.before.items() if sweep.after[table] != found}
    covered(f"{len(sweep.before)} tables alike; {len(sweep.matrix.read_twice)} readings done twice")
    assert changed == set()
    assert sum(count for count, _ in sweep.before.values()) > 1000
    assert len(sweep.matrix.read_twice) > 150


async def test_every_refusal_is_a_problem_a_person_can_read(sweep, covered) -> None:
    covered(f"{sweep.asker.refusals} refusals of {sweep.asker.asked} answers looked at")
    assert sweep.asker.faults == []
    assert sweep.asker.refusals > LEAST_CELLS


async def test_fields_are_those_approved(sweep, covered) -> None:
    seen = fields.matrix_of(sweep.matrix.answers)
    if os.environ.get(fields.WRITE):
        fields.write(seen)
    lines = sum(text.count("\n") for text in seen.values())
    covered(f"{lines} lines of fields in {len(seen)} files")
    assert fields.difference(seen) == [], "look, then: python -m tests.authorization.fields --write"
    assert lines > 1000


def open_objects(operation: Operation) -> list[str]:
    """Object schemas in a body that take fields nobody listed."""
    found, waiting, known = [], [operation.body_schema or {}], set()
    while waiting:
        schema = operation.resolved(waiting.pop())
        if id(schema) in known:
            continue
        known.add(id(schema))
        if schema.get("type") == "object" and "properties" in schema:
            if schema.get("additionalProperties") is not False:
                found.append(f"{operation.key}: {schema.get('title')}")
            waiting += schema["properties"].values()
        waiting += [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
    return found


def test_no_body_takes_unlisted_fields(covered) -> None:
    bodies = [one for one in operations().values() if one.body_schema]
    covered(f"{len(bodies)} bodies")
    assert len(bodies) > 40
    assert [line for one in bodies for line in open_objects(one)] == []


async def test_unlisted_fields_are_refused(asker, world, covered) -> None:
    """Mass assignment, for real: an otherwise valid body with fields that are not the sender's."""
    table, sent, taken = rows(), 0, []
    for key, operation in operations().items():
        if operation.body_schema is None or key not in table:
            continue
        row = table[key]
        things = world.things.of(row.kind) if row.kind else [None]
        who = next(n for n, a in world.cast.actors.items() if row.is_public or a.role in row.hats)
        known = operation.resolved(operation.body_schema)["properties"]
        extra = {name: value for name, value in UNLISTED.items() if name not in known}
        answer = await asker.ask(who, operation.request(things[0], row.field, **extra))
        sent += 1
        pointed = {e["pointer"] for e in answer.json["errors"]} if answer.status == 422 else set()
        if not {f"/{name}" for name in extra} <= pointed:
            taken.append(f"{key} as {who}: {answer.status}")
    covered(f"{sent} bodies with unlisted fields refused")
    assert taken == []
    assert sent > 40


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        (404, "application/json", b'{"detail":"Not Found"}'),
        (
            500,
            MEDIA_TYPE,
            '{"type":"/problems/500","title":"错","status":500,'
            '"instance":"/x","detail":"错：File main.py"}'.encode(),
        ),
        (409, MEDIA_TYPE, b'{"type":"/p","title":"No","status":409,"instance":"/x","detail":"No"}'),
        (404, MEDIA_TYPE, '{"title":"没有","status":404,"instance":"/x","detail":"没有"}'.encode()),
    ],
)
def test_a_planted_bad_refusal_is_found(status: int, media_type: str, body: bytes) -> None:
    assert fault_of(Answer(status, body, media_type), "/x")


def test_a_planted_line_twice_and_a_wrong_hat_are_found() -> None:
    line = "GET /x | public | - | * |\n"
    with pytest.raises(ValueError, match="twice"):
        rows(line + line)
    with pytest.raises(ValueError, match="no such hat"):
        rows("GET /x | wizard | - | * |")


# Planted bugs: each must be seen -----------------------------------------------------------------


async def asked_again(asker, world, *keys: str) -> Matrix:
    """Only these operations, with whatever was planted."""
    matrix = Matrix()
    for key in keys:
        await ask_operation(asker, world, operations()[key], rows()[key], matrix)
    return matrix


async def test_a_planted_visible_to_that_lets_everybody_in_is_found(
    asker, world, monkeypatch
) -> None:
    monkeypatch.setattr("backend.demands.queries.visible_to", lambda _: true())
    planted = await asked_again(asker, world, "GET /demands/{demand_id}")
    assert any("on draft" in leak for leak in planted.leaks)


async def test_a_planted_permission_is_found(asker, world, monkeypatch) -> None:
    more = GRANTED[Role.PERSON] | {Permission.DASHBOARD_READ}
    monkeypatch.setitem(GRANTED, Role.PERSON, more)
    planted = await asked_again(asker, world, "GET /dashboard/overview")
    assert [leak.split(" ")[3] for leak in planted.leaks] == ["person"]
    monkeypatch.setitem(GRANTED, Role.REVIEWER, frozenset())
    planted = await asked_again(asker, world, "GET /batches")
    assert any("instead of reached" in leak for leak in planted.leaks)


async def test_a_planted_refusal_that_tells_of_the_object_is_found(
    asker, world, monkeypatch
) -> None:
    async def lock(session, model, expert_id, what):
        expert = await session.get(model, expert_id)
        raise not_found(what if expert is None else "别人的申请")

    monkeypatch.setattr("backend.experts.service.drafting.lock", lock)
    planted = await asked_again(asker, world, "POST /experts/{expert_id}/pause")
    assert any("not the answer of a missing one" in leak for leak in planted.leaks)


async def test_planted_clear_phones_names_and_fields_are_found(asker, world, monkeypatch) -> None:
    monkeypatch.setitem(sealing.MASKS, "phone", lambda value: value)
    monkeypatch.setattr("backend.experts.service.reading.is_named", lambda *_: True)
    planted = await asked_again(asker, world, "GET /experts/{expert_id}", "GET /experts")
    told = [
        line
        for cell, got in planted.answers
        for line in told_to_others(cell, got, secrets(world.cast))
    ]
    assert any("13877770001 in clear" in line for line in told)
    assert any("演示隐名大学" in line for line in told)
    new = fields.difference(fields.matrix_of(planted.answers))
    assert any(line.startswith("+ experts") for line in new)


async def test_a_planted_reading_that_writes_is_found(asker, world, monkeypatch) -> None:
    from backend.notifications import service

    counting = service.unread_count

    async def writes(db, actor):
        async with db.transaction() as session:
            now = {"now": clock.now(), "who": actor.account_id}
            await session.execute(
                text("UPDATE messages SET read_at = :now WHERE account_id = :who"), now
            )
        return await counting(db, actor)

    monkeypatch.setattr(service, "unread_count", writes)
    before = await contents(world.db)
    await asked_again(asker, world, "GET /notifications/unread-count")
    after = await contents(world.db)
    assert {table for table in before if before[table] != after[table]} == {"public.messages"}
