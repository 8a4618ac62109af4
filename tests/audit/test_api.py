"""The trail over HTTP: for the auditor alone."""

from datetime import timedelta

from backend.demands import service as demands
from backend.demands.schemas import DemandDraft
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.states import TABLES
from tests.factories import organisations, people
from tests.factories.demands import draft_demand
from tests.factories.standins import quick_enterprise


async def test_only_the_auditor_reads_the_trail(db, sign_in, client):
    assert (await client.get("/api/v1/audit")).status_code == 401
    for role in (Role.DEPARTMENT, Role.SYSTEM_ADMIN):
        other = await sign_in(await people.officer(db, role))
        assert (await other.get("/api/v1/audit")).status_code == 403
    auditor = await sign_in(await people.officer(db, Role.AUDITOR))
    assert (await auditor.get("/api/v1/audit")).status_code == 200


async def test_the_trail_is_filtered_and_paged_newest_first(db, sign_in):
    start = clock.now()
    reviewer = await organisations.city_bureau(db)
    auditor = await sign_in(await people.officer(db, Role.AUDITOR))
    asked = {"subject_type": "organisations", "subject_id": str(reviewer.organisation_id)}
    page = (await auditor.get("/api/v1/audit", params=asked)).json()
    assert [item["action"] for item in page["items"]] == ["allot", "receive_paper", "create"]
    one = (await auditor.get("/api/v1/audit", params=asked | {"limit": 1, "offset": 1})).json()
    assert (one["total"], one["items"][0]["action"]) == (3, "receive_paper")
    later = (start + timedelta(hours=1)).isoformat()
    assert (await auditor.get("/api/v1/audit", params=asked | {"since": later})).json()[
        "items"
    ] == []


async def test_a_story_is_told_in_words_oldest_first(db, sign_in):
    reviewer = await organisations.city_bureau(db)
    auditor = await sign_in(await people.officer(db, Role.AUDITOR))
    asked = {"subject_type": "organisations", "subject_id": str(reviewer.organisation_id)}
    story = (await auditor.get("/api/v1/timeline", params=asked)).json()
    assert [entry["text"] for entry in story] == ["创建", "登记收到盖章件", "分配账号"]
    assert story[-1]["state_name"] == TABLES["organisations"].label("active")
    assert story[0]["role_name"] == "系统"
    assert story[-1]["role_name"] == "省科技厅"


async def test_edits_in_a_row_are_told_once_except_to_the_auditor(db, sign_in):
    firm = await quick_enterprise(db)
    draft = await draft_demand(db, firm)
    for title in ("铜箔粗糙度", "铜箔粗糙度控制"):
        body = DemandDraft(title=title)
        draft = await demands.edit(db, firm, draft.id, body, draft.version)
    assert [entry.action for entry in draft.timeline] == ["create", "edit"]
    auditor = await sign_in(await people.officer(db, Role.AUDITOR))
    asked = {"subject_type": "demands", "subject_id": str(draft.id)}
    story = (await auditor.get("/api/v1/timeline", params=asked)).json()
    assert [entry["action"] for entry in story] == ["create", "edit", "edit"]
