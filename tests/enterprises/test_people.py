"""Who acts for an enterprise, and the papers they hand in."""

import pytest

from tests.factories import enterprises as make
from tests.factories import files, people

API = "/api/v1"


async def test_a_manager_invites_colleagues_who_then_act_for_the_enterprise(db, client, sign_in):
    made = await make.approved_enterprise(db)
    other = await make.approved_enterprise(db)
    me = await sign_in(made.actor)
    url = f"{API}/enterprises/{made.id}/invitations"
    colleague = {"display_name": "演示同事", "email": "colleague@demo.example"}
    sent = await me.post(url, json=colleague)
    assert sent.status_code == 201, sent.text
    assert "colleague@" not in sent.text
    assert (await me.post(url, json=colleague)).status_code == 409, "asked twice"
    again = await me.post(f"{url}/{sent.json()['invitation']['id']}/resend")
    link = {"Tepai-Link": again.json()["link"].split("#")[1]}
    password = {"password": people.PASSWORD}
    taken = await client.post(f"{API}/invitation/accept", json=password, headers=link)
    assert taken.status_code == 200, taken.text
    listed = (await me.get(f"{API}/enterprises/{made.id}/members")).json()
    assert len(listed["members"]) == 2
    assert listed["invitations"] == []
    foreign = await sign_in(other.actor)
    assert (await foreign.get(f"{API}/enterprises/{made.id}/members")).status_code == 404
    assert (await foreign.post(url, json=colleague)).status_code == 404


@pytest.mark.clause("A3")
async def test_the_sealed_copy_of_the_commitment_is_uploaded_to_the_registration(db, sign_in):
    made = await make.submitted_enterprise(db)
    me, desk = await sign_in(made.actor), await sign_in(made.reviewer)
    other = await make.approved_enterprise(db)
    foreign = await sign_in(other.actor)
    parent = {"parent_type": "enterprises", "parent_id": str(made.id)}
    scan = {"file": ("盖章承诺书.pdf", files.PAPER + b"\n", "application/pdf")}
    refused = await foreign.post(f"{API}/attachments", data=parent, files=scan)
    assert refused.status_code == 404
    uploaded = await me.post(f"{API}/attachments", data=parent, files=scan)
    assert uploaded.status_code == 201, uploaded.text
    shown = (await desk.get(f"{API}/enterprises/{made.id}")).json()["attachments"]
    assert [one["filename"] for one in shown[:-1]] == ["LICENCE.pdf", "SEALED.pdf", "STATUS.pdf"]
    assert shown[-1]["filename"] == "盖章承诺书.pdf"
    for file in shown:
        assert (await desk.get(file["link"])).status_code == 200
        assert (await foreign.get(file["link"])).status_code == 404
