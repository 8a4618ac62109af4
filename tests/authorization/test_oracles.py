"""C02: lists, counts, searches and refusals tell nobody what he may not see."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import cast, or_
from sqlalchemy.dialects.postgresql import TSQUERY

from backend.conflicts.models import ConflictDeclaration
from backend.demands import service as demands
from backend.demands.schemas import DemandDraft
from backend.enterprises.models import Enterprise
from backend.evaluations import service as evaluations
from backend.experts.models import Expert
from backend.platform import search
from tests.authorization.asking import Asker
from tests.authorization.policy import Row, rows
from tests.authorization.surface import Operation, Request, operations
from tests.authorization.world import World
from tests.factories import agreements, enterprises, experts, matches, teams
from tests.factories import demands as drafting
from tests.factories.organisations import application

# Nothing of what is added below is theirs, of their area, or public.
STRANGERS = (
    *("person", "expert_other", "paused", "enterprise_other", "city_there", "county_there"),
    *("university_there", "liaison_there"),
)
# What filters are tried with; the contract's own enums and booleans beside them.
TRIED = {
    "q": ("渊泉", "渊泉标记", "铜箔"),
    "city_code": ("360100",),
    "county_code": ("360121",),
    "chain": ("JX1269-C02",),
    "discipline": ("430",),
    "by": ("city",),
}
VOLATILE = ("as_of",)
NONSENSE = "龘靐齉"


def listings() -> list[tuple[Operation, Row]]:
    """Readings of no one object: lists, counts, summaries, dashboards, tasks; no files."""
    table = rows()
    return [
        (operation, table[key])
        for key, operation in operations().items()
        if key in table and operation.method == "GET" and not operation.path_names()
        if table[key].kind is None
        if not table[key].is_public and not operation.gives_a_file
    ]


def _values(operation: Operation, parameter: dict[str, Any]) -> tuple[Any, ...]:
    schema = operation.resolved(parameter["schema"])
    for one in [schema, *(operation.resolved(s) for s in schema.get("anyOf", []))]:
        if "enum" in one:
            return tuple(one["enum"])[:6]
        if one.get("type") == "boolean":
            return (True, False)
    return TRIED.get(parameter["name"], ())


def variants(operation: Operation) -> Iterator[dict[str, Any]]:
    """The list plain, one row long, and by each value of each filter and sort."""
    yield {}
    for parameter in operation.parameters:
        if parameter["in"] == "query":
            for value in _values(operation, parameter):
                yield {parameter["name"]: value}
            if parameter["name"] == "limit":
                yield {"limit": 1}


def askers_of(row: Row, world: World, names: tuple[str, ...] = STRANGERS) -> list[str]:
    return [who for who in names if world.cast[who].role in row.hats]


def _steady(body: bytes) -> Any:
    found = json.loads(body)
    if isinstance(found, dict):
        return {name: value for name, value in found.items() if name not in VOLATILE}
    return found


async def everything(asker: Asker, world: World) -> dict[tuple[str, str, str], Any]:
    """Every list in every variant, as each stranger gets it."""
    found = {}
    for operation, row in listings():
        for asked in variants(operation):
            request = Request("GET", operation.path, {**(operation.request().query or {}), **asked})
            for who in askers_of(row, world):
                answer = await asker.ask(who, request)
                assert answer.status == 200, (operation.key, who, asked, answer.body)
                found[operation.key, who, json.dumps(asked)] = _steady(answer.body)
    return found


async def add_unseen(world: World) -> None:
    """Records of every kind that the strangers must not notice."""
    db, cast = world.db, world.cast
    firm, office = cast["enterprise"], cast["county_here"]
    words = {"summary": "渊泉标记" * 8, "keywords": ["渊泉标记"]}
    await experts.draft_expert(db, name="渊泉标记稿", **words)
    await experts.submitted_expert(db, name="渊泉标记报", **words)
    await enterprises.draft_enterprise(db, name="渊泉标记筹建有限公司")
    await enterprises.submitted_enterprise(db, office, name="渊泉标记待审有限公司")
    await drafting.draft_demand(db, firm, title="渊泉标记草稿需求")
    await drafting.submitted_demand(db, firm, title="渊泉标记待审需求")
    shown = world.things.one("demand", "published").id
    await matches.designate(db, firm, shown, cast["expert"])
    await teams.invited_team(db, shown, [cast["unnamed"], cast["leader"]])
    ended = world.things.one("engagement", "ended").id
    rating = agreements.rating(
        agreements.Rater.ENTERPRISE, agreements.Rater.EXPERT, 1, "渊泉标记评"
    )
    await evaluations.rate(db, firm, ended, rating)
    await application(db, name="渊泉标记单位")


async def test_what_nobody_may_see_changes_no_list(asker, world, covered) -> None:
    before = await everything(asker, world)
    await add_unseen(world)
    after = await everything(asker, world)
    covered(f"{len(listings())} lists, {len(before)} answers compared before and after")
    assert [key for key, answer in before.items() if after[key] != answer] == []
    assert len(before) > 300


HIDDEN = (
    ("演示名独孤隐", ("expert_other", "enterprise", "enterprise_other", "leader")),
    ("独孤", ("expert_other", "enterprise", "enterprise_other")),
    ("隐名大学", ("expert_other", "enterprise", "enterprise_other")),
    ("隐历一九九八年起从事秘传冶炼", ("expert_other", "enterprise", "enterprise_other")),
    ("隐容只在夜间服务", ("expert_other", "enterprise")),
    ("隐果一种隐秘成果", ("expert_other", "enterprise")),
    ("铜合金带材的制备方法", ("expert_other", "enterprise_other")),
    ("13877770001", ("expert_other", "enterprise", "city_there", "liaison_there")),
    ("演示稿无人知", ("expert_other", "enterprise", "city_here", "city_there")),
    ("草稿密题", ("expert", "city_there", "county_there", "liaison_zone")),
    ("密文配方第七号", ("expert", "expert_other", "county_there", "liaison_there")),
    ("密名某", ("expert", "expert_other", "county_there")),
    ("审注指标写得太宽", ("expert", "expert_other", "county_there")),
)


async def test_a_search_for_something_hidden_finds_nothing(asker, world, covered) -> None:
    compared, told = 0, []
    for operation, row in listings():
        if not any(p["name"] == "q" for p in operation.parameters):
            continue
        for words, who_all in HIDDEN:
            for who in askers_of(row, world, who_all):
                got = [
                    await asker.ask(who, Request("GET", operation.path, {"q": asked}))
                    for asked in (words, NONSENSE)
                ]
                compared += 1
                if got[0].body != got[1].body:
                    told.append(f"{operation.key} as {who}: {words}")
    covered(f"{compared} searches for hidden words compared with nonsense")
    assert told == []
    assert compared > 60


FILTERED_BY = ("match", "agreement", "engagement")


async def test_filters_by_foreign_ids_answer_like_unknown_ids(asker, world, covered) -> None:
    compared, told = 0, []
    foreign = [world.things.one("demand", "draft of another")]
    foreign += [thing for kind in FILTERED_BY for thing in world.things.of(kind)]
    for operation, row in listings():
        named = [p["name"] for p in operation.parameters if "uuid" in json.dumps(p["schema"])]
        for name in named:
            for who in askers_of(row, world, ("expert_other", "enterprise_zone", "county_there")):
                unknown = await asker.ask(who, Request("GET", operation.path, {name: str(uuid4())}))
                for thing in (one for one in foreign if not one.is_known_to(who)):
                    known = await asker.ask(who, Request("GET", operation.path, {name: thing.id}))
                    compared += 1
                    if _steady(known.body) != _steady(unknown.body):
                        told.append(f"{operation.key}?{name}= as {who}: {thing.kind} {thing.label}")
    covered(f"{compared} filters by foreign ids compared with unknown ids")
    assert told == []
    assert compared > 40


async def test_a_refused_invitation_tells_no_name_and_no_tie(asker, world) -> None:
    """A23: why a pair is avoided is the expert's own affair; A22: so is the opted-out name."""
    firm, hidden = world.cast["enterprise_zone"], world.cast["unnamed"]
    async with world.db.transaction() as session:
        enterprise = await session.get_one(Enterprise, firm.enterprise_id)
        tie = {"enterprise_uscc": enterprise.uscc, "enterprise_name": enterprise.name}
        more = {"kind": "relative", "note": "其兄任总经理"}
        session.add(ConflictDeclaration(expert_id=hidden.expert_id, **tie, **more))
    demand = await drafting.published_demand(world.db, firm, world.cast["zone_here"])
    body = {"demand_id": str(demand.id), "expert_id": str(hidden.expert_id), "way": "recommended"}
    refused = await asker.ask(
        "enterprise_zone", Request("POST", "/api/v1/matches/invitations", body=body)
    )
    assert (refused.status, refused.json["rule"]) == (409, "CON-01")
    for word in ("独孤", "近亲属", "其兄", "总经理"):
        assert word not in refused.body.decode()


async def test_a_title_not_approved_yet_is_read_by_no_candidate(asker, world) -> None:
    db, firm = world.db, world.cast["enterprise"]
    demand = await drafting.published_demand(db, firm, world.cast["county_here"], title="旧题甲")
    await matches.application(db, world.cast["leader"], demand.id)
    await teams.invited_team(db, demand.id, [world.cast["expert_other"], world.cast["member"]])
    change = DemandDraft.model_validate({"title": "未批新题甲"})
    await demands.edit(db, firm, demand.id, change, demand.version)
    await demands.submit(db, firm, demand.id, "改写名称")
    read = 0
    for operation, row in listings():
        for who in askers_of(row, world, ("leader", "expert_other", "member")):
            answer = await asker.ask(who, Request("GET", operation.path, operation.request().query))
            read += 1
            assert "未批新题甲" not in answer.body.decode(), (operation.key, who)
    assert read > 30


@pytest.mark.parametrize("words", ["铜箔"])
async def test_a_search_that_may_find_something_does(asker, world, words) -> None:
    """The comparison above would hold for a search that never finds anything."""
    path = "/api/v1/experts"
    found = [
        await asker.ask("enterprise", Request("GET", path, {"q": q})) for q in (words, NONSENSE)
    ]
    assert found[0].json["total"] > found[1].json["total"] == 0


async def test_a_planted_hidden_field_in_the_search_is_found(asker, world, monkeypatch) -> None:
    def says(_, words):
        anywhere = Expert.search.op("@@")(cast(search.all_of(words), TSQUERY))
        return or_(anywhere, Expert.name.contains(words))

    monkeypatch.setattr("backend.experts.queries._says", says)
    totals = []
    for words in ("独孤", "秘传冶炼", NONSENSE):
        asked = Request("GET", "/api/v1/experts", {"q": words})
        totals.append((await asker.ask("enterprise_other", asked)).json["total"])
    assert totals == [1, 1, 0]
