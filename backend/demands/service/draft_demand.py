"""Drafting a demand: by its enterprise, or by staff on its behalf (clause 6.3)."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import rules
from backend.demands.models import Demand
from backend.demands.schemas import DemandDraft, DemandNew, DemandRead
from backend.demands.service.keep_files import keep_files
from backend.demands.service.move_demand import (
    visible_demand,
)
from backend.demands.service.read_demand import show
from backend.demands.states import DEMAND, EDITABLE, DemandState
from backend.enterprises.service import approved_enterprise, find_enterprise
from backend.identity.actor import Actor
from backend.organisations.service import Place, competent
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import expect_version
from backend.platform.identifiers import new_id
from backend.platform.numbers import next_number
from backend.platform.problems import Problem, conflict, enforce, invalid, not_found

UNTITLED = "未命名需求"
ENTERPRISE = "这家企业"


def _dump(body: DemandDraft, *, partial: bool = False) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude={"enterprise_id"}, exclude_unset=partial)


async def _drafted_for(
    session: AsyncSession, actor: Actor, body: DemandNew
) -> tuple[Any, UUID | None]:
    """The enterprise a new draft is for, and who is competent when staff draft for it.

    Raises 404 alike for an unknown enterprise and one outside of the own area.
    """
    enterprise_id = body.enterprise_id or actor.enterprise_id
    if enterprise_id is None:
        raise invalid(("/enterprise_id", "请选择为哪家企业代为填报。"))
    enterprise = await find_enterprise(session, enterprise_id)
    if enterprise is None or actor.enterprise_id not in (None, enterprise_id):
        raise not_found(ENTERPRISE)
    if actor.enterprise_id is not None:
        return enterprise, None
    organisation_id = await _competent_organisation(session, enterprise)
    if organisation_id is None or organisation_id != actor.organisation_id:
        raise not_found(ENTERPRISE)
    return enterprise, organisation_id


async def _competent_organisation(session: AsyncSession, enterprise: Any) -> UUID | None:
    place = Place(enterprise.city_code, enterprise.county_code, enterprise.zone_code)
    try:
        return (await competent(session, "demand", place, clock.today())).organisation_id
    except Problem:
        return None  # nobody is: then the one who asks is not either


@use_case
async def create(session: AsyncSession, actor: Actor, body: DemandNew) -> DemandRead:
    """Begin a draft. Raises 404 outside of the own area, 409 unless the enterprise is approved."""
    enterprise, organisation_id = await _drafted_for(session, actor, body)
    await approved_enterprise(session, enterprise.id)
    is_own = organisation_id is None
    demand = Demand(
        id=new_id(),
        enterprise_id=enterprise.id,
        organisation_id=organisation_id,
        number=await next_number(session, "XQ"),
        draft=_dump(body),
        title=body.title or UNTITLED,
        drafted_by=actor.account_id,
        confirmed_by_enterprise=is_own,
        city_code=enterprise.city_code,
        county_code=enterprise.county_code,
        zone_code=enterprise.zone_code,
    )
    await audit.create(session, demand, DEMAND, actor, on_behalf=not is_own)
    await keep_files(session, actor, demand, body.attachments)
    return await show(session, actor, demand.id)


@use_case
async def edit(
    session: AsyncSession, actor: Actor, demand_id: UUID, body: DemandDraft, expected: int | None
) -> DemandRead:
    """Change any part of a draft. A published demand's draft runs ahead until it is submitted.

    Raises 403 DEM-03 outside of the own area, 409 when the state allows no editing, 412 when stale.
    """
    demand = await visible_demand(session, actor, demand_id)
    is_own = actor.enterprise_id == demand.enterprise_id
    is_competent = demand.organisation_id == actor.organisation_id
    enforce(rules.drafted_within_area(is_own, is_competent), status=403)
    expect_version(demand, expected)
    if demand.state not in EDITABLE and not (is_own and demand.state == DemandState.PUBLISHED):
        label = DEMAND.label(demand.state)
        raise conflict(f"当前状态是“{label}”，不能修改内容。", kind="state")
    if not is_own and demand.confirmed_by_enterprise:
        raise conflict("企业已经确认这项需求，请由企业自行修改。", kind="state")
    demand.draft = {**demand.draft, **_dump(body, partial=True)}
    if not is_own:
        demand.offered_at = None  # what is changed is handed over anew
    await keep_files(session, actor, demand, body.attachments)
    if demand.current_number == 0:
        demand.title = demand.draft.get("title") or UNTITLED
    await audit.record(session, demand, "edit", actor, fields=sorted(body.model_fields_set))
    return await show(session, actor, demand.id)
