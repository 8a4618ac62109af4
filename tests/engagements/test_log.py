"""The service log line by line: written on the phone, disputed, corrected, with its proof."""

import io

import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.platform import clock
from tests.attachments.corpus.parts import photo
from tests.engagements.test_api import WORK, serving
from tests.factories import agreements as made
from tests.factories import standins

TARGET = "毛面粗糙度"


def picture(place="113.1"):
    """A photo as a phone takes it, with what it tells of the place."""
    image, out = photo(), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = place
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def uploaded(client, name, content):
    answer = await client.post("/api/v1/attachments", files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def written(client, path, **entry):
    line = WORK | {"day": str(clock.today())} | entry
    return await client.post(f"{path}/logs", json=line)


@pytest.mark.clause("A3.3")
async def test_a_line_carries_photos_without_what_they_tell_of_the_place(db, sign_in):
    served, enterprise, expert, path = await serving(db, sign_in)
    photos = [await uploaded(expert, f"{n}.jpg", picture()) for n in range(3)]
    log = (await written(expert, path, files=photos)).json()["logs"][0]
    assert len(log["files"]) == len(photos)
    kept = await enterprise.get(log["files"][0]["link"])
    assert kept.status_code == 200
    assert dict(Image.open(io.BytesIO(kept.content)).getexif()) == {}
    stranger = await sign_in(await standins.quick_enterprise(db))
    assert (await stranger.get(log["files"][0]["link"])).status_code == 404
    again = await written(expert, path, files=photos[:1])
    assert again.status_code == 422  # a photo proves one line
    four = [await uploaded(expert, f"{n}.jpg", picture()) for n in range(4)]
    assert (await written(expert, path, files=four)).status_code == 422
    assert served.id


@pytest.mark.clause("A3.3")
async def test_the_enterprise_disputes_a_line_and_the_expert_corrects_it(db, sign_in):
    _, enterprise, expert, path = await serving(db, sign_in)
    log = (await written(expert, path, hours=8)).json()["logs"][0]
    kept = (await written(expert, path, work="远程答疑一次。")).json()
    other = next(one for one in kept["logs"] if one["id"] != log["id"])
    line = f"{path}/logs/{log['id']}"
    assert (await enterprise.post(f"{line}/dispute", json={"note": ""})).status_code == 422
    mine = await expert.post(f"{line}/dispute", json={"note": "不对"})
    assert (mine.status_code, mine.json()["rule"]) == (409, "LOG-02")
    reason = {"note": "当天实际到厂四小时。"}
    disputed = (await enterprise.post(f"{line}/dispute", json=reason)).json()
    states = {one["id"]: one["dispute"] for one in disputed["logs"]}
    assert states == {log["id"]: reason["note"], other["id"]: None}
    tasks = (await expert.get("/api/v1/tasks")).json()["items"]
    assert [task["kind"] for task in tasks] == ["correct_log"]
    fixed = WORK | {"day": str(clock.today()), "hours": 4}
    assert (await expert.post(f"{path}/logs/{other['id']}/correct", json=fixed)).json()[
        "rule"
    ] == "LOG-03"
    assert (await enterprise.post(f"{line}/correct", json=fixed)).json()["rule"] == "LOG-03"
    corrected = (await expert.post(f"{line}/correct", json=fixed)).json()
    now = next(one for one in corrected["logs"] if one["id"] == log["id"])
    assert (now["hours"], now["dispute"], now["confirmed_at"]) == (4, None, None)
    done = (await enterprise.post(f"{line}/confirm")).json()
    assert done["totals"]["confirmed_entries"] == 1
    late = await enterprise.post(f"{line}/dispute", json=reason)
    assert (late.status_code, late.json()["rule"]) == (409, "LOG-02")
    assert any(entry["action"] == "correct_log" for entry in done["timeline"])


@pytest.mark.clause("A3.3")
async def test_a_stay_is_counted_in_days_and_a_visit_in_hours(db, sign_in):
    _, enterprise, expert, path = await serving(db, sign_in)
    stay = await written(expert, path, hours=None, days=2.5)
    assert stay.status_code == 201, stay.text
    shown = (await written(expert, path, hours=3)).json()
    assert (shown["totals"]["days"], shown["totals"]["hours"]) == (3.5, 3)
    for length in ({"hours": None}, {"hours": 2, "days": 1}, {"hours": None, "days": 40}):
        refused = await written(expert, path, **length)
        assert refused.status_code == 422
    assert (await enterprise.get(path)).json()["totals"]["entries"] == 2


@pytest.mark.clause("A3.3")
async def test_beside_each_agreed_target_stands_what_was_measured(db, sign_in):
    _, enterprise, expert, path = await serving(db, sign_in)
    first = (await written(expert, path, measured={TARGET: "1.6"})).json()
    assert first["results"][0] | {"log_id": None, "measured_on": None} == {
        "name": TARGET,
        "current": "2.0",
        "target": "1.2",
        "unit": "微米",
        "measured": "1.6",
        "measured_on": None,
        "is_confirmed": False,
        "log_id": None,
    }
    proven = first["logs"][0]["id"]
    await enterprise.post(f"{path}/logs/{proven}/confirm")
    later = (await written(expert, path, measured={TARGET: "1.1"})).json()
    # What the enterprise confirmed stands before what nobody has.
    assert (later["results"][0]["measured"], later["results"][0]["is_confirmed"]) == ("1.6", True)
    assert later["results"][0]["log_id"] == proven
    foreign = await written(expert, path, measured={"收入": "1"})
    assert (foreign.status_code, foreign.json()["rule"]) == (409, "LOG-04")


@pytest.mark.clause("A3.3")
async def test_the_database_keeps_no_line_confirmed_and_disputed(db):
    served = await made.filed_agreement(db)
    await made.log(db, served)
    both = (
        "UPDATE service_logs SET confirmed_at = now(), disputed_at = now(), dispute = 'x',"
        " disputed_by = :who, version = version + 1"
    )
    with pytest.raises(IntegrityError, match="ck_service_logs_answer"):
        async with db.transaction() as session:
            await session.execute(text(both), {"who": served.enterprise.account_id})
