"""Contact and support on the site (clause 7.1)."""

import pytest

from backend.identity.permissions import Role
from tests.factories import people


@pytest.mark.clause("7.1")
@pytest.mark.parametrize("key", ["contact", "support", "about"])
async def test_everybody_reads_the_shipped_texts(client, key):
    shown = (await client.get(f"/api/v1/site/{key}")).json()
    assert shown["title"]
    assert len(shown["body"]) > 50


@pytest.mark.clause("7.1")
async def test_the_department_edits_what_everybody_reads(client, db, sign_in):
    officer = await sign_in(await people.officer(db))
    before = await officer.get("/api/v1/site/contact")
    new = {"title": "联系我们", "body": "业务咨询：0791-00000002（演示号码）"}
    unguarded = await officer.put("/api/v1/site/contact", json=new)
    assert unguarded.status_code == 428
    guard = {"If-Match": before.headers["ETag"]}
    assert (await officer.put("/api/v1/site/contact", json=new, headers=guard)).status_code == 200
    assert (await client.get("/api/v1/site/contact")).json()["body"] == new["body"]
    stale = await officer.put("/api/v1/site/contact", json=new, headers=guard)
    assert stale.status_code == 412


async def test_nobody_else_edits(client, db, sign_in):
    new = {"title": "联系我们", "body": "改一改"}
    guard = {"If-Match": '"1"'}
    assert (await client.put("/api/v1/site/about", json=new, headers=guard)).status_code == 401
    person = await sign_in(await people.person(db))
    assert (await person.put("/api/v1/site/about", json=new, headers=guard)).status_code == 403


async def test_an_unknown_text_is_no_address(client):
    assert (await client.get("/api/v1/site/nothing")).status_code == 422


async def test_an_edit_is_in_the_trail(db, sign_in):
    officer = await sign_in(await people.officer(db, name="演示甲"))
    headers = {"If-Match": (await officer.get("/api/v1/site/about")).headers["ETag"]}
    new = {"title": "关于平台", "body": "一段新的文字"}
    await officer.put("/api/v1/site/about", json=new, headers=headers)
    auditor = await sign_in(await people.officer(db, Role.AUDITOR))
    page = (await auditor.get("/api/v1/audit", params={"subject_type": "site_texts"})).json()
    assert page["total"] == 1
    entry = page["items"][0]
    assert (entry["actor_name"], entry["text"], entry["subject_name"]) == (
        "演示甲",
        "修改",
        "网站文字",
    )
