"""A filed expert works elsewhere now: reported, confirmed by whoever is competent from then on.

Filed he stays, and services go on meanwhile (decision A29).
"""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.experts import queries
from backend.experts.models import EmployerChange, Expert
from backend.experts.rules import confirmed_by_another, employer_may_change
from backend.experts.schemas import (
    EmployerChangeRead,
    EmployerDecisionIn,
    EmployerIn,
    ExpertDetail,
    ExpertDraft,
)
from backend.experts.service import checking
from backend.experts.service.drafting import find_again, own_expert
from backend.experts.service.reading import LEAVING, detail
from backend.experts.service.showing_employer import change_read
from backend.experts.states import EMPLOYER_CHANGE
from backend.identity.actor import Actor
from backend.organisations.service import competent
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import conflict, enforce, invalid, not_found

on_violation("uq_employer_changes_waiting", "已有一项工作单位变更在等待确认，请刷新查看。")
WHO, WHAT = "这位特派员", "这项工作单位变更"
IN_COLUMNS = ("employer_name", "employer_uscc", "city_code", "county_code")
IN_PROFILE = ("department", "position", "is_out_of_province", "zone_code")
TOLD = {
    "confirm": (
        "工作单位变更已确认",
        "您的特派员资格和正在进行的服务不受影响，今后由新的推荐单位联系您。",
    ),
    "decline": ("工作单位变更未予确认", "原因请登录查看。您的特派员资格和正在进行的服务不受影响。"),
}


def _present(expert: Expert) -> dict[str, Any]:
    known = {name: getattr(expert, name) for name in IN_COLUMNS}
    return known | {name: expert.profile.get(name) for name in IN_PROFILE}


@use_case
async def report(
    session: AsyncSession, actor: Actor, expert_id: UUID, body: EmployerIn
) -> ExpertDetail:
    """Report where I work now; the organisation competent for it is asked to confirm.

    Raises 409 EMP-01 before the filing, with another report waiting or for the same employer,
    JUR-01 when nobody is competent; 422 for a day to come.
    """
    expert = await own_expert(session, actor, expert_id)
    enforce(
        employer_may_change(
            is_filed=expert.state in LEAVING,
            is_waiting=await queries.waiting_change(session, expert.id) is not None,
            is_same=body.employer_uscc == expert.employer_uscc,
        )
    )
    if body.since > clock.today():
        raise invalid(("/since", "请在到新单位任职之后报告，日期不能晚于今天。"))
    content = body.model_dump(mode="json", exclude={"since", "note"})
    place = checking.place_of(ExpertDraft.model_validate(content))
    found = await competent(session, "expert", place, clock.today())
    change = EmployerChange(
        id=new_id(),
        expert_id=expert.id,
        account_id=expert.account_id,
        was=_present(expert),
        content=content,
        since=body.since,
        note=body.note,
        organisation_id=found.organisation_id,
        jurisdiction_id=found.jurisdiction_id,
        relation=found.relation,
    )
    await audit.create(session, change, EMPLOYER_CHANGE, actor, note=body.employer_name)
    title = "请确认工作单位变更"
    words = "一名特派员报告已到贵单位推荐范围内的单位工作，请登录确认。"
    for account_id in await queries.reviewers_of(session, found.organisation_id):
        await send_message(
            session, f"employer:{change.id}", account_id, title, words, f"/experts/{expert.id}"
        )
    return await detail(session, actor, expert.id)


@use_case
async def withdraw(session: AsyncSession, actor: Actor, expert_id: UUID) -> ExpertDetail:
    """Take my report back while it waits. Raises 409 when none does."""
    expert = await own_expert(session, actor, expert_id)
    change = await _waiting(session, expert.id)
    await audit.transition(session, change, EMPLOYER_CHANGE, "withdraw", actor)
    return await detail(session, actor, expert.id)


@use_case
async def decide(
    session: AsyncSession, actor: Actor, expert_id: UUID, action: str, body: EmployerDecisionIn
) -> EmployerChangeRead:
    """Confirm or decline, as the organisation competent for the new employer (clause 3.1.2).

    Raises 404 for other organisations and where nothing waits, 409 EMP-02 for one's own change,
    422 for a "no" without its reason.
    """
    expert = await lock(session, Expert, expert_id, WHO)
    if await queries.visible(session, actor, expert_id) is None:
        raise not_found(WHO)
    asked = await queries.waiting_change(session, expert_id)
    if asked is None or asked.organisation_id != actor.organisation_id:
        raise not_found(WHAT)
    change = await lock(session, EmployerChange, asked.id, WHAT)
    enforce(confirmed_by_another(str(actor.account_id), str(expert.account_id)))
    if action == "decline" and len(body.reason) < 4:
        raise invalid(("/reason", "请写明不予确认的原因，特派员会看到。"))
    change.decided_by, change.decided_at = actor.account_id, clock.now()
    change.decision_note = body.reason
    await audit.transition(session, change, EMPLOYER_CHANGE, action, actor, note=body.reason)
    if action == "confirm":
        await _move(session, expert, change)
        note = str(change.content["employer_name"])
        await audit.record(session, expert, "change_employer", actor, note=note)
    key = f"employer:{change.id}:{action}"
    await send_message(session, key, expert.account_id, *TOLD[action], "/experts/mine")
    rows = await queries.employer_changes(session, expert.id)
    # After a no the expert is none of theirs to read any more.
    return next(change_read(actor, expert, one) for one in rows if one.EmployerChange is change)


async def _waiting(session: AsyncSession, expert_id: UUID) -> EmployerChange:
    change = await queries.waiting_change(session, expert_id)
    if change is None:
        raise conflict("没有等待确认的工作单位变更，请刷新查看。", kind="state")
    return await lock(session, EmployerChange, change.id, WHAT)


async def _move(session: AsyncSession, expert: Expert, change: EmployerChange) -> None:
    """The columns say the new employer; the submission stays as it was signed."""
    for name in IN_COLUMNS:
        setattr(expert, name, change.content[name])
    expert.profile = expert.profile | {name: change.content[name] for name in IN_PROFILE}
    expert.organisation_id = change.organisation_id
    await find_again(session, expert)
    await session.flush()
