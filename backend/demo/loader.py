"""Loads the demo province: some months of history, made by the services, ending now."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import event

from backend.deadlines.service import timetable
from backend.demo import people
from backend.demo.accounts import DemoAccount, demo_accounts
from backend.demo.loading import integrity
from backend.demo.loading.calendar import Rounds
from backend.demo.loading.demands import demand_life
from backend.demo.loading.department import department_life
from backend.demo.loading.desk import desk_habits
from backend.demo.loading.employers import moved_employers
from backend.demo.loading.enterprises import enterprise_life, newcomer_life
from backend.demo.loading.expert_invitations import invitations
from backend.demo.loading.experts import expert_life, waiver_revoked
from backend.demo.loading.history import Life, replay
from backend.demo.loading.incidents import one_more_enterprise, suspensions
from backend.demo.loading.nights import nights
from backend.demo.loading.offices import new_office, open_department, open_officer, settled_office
from backend.demo.loading.pledges import commitment_life
from backend.demo.loading.searches import searches
from backend.demo.loading.stage import PASSWORD, Stage
from backend.demo.newcomers import NEW_ENTERPRISES, NEW_ORGANISATIONS, officer
from backend.identity.hats import anybody, known_as
from backend.identity.passwords import hashed_once
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.database import Database
from backend.recommendations import service as recommendations
from backend.site.schemas import DemoAccountRead
from backend.site.service import announce_demo, announced


class CannotLoadError(Exception):
    """The database holds something else, or a demo that was not loaded to its end."""


async def load(db: Database, tell: Callable[[str], None] = lambda _line: None) -> bool:
    """Load the demo into an empty database; False when it has the demo already.

    Raises CannotLoadError for a database with other accounts or with half a demo.
    """
    event.listen(db.engine.sync_engine, "connect", _hurry)
    if await _present(db):
        return False
    async with db.reading() as session:
        table = await timetable(session)
    stage = Stage(db, Rounds(clock.now(), table))
    with hashed_once(PASSWORD):
        with clock.at(stage.rounds.start):
            await open_department(stage)
        progress = _Progress(tell)
        await replay(_lives(stage), stage.rounds.start, stage.rounds.now, progress.at)
        await open_officer(stage, officer(3), Role.AUDITOR)
    await recommendations.refresh(db)  # what a server's first night would count
    async with db.transaction() as session:
        await announce_demo(session, [_shown(one) for one in demo_accounts()])
    return True


def _shown(account: DemoAccount) -> DemoAccountRead:
    return DemoAccountRead(role_name=account.role_name, **asdict(account))


async def _present(db: Database) -> bool:
    """Whether the demo is there; its accounts are announced last, so only when it is whole."""
    async with db.reading() as session:
        if await announced(session):
            return True
        if not await anybody(session):
            return False
        try:
            await known_as(session, officer(0).phone)
        except LookupError:
            raise CannotLoadError("数据库中已有其他账号，演示数据只能载入空的数据库。") from None
    raise CannotLoadError("上次载入演示数据没有完成，请换一个空的数据库重新载入。")


def _hurry(connection: object, _record: object) -> None:
    """A load that breaks off is started anew, so no commit of it has to reach the disk at once."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("SET synchronous_commit = off")
    cursor.close()


INCIDENTS = (
    waiver_revoked,
    integrity.findings,
    integrity.reports,
    integrity.appeals,
    integrity.records,
    integrity.holds,
    suspensions,
    one_more_enterprise,
    moved_employers,
)


def _lives(stage: Stage) -> Iterator[Life]:
    yield from (settled_office(stage, index) for index in range(people.ORGANISATIONS))
    yield department_life(stage)
    yield commitment_life(stage)
    yield from (new_office(stage, number) for number in range(NEW_ORGANISATIONS))
    yield from (enterprise_life(stage, index) for index in range(people.ENTERPRISES))
    yield from (newcomer_life(stage, number) for number in range(NEW_ENTERPRISES))
    yield from (expert_life(stage, index) for index in range(people.EXPERTS))
    yield from (demand_life(stage, index) for index in range(people.demand_count()))
    for incident in (*INCIDENTS, invitations, nights, desk_habits, searches):
        yield incident(stage)


class _Progress:
    """One line for each month of the history."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._month = ""

    def at(self, moment: datetime) -> None:
        month = f"{moment:%Y-%m}"
        if month != self._month:
            self._month = month
            self._tell(f"  {month} …")
