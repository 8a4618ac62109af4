"""Matching over HTTP: what a refused enterprise reads, and who may press which button."""

import pytest
from sqlalchemy import text

from tests.factories.demands import published_demand
from tests.factories.matches import all_places_taken, application, stage
from tests.factories.standins import quick_enterprise, quick_expert

API = "/api/v1"


@pytest.mark.clause("5.5.1")
async def test_the_fourth_enterprise_reads_that_three_are_served_and_not_which(db, sign_in):
    around = await stage(db)
    served = await all_places_taken(db, around)
    firm = await quick_enterprise(db)
    demand = await published_demand(db, firm, around.reviewer)
    offer = await application(db, around.expert, demand.id)
    client = await sign_in(firm)
    body = {"text_hash": demand.text_hash}
    refused = await client.post(f"{API}/matches/{offer.id}/consent", json=body)
    problem = refused.json()
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert (problem["rule"], problem["clause"]) == ("CAP-01", "5.5.1")
    assert "已满3家" in problem["detail"]
    assert not any(name in refused.text for name in served)
    # An expert who asked not to be shown by name is not named by a refusal either.
    async with db.transaction() as session:
        await session.execute(
            text("UPDATE experts SET is_designable = false, version = version + 1")
        )
    again = await client.post(f"{API}/matches/{offer.id}/consent", json=body)
    assert around.expert.name in problem["detail"]
    assert around.expert.name not in again.text


@pytest.mark.clause("5.3.2", "5.3.3", "5.4.1")
async def test_both_ways_from_offer_to_agreement(db, sign_in):
    around = await stage(db)
    firm, expert = await sign_in(around.enterprise), await sign_in(around.expert)
    invitation = {"demand_id": str(around.demand.id), "expert_id": str(around.expert.expert_id)}
    assert (await expert.post(f"{API}/matches/invitations", json=invitation)).status_code == 403
    offered = await firm.post(f"{API}/matches/invitations", json=invitation)
    assert offered.status_code == 201, offered.text
    url = f"{API}/matches/{offered.json()['id']}"
    bare = await expert.post(f"{url}/decline", json={"code": "no"})
    assert bare.json()["errors"][0]["pointer"] == "/code"
    said_no = await expert.post(f"{url}/decline", json={"code": "place", "reason": "太远"})
    assert said_no.json()["state"] == "declined"
    candidacy = await expert.get(f"{API}/demands/{around.demand.id}/candidacy")
    buttons = {one["action"]: one["enabled"] for one in candidacy.json()["allowed_actions"]}
    assert buttons == {"apply": True, "start_team": True}
    asked = {"demand_id": str(around.demand.id), "text_hash": candidacy.json()["text_hash"]}
    applied = await expert.post(f"{API}/matches/applications", json=asked)
    assert applied.json()["waits_for"] == "enterprise"
    mine = await firm.get(f"{API}/matches", params={"waiting": True})
    assert [one["id"] for one in mine.json()["items"]] == [applied.json()["id"]]
    url = f"{API}/matches/{applied.json()['id']}"
    agreed = await firm.post(f"{url}/consent", json={"text_hash": asked["text_hash"]})
    assert agreed.json()["state_name"] == "双方同意，待签协议"
    places = await expert.get(f"{API}/experts/{around.expert.expert_id}/places")
    assert (places.json()["used"], places.json()["free"]) == (1, 2)


@pytest.mark.clause("5.2.3", "5.3.3")
async def test_a_team_forms_and_applies(db, sign_in):
    around = await stage(db)
    experts = [await quick_expert(db, disciplines=[code]) for code in ("430", "460", "510", "530")]
    clients = [await sign_in(one) for one in experts]
    leader = clients[0]
    body = {"demand_id": str(around.demand.id), "name": "演示攻关团"}
    team = (await leader.post(f"{API}/teams", json=body)).json()
    url = f"{API}/teams/{team['id']}"
    for one in experts[1:]:
        team = (await leader.post(f"{url}/members", json={"expert_id": str(one.expert_id)})).json()
    early = await leader.post(f"{url}/complete")
    assert (early.status_code, early.json()["rule"]) == (409, "TEAM-ACCEPT")
    answer = {"accept": True, "roster_version": team["roster_version"]}
    for client in clients[1:]:
        assert (await client.get(f"{API}/teams/mine")).json()["items"][0]["my_standing"]
        assert (await client.post(f"{url}/answer", json=answer)).status_code == 200
    assert (await leader.post(f"{url}/complete")).json()["state"] == "complete"
    asked = {"demand_id": str(around.demand.id), "team_id": team["id"]}
    applied = await leader.post(f"{API}/matches/applications", json=asked)
    assert applied.status_code == 201, applied.text
    firm = await sign_in(around.enterprise)
    assert (await firm.get(url)).json()["is_bound"]
    assert (await firm.post(f"{url}/dissolve")).status_code == 403
