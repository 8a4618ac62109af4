"""A verified finding disqualifies, with all that follows, until it is lifted (clause 6.1.2)."""

import pytest
from sqlalchemy import text

from tests.factories import agreements as made
from tests.factories import experts, integrity, matches, people, teams
from tests.factories.demands import draft_demand, published_demand
from tests.factories.integrity import NUMBER, confirmed, fraud, officers, proposed, state
from tests.factories.organisations import city_bureau

EXPLAINED = "赣科监〔2026〕1号"


@pytest.mark.clause("6.1.2")
async def test_two_officers_disqualify_an_expert(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    record = await proposed(first, "experts", expert.expert_id)
    assert (record["state"], record["behaviour_class_name"]) == ("proposed", "申报材料弄虚作假")
    assert await state(db, "experts", expert.expert_id) == "filed"
    path = f"/api/v1/integrity/findings/{record['id']}/confirm"
    own = await first.post(path)
    assert (own.status_code, own.json()["rule"]) == (409, "CREDIT-02")
    assert await state(db, "experts", expert.expert_id) == "filed"
    effects = (await second.post(path)).json()
    assert effects["record"]["state"] == "active"
    assert [d["subject_id"] for d in effects["disqualified"]] == [str(expert.expert_id)]
    assert await state(db, "experts", expert.expert_id) == "disqualified"
    assert (await second.post(path)).status_code == 409


@pytest.mark.clause("6.1.2")
async def test_there_is_one_way_to_confirm(db, sign_in):
    """Confirming always disqualifies, also where the record names a number, not a registration."""
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    named = {"subject_number": f" {NUMBER[:6]}-{NUMBER[6:]} ", "subject_name": "演示专家"}
    record = await proposed(first, "experts", None, **named)
    assert record["subject_mask"] == f"{NUMBER[:4]}**********{NUMBER[-4:]}"
    old = await second.post(f"/api/v1/credit-records/{record['id']}/confirm")
    assert old.status_code in {404, 405}
    await second.post(f"/api/v1/integrity/findings/{record['id']}/confirm")
    assert await state(db, "experts", expert.expert_id) == "disqualified"


async def _places(db, expert):
    """How many places an expert holds."""
    query = "SELECT count(*) FROM expert_places WHERE expert_id = :e AND closed_at IS NULL"
    async with db.reading() as session:
        return (await session.execute(text(query), {"e": expert.expert_id})).scalar_one()


@pytest.mark.clause("6.1.2")
async def test_open_matches_end_politely_and_running_service_waits_for_the_department(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    around = await matches.stage(db)
    staged = matches.Stage(around.reviewer, around.enterprise, expert, around.demand)
    served = await made.filed_agreement(db, staged)
    other = await matches.stage(db, around.reviewer)
    agreed = await made.signed_agreement(
        db, matches.Stage(around.reviewer, other.enterprise, expert, other.demand)
    )
    third = await matches.stage(db, around.reviewer)
    invited = await matches.designate(db, third.enterprise, third.demand.id, expert)
    record = await proposed(first, "experts", expert.expert_id)
    effects = await confirmed(second, record)
    assert (effects["matches_ended"], effects["engagements_flagged"]) == (2, [str(served.id)])
    assert await state(db, "matches", invited.id) == "withdrawn"
    assert await state(db, "matches", agreed.match.id) == "withdrawn"
    assert await state(db, "agreements", agreed.agreement.id) == "void"
    assert await state(db, "demands", other.demand.id) == "published"
    assert await state(db, "engagements", served.id) == "serving"
    for firm in (third.enterprise, other.enterprise):
        inbox = (await (await sign_in(firm)).get("/api/v1/notifications")).json()["items"]
        told = [one["body"] for one in inbox if one["title"] == "这次匹配已结束"]
        assert len(told) == 1
        assert "弄虚作假" not in told[0]
        assert EXPLAINED not in told[0]
    shown = (await first.get(f"/api/v1/engagements/{served.id}")).json()
    assert shown["is_flagged"]
    async with db.reading() as session:
        query = text(
            "SELECT count(*) FROM expert_places WHERE expert_id = :e AND closed_at IS NULL"
        )
        kept = (await session.execute(query, {"e": expert.expert_id})).scalar_one()
    assert kept == 1, "the running service keeps its place until it is decided"
    tasks = (await first.get("/api/v1/tasks")).json()["items"]
    (task,) = [one for one in tasks if one["kind"] == "decide_service"]
    assert task["due"] == effects["decide_by"]


@pytest.mark.clause("6.1.2")
@pytest.mark.parametrize(
    ("action", "engagement", "demand", "places"),
    [("continue", "serving", "in_service", 1), ("end", "replaced", "published", 0)],
)
async def test_the_department_decides_on_a_running_service(
    db, sign_in, action, engagement, demand, places
):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    around = await matches.stage(db)
    staged = matches.Stage(around.reviewer, around.enterprise, expert, around.demand)
    served = await made.filed_agreement(db, staged)
    record = await proposed(first, "experts", expert.expert_id)
    await confirmed(second, record)
    (hold,) = (await first.get("/api/v1/integrity/holds")).json()["items"]
    path = f"/api/v1/integrity/holds/{hold['id']}/decide"
    decision = {"action": action, "note": "依据企业意见和服务进度决定。"}
    decided = await first.post(path, json=decision)
    assert decided.status_code == 200, decided.text
    assert await state(db, "engagements", served.id) == engagement
    assert await state(db, "demands", around.demand.id) == demand
    async with db.reading() as session:
        query = text(
            "SELECT count(*) FROM expert_places WHERE expert_id = :e AND closed_at IS NULL"
        )
        assert (await session.execute(query, {"e": expert.expert_id})).scalar_one() == places
    assert not (await first.get(f"/api/v1/engagements/{served.id}")).json()["is_flagged"]
    assert (await first.post(path, json=decision)).status_code == 409


@pytest.mark.clause("6.1.2")
async def test_teams_go_on_without_a_member_and_end_without_their_leader(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    around = await matches.stage(db)
    led = await teams.invited_team(db, around.demand.id, [expert, *await teams.members(db, 2)])
    others = await teams.members(db, 4)
    joined = await teams.complete_team(db, around.demand.id, [*others, expert])
    record = await proposed(first, "experts", expert.expert_id)
    effects = await confirmed(second, record)
    assert (effects["teams_dissolved"], effects["teams_left"]) == (1, 1)
    assert await state(db, "teams", led.id) == "dissolved"
    leader = await sign_in(others[0])
    shown = (await leader.get(f"/api/v1/teams/{joined.id}")).json()
    standings = [one["standing"] for one in shown["members"]]
    assert shown["state"] == "forming"
    assert standings == ["accepted", "invited", "invited", "invited", "removed"]
    for member in others[1:]:
        await teams.accept(db, member, joined.id)
    # The leader's completing is his yes to the roster that others changed.
    done = await leader.post(f"/api/v1/teams/{joined.id}/complete")
    assert done.json()["state"] == "complete", done.text


@pytest.mark.clause("6.1.2")
async def test_an_enterprise_loses_its_demands_and_matches(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    around, match = await matches.agreed_match(db)
    free = await published_demand(db, around.enterprise, around.reviewer, title="另一项需求")
    draft = await draft_demand(db, around.enterprise, title="还没提交的需求")
    record = await proposed(first, "enterprises", around.enterprise.enterprise_id)
    effects = await confirmed(second, record)
    assert (effects["matches_ended"], effects["demands_withdrawn"]) == (1, 3)
    for demand in (free, draft, around.demand):
        assert await state(db, "demands", demand.id) == "withdrawn"
    assert await state(db, "matches", match.id) == "withdrawn"
    assert await state(db, "enterprises", around.enterprise.enterprise_id) == "disqualified"
    inbox = (await (await sign_in(around.expert)).get("/api/v1/notifications")).json()["items"]
    assert "这次匹配已结束" in [one["title"] for one in inbox]


@pytest.mark.clause("6.1.2")
async def test_one_who_is_recommended_is_not_filed(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    entry, other = await experts.recommended_expert(db), await experts.recommended_expert(db)
    await confirmed(second, await proposed(first, "experts", entry.id))
    await experts.file_batch(db, await experts.batch_of(db, other))
    assert await state(db, "experts", entry.id) == "disqualified"
    assert await state(db, "experts", other.id) == "filed"


async def test_only_the_department_finds(db, sign_in):
    expert = await fraud(db)
    reviewer = await sign_in(await city_bureau(db))
    body = integrity.DECISION | {"subject_type": "experts", "subject_id": str(expert.expert_id)}
    assert (await reviewer.post("/api/v1/integrity/findings", json=body)).status_code == 403


async def test_a_class_of_behaviour_fits_its_subject(db, sign_in):
    first = await sign_in(await people.officer(db))
    body = integrity.DECISION | {"subject_type": "experts", "subject_id": None}
    body |= {"subject_number": NUMBER, "subject_name": "演示专家", "behaviour_class": "TAX"}
    answer = await first.post("/api/v1/integrity/findings", json=body)
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/behaviour_class"]
