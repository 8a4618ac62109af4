"""The board, the calendar file, and moving one month's deadline."""

from datetime import date, datetime

import icalendar
import pytest
from sqlalchemy import select

from backend.batches import service as batches
from backend.batches.schemas import BatchQuery
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.outbox import Message
from tests.factories import enterprises, experts, organisations, people

NOVEMBER = datetime(2026, 11, 16, 10, tzinfo=SHANGHAI)
MOVE = {
    "month": "2026-11-01",
    "kind": "review",
    "moved_to": "2026-11-24",
    "announcement": "因系统切换，本月审核截止日顺延。",
}


async def board(client) -> list[dict]:
    return (await client.get("/api/v1/deadlines")).json()


@pytest.mark.clause("6.4.1", "6.4.2")
async def test_anybody_sees_the_days_and_the_working_days_left(client) -> None:
    with clock.at(NOVEMBER):
        november, december, _ = await board(client)
    assert november["is_current"]
    assert (november["review"]["on"], november["letter"]["on"]) == ("2026-11-20", "2026-11-25")
    # From Monday the 16th: Tuesday to Friday, then Monday to Wednesday.
    assert november["review"]["working_days_left"] == 4
    assert november["letter"]["working_days_left"] == 7
    assert december["review"]["on"] == "2026-12-20"
    # A Sunday: offices work on it no more than on the Saturday before.
    assert december["review"]["last_working_day"] == "2026-12-18"
    assert november["guarantee_on"] == "2026-11-10"


@pytest.mark.clause("6.4.1")
async def test_the_department_moves_one_month_and_every_desk_is_told(client, sign_in, db) -> None:
    reviewer = await organisations.county_department(db)
    officer = await sign_in(await people.officer(db))
    with clock.at(NOVEMBER):
        moved = await officer.post(
            "/api/v1/deadlines/moves", json=MOVE | {"kind": "letter", "moved_to": "2026-11-27"}
        )
        assert moved.status_code == 201, moved.text
        assert (await officer.post("/api/v1/deadlines/moves", json=MOVE)).status_code == 201
        november, december, _ = await board(client)
    assert november["review"]["on"] == "2026-11-24"
    assert november["review"]["moved_from"] == "2026-11-20"
    assert november["review"]["announcement"] == MOVE["announcement"]
    assert december["review"]["moved_from"] is None
    async with db.reading() as session:
        query = select(Message.title).where(
            Message.account_id == reviewer.account_id, Message.channel == "inbox"
        )
        titles = set((await session.execute(query)).scalars())
    assert titles == {"11月审核截止调整为11月24日", "11月推荐函和清单报送截止调整为11月27日"}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"month": "2026-10-01", "moved_to": "2026-11-18"}, "DEADLINE-01"),
        ({"moved_to": "2026-11-15"}, "DEADLINE-01"),
        ({"moved_to": "2026-11-26"}, "DEADLINE-02"),
        ({"kind": "letter", "moved_to": "2026-12-20"}, "DEADLINE-02"),
    ],
)
async def test_what_would_break_the_order_is_refused(sign_in, db, change, rule) -> None:
    officer = await sign_in(await people.officer(db))
    with clock.at(NOVEMBER):
        refused = await officer.post("/api/v1/deadlines/moves", json=MOVE | change)
    assert refused.status_code == 409
    assert refused.json()["rule"] == rule


async def test_only_the_department_moves_deadlines(sign_in, db) -> None:
    reviewer = await sign_in(await organisations.county_department(db))
    assert (await reviewer.post("/api/v1/deadlines/moves", json=MOVE)).status_code == 403


@pytest.mark.clause("6.4.1")
async def test_the_calendar_file_follows_a_move(client, sign_in, db) -> None:
    officer = await sign_in(await people.officer(db))
    with clock.at(NOVEMBER):
        assert (await officer.post("/api/v1/deadlines/moves", json=MOVE)).status_code == 201
        answer = await client.get("/api/v1/deadlines/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = {
        str(one["uid"]): one for one in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    }
    assert len(events) == 24
    assert events["2026-11-review@tepai"].decoded("dtstart") == date(2026, 11, 24)
    assert events["2026-12-letter@tepai"].decoded("dtstart") == date(2026, 12, 25)


@pytest.mark.clause("6.4.1")
async def test_a_moved_deadline_is_the_rounds(sign_in, db) -> None:
    """What is decided after the notice's day, and before the moved one, is still this month's."""
    officer = await sign_in(await people.officer(db))
    with clock.at(NOVEMBER):
        assert (await officer.post("/api/v1/deadlines/moves", json=MOVE)).status_code == 201
    with clock.at(datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)):
        made = await experts.recommended_expert(db)
        found = await batches.listing(db, made.reviewer, BatchQuery())
        assert await batches.freeze_due(db) == 0
    assert [one.month for one in found.items] == [date(2026, 11, 1)]
    with clock.at(datetime(2026, 11, 25, 0, 1, tzinfo=SHANGHAI)):
        assert await batches.freeze_due(db) == 1


@pytest.mark.clause("6.4.1")
async def test_what_was_submitted_before_follows_the_moved_day(sign_in, db) -> None:
    """Beyond the month's end too: the applicant's round stays November's, the desk's day moves."""
    officer = await sign_in(await people.officer(db))
    with clock.at(datetime(2026, 11, 5, 10, tzinfo=SHANGHAI)):
        made = await experts.submitted_expert(db)
        later = await enterprises.submitted_enterprise(db)
    with clock.at(NOVEMBER):
        late = await enterprises.submitted_enterprise(db, later.reviewer)
        for kind, day in (("letter", "2026-12-03"), ("review", "2026-12-02")):
            move = MOVE | {"kind": kind, "moved_to": day}
            assert (await officer.post("/api/v1/deadlines/moves", json=move)).status_code == 201
        applicant = await sign_in(made.actor)
        shown = (await applicant.get("/api/v1/experts/mine")).json()
        desk = await sign_in(later.reviewer)
        tasks = (await desk.get("/api/v1/reviews/queue")).json()["items"]
    assert shown["due_on"] == shown["round"]["due_on"] == "2026-12-02"
    assert shown["round"]["month"] == "2026-11-01"
    assert shown["round"]["deadline_on"] == "2026-12-02"
    assert {one["title"]: one["due_on"] for one in tasks} == {
        later.name: "2026-12-02",
        late.name: "2026-12-20",
    }


@pytest.mark.clause("6.4.2")
async def test_who_has_not_posted_the_list_is_reminded(db) -> None:
    with clock.at(NOVEMBER):
        made = await experts.recommended_expert(db)
    with clock.at(datetime(2026, 11, 21, 0, 5, tzinfo=SHANGHAI)):
        await batches.freeze_due(db)
    told = []
    for day in (23, 24, 25, 26):
        with clock.at(datetime(2026, 11, day, 8, 30, tzinfo=SHANGHAI)):
            await batches.remind(db)
    async with db.reading() as session:
        query = select(Message.event_key, Message.body).where(
            Message.account_id == made.reviewer.account_id, Message.channel == "inbox"
        )
        told = dict((await session.execute(query.where(Message.title.like("推荐函%")))).all())
    assert sorted(told) == ["batches:post:2026-11-24", "batches:post:2026-11-25"]
    assert "还有1个工作日" in told["batches:post:2026-11-24"]
    assert "今天是最后一个工作日" in told["batches:post:2026-11-25"]
