"""Conditions that are declared, and that nobody eligible is turned away, over HTTP."""

import pytest

from tests.factories import experts as make

API = "/api/v1"
DECLARED = [
    ("declares_voluntary", "ELIG-VOLUNTARY"),
    ("declares_health", "ELIG-HEALTH"),
    ("declares_willing", "ELIG-WILLING"),
]


@pytest.mark.clause("2.1.1", "2.1.4", "2.1.6")
@pytest.mark.parametrize(("field", "rule"), DECLARED)
async def test_a_withheld_declaration_is_told_by_its_rule_and_refuses(db, sign_in, field, rule):
    await make.bureau(db)
    actor, detail = await make.draft_expert(db, **{field: False})
    me = await sign_in(actor)
    verdicts = (await me.get(f"{API}/experts/mine")).json()["verdicts"]
    assert {one["id"] for one in verdicts if one["outcome"] == "fail"} == {rule}
    signature = {"commitment_hash": await make.commitment_hash(db), "signer_name": actor.name}
    refused = await me.post(f"{API}/experts/{detail.id}/submit", json=signature)
    assert refused.status_code in {409, 422}
    told = refused.json()
    assert told["rule"] == rule or [one["pointer"] for one in told["errors"]] == [f"/{field}"]
    assert (await me.get(f"{API}/experts/mine")).json()["state"] == "draft"


@pytest.mark.clause("6.2")
async def test_all_who_are_eligible_are_taken_and_recommended_in_one_month(db, sign_in):
    desk = await sign_in(await make.bureau(db))
    for _ in range(6):
        actor, detail = await make.draft_expert(db)
        me = await sign_in(actor)
        signature = {
            "commitment_hash": await make.commitment_hash(db),
            "signer_name": detail.draft.name,
        }
        url = f"{API}/experts/{detail.id}"
        assert (await me.post(f"{url}/submit", json=signature)).status_code == 200
        decision = {"number": 1, "decision": "approve", "attested": True}
        approved = await desk.post(f"{url}/decision", json=decision)
        assert approved.json()["state"] == "recommended"
    (batch,) = (await desk.get(f"{API}/batches")).json()["items"]
    assert batch["entry_count"] == 6
