"""Clause by clause: what each side wanted, what the text says, what is new to whom."""

import pytest

from tests.agreements.test_api import drafted, signature


def clause(agreement, key):
    return next(one for one in agreement["clauses"] if one["key"] == key)


async def revise(client, agreement, **changes):
    terms = {k: v for k, v in agreement["terms"].items() if k != "targets"} | changes
    guard = {"If-Match": f'"{agreement["version"]}"'}
    path = f"/api/v1/agreements/{agreement['id']}"
    answer = await client.put(f"{path}/terms", json=terms, headers=guard)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.clause("5.4.1")
async def test_beside_each_clause_stands_what_each_side_wants(db, sign_in):
    _, enterprise, expert, agreement = await drafted(db, sign_in)
    first = clause(agreement, "pay")
    assert (first["demand"], first["now"]) == (agreement["terms"]["pay"],) * 2
    assert (first["enterprise"], first["expert"], first["seen"]) == (None, None, None)
    asked = await revise(expert, agreement, pay="签约付五成，验收付五成。", days=40)
    offered = await revise(enterprise, asked, pay="签约付四成，验收付六成。")
    pay = clause(offered, "pay")
    assert pay["demand"] == agreement["terms"]["pay"]
    assert (pay["expert"], pay["enterprise"]) == (
        "签约付五成，验收付五成。",
        "签约付四成，验收付六成。",
    )
    assert pay["now"] == pay["enterprise"]
    way = clause(offered, "way")
    assert way["expert"].endswith("不少于 40 天")
    assert way["enterprise"] is None
    assert [one["party"] for one in offered["revisions"]] == [None, "expert", "enterprise"]


@pytest.mark.clause("5.4.1")
async def test_each_reader_sees_what_changed_since_his_own_last_look(db, sign_in):
    _, enterprise, expert, agreement = await drafted(db, sign_in)
    path = f"/api/v1/agreements/{agreement['id']}"
    assert agreement["seen_revision"] is None
    looked = await enterprise.post(f"{path}/look", json={"revision": 9})
    assert looked.json() == {"revision": 1}  # nobody has seen what is not written yet
    changed = await revise(expert, agreement, pay="一次付清。")
    assert changed["seen_revision"] == 2  # who wrote it has read it
    seen = (await enterprise.get(path)).json()
    assert seen["seen_revision"] == 1
    assert clause(seen, "pay")["seen"] == agreement["terms"]["pay"]
    assert clause(seen, "ip")["seen"] == clause(seen, "ip")["now"]
    await enterprise.post(f"{path}/sign", json=signature(seen))
    assert (await enterprise.get(path)).json()["seen_revision"] == 2


@pytest.mark.clause("5.4.1")
async def test_consent_to_a_stale_text_is_refused_with_what_to_do(db, sign_in):
    _, enterprise, expert, agreement = await drafted(db, sign_in)
    await revise(expert, agreement, pay="一次付清。")
    path = f"/api/v1/agreements/{agreement['id']}/sign"
    stale = await enterprise.post(path, json=signature(agreement))
    assert (stale.status_code, stale.json()["rule"]) == (409, "AGR-01")
    assert "请刷新" in stale.json()["detail"]
