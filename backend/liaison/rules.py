"""Rules of following a service: problems, visits and reminders."""

from datetime import date, timedelta

from backend.engagements.states import SIDE_NAMES, Side
from backend.platform.rules import Verdict, failed, passed, rule

VISIT_EVERY = timedelta(days=30)
SILENT_AFTER = timedelta(days=14)
"""Without a new entry of the log the expert counts as silent."""
CONFIRM_WITHIN = timedelta(days=5)
NUDGE_EVERY = timedelta(days=3)


def visit_due(started_on: date, last_visit: date | None) -> date:
    """By when the service is to be visited next."""
    return (last_visit or started_on) + VISIT_EVERY


@rule(id="PRB-01", title="服务双方向联络员反映问题", clause="A3.3")
def raises_problem(side: str | None, has_liaison: bool) -> Verdict:
    """The enterprise and the expert, or the team's leader, raise what stands in the way."""
    if side not in {Side.EXPERT, Side.ENTERPRISE}:
        return failed("问题由企业或科技特派员（团队由组长）向联络员反映。")
    if not has_liaison:
        return failed("这项服务没有指定联络员，请直接联系主管部门。")
    return passed()


@rule(id="PRB-02", title="问题由提出人或联络员办结", clause="A3.3")
def closes_problem(side: str | None, raised_by: str) -> Verdict:
    """Who raised a problem says that it is done with, or still open; the liaison may close it."""
    if side in {raised_by, Side.LIAISON}:
        return passed()
    return failed("这个问题由提出的一方或联络员办结。")


@rule(id="VIS-01", title="走访日期在服务期内且不晚于今天", clause="5.7.1")
def visits_in_time(day: date, started_on: date, today: date) -> Verdict:
    """A visit is written down after it took place."""
    if day < started_on:
        return failed(f"服务自{started_on:%Y年%-m月%-d日}开始，不能填写更早的走访。")
    if day > today:
        return failed("不能填写今天以后的走访，请在走访之后填写。")
    return passed()


@rule(id="NUDGE-01", title="只提醒确实迟延的一方", clause="5.7.1")
def is_late(side: str, is_behind: bool) -> Verdict:
    """A reminder goes to a side that has something to do and has let it lie."""
    if is_behind:
        return passed()
    return failed(f"{SIDE_NAMES[Side(side)]}目前没有迟延的事项，不需要提醒。")


@rule(id="NUDGE-02", title="三天内最多提醒一次", clause="5.7.1")
def not_just_nudged(last: date | None, today: date) -> Verdict:
    """The same side of the same service hears of it at most once in three days."""
    if last is None or today >= last + NUDGE_EVERY:
        return passed()
    again = last + NUDGE_EVERY
    return failed(f"{last:%-m月%-d日}已经提醒过，{again:%-m月%-d日}起可以再次提醒。")
