"""What seldom happens: a waiver of the cap, firms and accounts shut."""

from backend.demo import people
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Stage
from backend.demo.loading.stories import Fate, home_expert, of_firm, stories
from backend.enterprises import service as enterprises
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.waivers import service as waivers
from backend.waivers.schemas import WaiverIn

_DOCUMENT = "演示科信〔{year}〕{number}号"
_BODY = "演示科研诚信联席办公室"
_QUIET = (Fate.WITHDRAWN, Fate.EXPIRED, Fate.REJECTED, Fate.RETURNED)
_SETTLED = 15
_LEAVER_OFFICE = 31


def firm_in(*fates: Fate) -> int:
    """The first firm all of whose demands came to this some time ago."""
    for firm in range(people.ENTERPRISES):
        told = [stories()[index] for index in of_firm(firm)]
        if all(story.fate in fates and story.days > _SETTLED for story in told):
            return firm
    raise LookupError(fates)


async def suspensions(stage: Stage) -> Life:
    """An office suspends a firm; the system's administrator closes the account of a leaver."""
    yield stage.ago(3)
    firm = firm_in(*_QUIET)
    reviewer = stage.offices[people.enterprise(firm).reviewer].manager
    reason = "企业申请停产检修三个月，期间不接受服务。"
    await enterprises.move(stage.db, reviewer, stage.enterprises[firm].id, "suspend", reason)
    yield stage.ago(1.5)
    leaver = stage.offices[_LEAVER_OFFICE].reviewers[1]
    await _disable(stage, stage.officers[2], leaver)


async def _disable(stage: Stage, administrator: Actor, leaver: Actor) -> None:
    assert leaver.account_id is not None
    await identity.set_account_state(stage.db, administrator, leaver.account_id, "disable")


async def one_more_enterprise(stage: Stage) -> Life:
    """An expert with three enterprises asks for a fourth (clause 5.5.1, decision A1)."""
    yield stage.ago(0.4)
    expert = stage.experts[home_expert()]
    body = WaiverIn(
        rule_id="CAP-01",
        subject_type="experts",
        subject_id=expert.id,
        reason_code="urgent_need",
        reason="邀请企业与在服企业同链，可安排在同一行程，每月增加一天即可，不影响已有服务。",
    )
    await waivers.request(stage.db, expert.actor, body)
