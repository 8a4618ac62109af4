"""Which buttons somebody has at a demand, and why one of them does not work yet."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments import service as commitments
from backend.demands import rules
from backend.demands.models import Demand
from backend.demands.service.sides import drafts_for_it, is_competent, is_owner
from backend.demands.states import DEMAND, EDITABLE, DemandState
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.platform.actions import AllowedAction, allowed
from backend.platform.rules import Verdict, failed, passed

LABELS = {
    "submit": "提交审核",
    "revise": "提交修改，重新审核",
    "keep": "放弃修改，恢复征集",
    "withdraw": "撤回",
    "renew": "延期并重新征集",
}


def _ready(demand: Demand, *spared: str) -> Verdict:
    open_points = [one for one, _ in rules.faults(demand.draft) if one not in spared]
    if not open_points:
        return passed()
    return failed(f"还有 {len(open_points)} 处需要填写或更正。")


def _is_offered(demand: Demand, action: str) -> bool:
    if action == "keep" and demand.published_number is None:
        return False
    return DEMAND.allows(demand.state, action)


def _owner_actions(demand: Demand, pledged: Verdict) -> list[AllowedAction]:
    confirmed = rules.confirmed_by_enterprise(demand.confirmed_by_enterprise)
    offered = []
    if demand.state in EDITABLE or demand.state == DemandState.PUBLISHED:
        offered.append(allowed("edit", "修改"))
    if not demand.confirmed_by_enterprise and demand.state == DemandState.DRAFT:
        offered.append(allowed("confirm", "确认代填的需求"))
        offered.append(allowed("send_back", "请代填单位修改"))
    before = (pledged, confirmed, _ready(demand))
    verdicts = {"submit": before, "revise": before}
    for action, label in LABELS.items():
        if _is_offered(demand, action):
            longer = action == "renew" and demand.state == DemandState.PUBLISHED
            words = "延长征集期" if longer else label
            offered.append(allowed(action, words, *verdicts.get(action, ())))
    return offered


def _staff_actions(actor: Actor, demand: Demand) -> list[AllowedAction]:
    offered = []
    if drafts_for_it(actor, demand) and demand.state == DemandState.DRAFT:
        offered.append(allowed("edit", "代为填报"))
        if demand.offered_at is None:
            offered.append(allowed("offer", "交企业确认", _ready(demand, "/not_secret")))
    decides = actor.may(Permission.REVIEW_DECIDE) and is_competent(actor, demand)
    if decides and demand.state == DemandState.UNDER_REVIEW:
        offered.append(allowed("decide", "审核"))
    return offered


async def actions_for(session: AsyncSession, actor: Actor, demand: Demand) -> list[AllowedAction]:
    """Step: the buttons of this viewer."""
    if is_owner(actor, demand):
        own = {demand.enterprise_id: ""}
        return _owner_actions(demand, await commitments.pledged(session, "enterprise", own))
    return _staff_actions(actor, demand)
