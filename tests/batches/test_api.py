"""A round over HTTP: who may press which button."""

from datetime import datetime

import pytest

from backend.platform import clock
from backend.platform.clock import SHANGHAI
from tests.factories import experts as make
from tests.factories import people

API = "/api/v1"
PAPER = {"printed_count": 1}


def november(day: int) -> datetime:
    """Ten in the morning of a day of November 2026."""
    return datetime(2026, 11, day, 10, tzinfo=SHANGHAI)


@pytest.mark.clause("3.1.2", "6.4.2")
async def test_the_reviewer_freezes_and_the_department_files(db, sign_in):
    with clock.at(november(18)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
    with clock.at(november(21)):
        desk = await sign_in(made.reviewer)
        department = await sign_in(await people.officer(db))
        expert = await sign_in(made.actor)
        url = f"{API}/batches/{batch_id}"
        assert (await expert.get(url)).status_code == 403
        assert (await department.post(f"{url}/freeze")).status_code == 403
        assert (await desk.post(f"{url}/receive", json=PAPER)).status_code == 403
        frozen = await desk.post(f"{url}/freeze")
        assert frozen.json()["state"] == "frozen", frozen.text
        assert (await desk.post(f"{url}/freeze")).status_code == 409
        assert [one["action"] for one in frozen.json()["allowed_actions"]] == ["download"]
        entry = frozen.json()["entries"][0]["id"]
        returned = f"{url}/entries/{entry}/return"
        assert (await department.post(returned, json={"reason": ""})).status_code == 422
        unknown = f"{url}/entries/{batch_id}/return"
        assert (await department.post(unknown, json={"reason": "材料不全"})).status_code == 404
        assert (await department.post(f"{url}/acknowledge")).status_code == 409
        assert (await department.post(f"{url}/receive", json=PAPER)).json()["paper_received_at"]
        done = await department.post(f"{url}/acknowledge")
        assert done.json()["entries"][0]["outcome_name"] == "已备案入库"
        listed = await department.get(f"{API}/batches", params={"month": "2026-11-15"})
        assert [one["state"] for one in listed.json()["items"]] == ["acknowledged"]
        assert (await department.get(f"{API}/batches?month=2026-12-01")).json()["total"] == 0
        assert (await department.get(f"{API}/batches?unknown=1")).status_code == 422
