"""Experts who work elsewhere since they were filed: every end such a report can come to."""

from datetime import timedelta

from backend.demo import people
from backend.demo.loading.fates import in_library_since
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Stage
from backend.demo.loading.stories import home_expert
from backend.demo.records import Expert
from backend.experts.schemas import EmployerDecisionIn, EmployerIn
from backend.experts.service import changing_employer

_FILED_BY_NOW = 3
"""Filed so many rounds ago, an expert may well have moved since."""


def _movers(number: int) -> list[tuple[Expert, Expert]]:
    """Plain experts, each with a colleague whose employer he goes to, recommended by another."""
    settled = [
        people.expert(index)
        for index in range(people.EXPERTS)
        if (in_library_since(index) or 0) >= _FILED_BY_NOW and index != home_expert()
    ]
    plain = [one for one in settled if not one.case and one.recommender is not None]
    found: list[tuple[Expert, Expert]] = []
    for one in plain:
        hosts = (it for it in plain if it.recommender != one.recommender and it.employer.city_code)
        if (host := next(hosts, None)) and len(found) < number:
            found.append((one, host))
    return found


async def _report(stage: Stage, mover: Expert, host: Expert) -> None:
    body = EmployerIn(
        employer_name=host.employer.name,
        employer_uscc=host.employer.uscc,
        position=mover.position,
        city_code=host.employer.city_code,
        since=(stage.rounds.now - timedelta(days=40)).date(),
        note="因工作调动到新单位，在服企业均已知悉，服务照常进行。",
    )
    party = stage.experts[mover.index]
    await changing_employer.report(stage.db, party.actor, party.id, body)


async def _decide(stage: Stage, mover: Expert, host: Expert, action: str, note: str) -> None:
    assert host.recommender is not None
    reviewer = stage.offices[host.recommender].reviewer(mover.index)
    body = EmployerDecisionIn(reason=note)
    await changing_employer.decide(stage.db, reviewer, stage.experts[mover.index].id, action, body)


async def moved_employers(stage: Stage) -> Life:
    """One is confirmed, one refused, one taken back; one waits."""
    yield stage.ago(12)
    confirmed, declined, withdrawn, waiting = _movers(4)
    for pair in (confirmed, declined, withdrawn):
        await _report(stage, *pair)
    yield stage.ago(9)
    await _decide(stage, *confirmed, "confirm", "已核实，人事关系已转入。")
    note = "人事部门尚无该同志的调入手续，请办妥后再报告。"
    await _decide(stage, *declined, "decline", note)
    party = stage.experts[withdrawn[0].index]
    await changing_employer.withdraw(stage.db, party.actor, party.id)
    yield stage.ago(2)
    await _report(stage, *waiting)
