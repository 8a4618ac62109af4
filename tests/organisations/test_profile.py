"""An organisation's own page after allotment, and what others see of it."""

import pytest

from backend.organisations.states import OrganisationType
from tests.factories import enterprises, people
from tests.factories import organisations as make

API = "/api/v1"


@pytest.mark.clause("A1.1", "A1.2", "A1.3")
async def test_the_manager_keeps_the_page_and_the_department_what_it_fixed(db, sign_in):
    manager = await make.organisation(db, OrganisationType.UNIVERSITY)
    me, desk = await sign_in(manager), await sign_in(await people.officer(db))
    url = f"{API}/organisations/{manager.organisation_id}"
    seen = (await me.get(url)).json()
    assert [a["action"] for a in seen["allowed_actions"]] == ["edit"]
    file = {"file": ("logo.png", make.image("navy"), "image/png")}
    logo = await me.post(f"{API}/organisation-pictures", files=file)
    assert logo.status_code == 201, logo.text
    row = {"discipline": "材料科学", "introduction": "长于铜箔。"}
    body = {"logo": logo.json()["id"], "disciplines": [row]}
    version = {"If-Match": f'"{seen["version"]}"'}
    saved = await me.patch(url, json=body, headers=version)
    assert saved.status_code == 200, saved.text
    assert saved.json()["content"]["disciplines"][0]["discipline"] == "材料科学"
    assert (await me.patch(url, json=body, headers=version)).status_code == 412
    version = {"If-Match": f'"{saved.json()["version"]}"'}
    fixed = await me.patch(url, json={"name": "别的大学"}, headers=version)
    assert fixed.json()["rule"] == "ORG-12"
    short = await me.patch(url, json={"introduction": "短", "pictures": []}, headers=version)
    assert short.json()["errors"][0]["pointer"] == "/introduction"
    bare = await me.patch(url, json={"pictures": []}, headers=version)
    assert bare.json()["rule"] == "ORG-04"
    renamed = await desk.patch(url, json={"name": "演示新名大学"}, headers=version)
    assert renamed.json()["name"] == "演示新名大学"


async def test_others_see_the_page_in_force_without_mobile_and_mail(db, client, sign_in):
    county = await make.county_department(db)
    manager = await make.organisation(
        db, OrganisationType.UNIVERSITY, contact_phone="13900001234", contact_email="u@demo.example"
    )
    firm = await enterprises.approved_enterprise(db, county)
    reader = await sign_in(firm.actor)
    url = f"{API}/organisations/{manager.organisation_id}"
    assert (await reader.get(url)).status_code == 404, "in full it is not theirs"
    shown = await reader.get(f"{url}/about")
    assert shown.status_code == 200, shown.text
    assert "13900001234" not in shown.text
    assert "u@demo" not in shown.text
    picture = shown.json()["content"]["pictures"][0]
    seen = await reader.get(f"{url}/pictures/{picture}")
    assert seen.headers["content-type"] == "image/png"
    assert (await client.get(f"{url}/about")).status_code == 401
    me = await sign_in(manager)
    file = {"file": ("x.png", make.image("red"), "image/png")}
    unused = (await me.post(f"{API}/organisation-pictures", files=file)).json()["id"]
    assert (await me.get(f"{url}/pictures/{unused}")).status_code == 200
    assert (await reader.get(f"{url}/pictures/{unused}")).status_code == 404
    waiting, _ = await make.application(db)
    assert (await reader.get(f"{API}/organisations/{waiting}/about")).status_code == 404
    listed = (await reader.get(f"{API}/organisations")).json()["items"]
    assert {row["state"] for row in listed} == {"active"}


async def test_only_the_manager_edits(db, client, sign_in):
    manager = await make.city_bureau(db)
    reviewer = await make.colleague(db, manager, "演示审核")
    me = await sign_in(reviewer)
    url = f"{API}/organisations/{manager.organisation_id}"
    edit = (await me.get(url)).json()["allowed_actions"]
    assert edit[0]["enabled"] is False
    assert edit[0]["rule"] == "ORG-08"
    version = {"If-Match": '"4"'}
    assert (await me.patch(url, json={"website": ""}, headers=version)).status_code == 403


async def test_a_lost_link_is_renewed_by_the_department(db, client, sign_in):
    id, token = await make.application(db)
    desk = await sign_in(await people.officer(db))
    renewed = (await desk.post(f"{API}/organisations/{id}/renew-link")).json()
    old = await client.get(f"{API}/annex-1", headers={"Tepai-Link": token})
    assert old.status_code == 404
    link = {"Tepai-Link": renewed["link"].split("#")[1]}
    assert (await client.get(f"{API}/annex-1", headers=link)).json()["state"] == "applied"
