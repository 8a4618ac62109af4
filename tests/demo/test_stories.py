"""What becomes of whom in the demo: planned without a database, the same each time."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from backend.deadlines.timetable import Timetable
from backend.demo import people
from backend.demo.loading.calendar import DEPTH, Rounds
from backend.demo.loading.candidates import ranked
from backend.demo.loading.fates import expert_fates, firm_fates
from backend.demo.loading.history import Life, replay
from backend.demo.loading.stories import DEALS, Fate, stories
from backend.demo.newcomers import NEW_ENTERPRISES, new_enterprise
from backend.platform import clock
from backend.platform.clock import SHANGHAI

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=SHANGHAI)
PLAN = (
    "from backend.demo.loading import fates, stories;"
    "print(fates.expert_fates(), fates.firm_fates(), stories.stories(), stories.home_expert())"
)


def test_the_plan_is_the_same_in_every_process() -> None:
    def plan(seed: str) -> bytes:
        environment = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.check_output([sys.executable, "-c", PLAN], env=environment)

    assert plan("1") == plan("2")


def test_every_fate_befalls_somebody() -> None:
    assert {story.fate for story in stories()} == set(Fate)
    assert len(stories()) == people.demand_count()
    assert len(expert_fates()) == people.EXPERTS
    assert len(firm_fates()) == NEW_ENTERPRISES


def test_experts_serve_no_more_enterprises_than_they_take_on() -> None:
    served: dict[int, set[int]] = {}
    for index, story in enumerate(stories()):
        if story.fate in DEALS:
            for expert in story.experts if story.is_team else story.experts[:1]:
                served.setdefault(expert, set()).add(people.demand(index).enterprise)
    assert all(len(firms) <= people.expert(k).max_enterprises for k, firms in served.items())
    assert 3 in {len(firms) for firms in served.values()}


def test_experts_fit_the_demands_they_answer() -> None:
    answered = [(index, story) for index, story in enumerate(stories()) if story.experts]
    foreign = 0
    for index, story in answered:
        first = story.experts[0]
        assert first in ranked(index, story.days)
        foreign += people.demand(index).chain not in people.expert(first).chains
    assert foreign <= len(answered) // 20


def test_newcomers_share_nothing_with_the_settled() -> None:
    settled = [people.enterprise(index) for index in range(people.ENTERPRISES)]
    newcomers = [new_enterprise(number) for number in range(NEW_ENTERPRISES)]
    everybody = [*settled, *newcomers]
    assert len({one.name for one in everybody}) == len(everybody)
    assert len({one.uscc for one in everybody}) == len(everybody)
    assert len({one.contact.phone for one in everybody}) == len(everybody)


@pytest.mark.parametrize("day", [1, 19, 20, 21, 25, 28])
def test_rounds_are_counted_back_whatever_the_day(day: int) -> None:
    rounds = Rounds(NOW.replace(day=day), Timetable(20, 25, 10))
    assert rounds.closing(1) <= rounds.now < rounds.closing(0)
    assert rounds.start < rounds.now - timedelta(days=30 * (DEPTH - 1))
    for back in range(DEPTH):
        for share in (0, 0.5, 0.99):
            assert rounds.closing(back + 1) <= rounds.within(back, share) <= rounds.closing(back)


@pytest.mark.anyio
async def test_lives_are_played_in_the_order_of_time_and_never_after_now() -> None:
    seen: list[tuple[str, datetime]] = []

    async def life(name: str, *days: int) -> Life:
        for ago in days:
            yield NOW - timedelta(days=ago)
            seen.append((name, clock.now()))

    await replay([life("a", 3, 1), life("b", 2, -5)], NOW - timedelta(days=9), NOW, lambda _: None)
    assert [name for name, _ in seen] == ["a", "b", "a", "b"]
    assert seen[-1][1] == NOW
    assert sorted(moment for _, moment in seen) == [moment for _, moment in seen]
