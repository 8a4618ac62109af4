"""Showing demands: to each viewer the version, the names and the buttons that are his."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import AttachmentRead, Parent
from backend.attachments.service import attachments_of, register_reader
from backend.audit.service import timeline
from backend.commitments import service as commitments
from backend.demands import queries, rules
from backend.demands.models import Demand
from backend.demands.schemas import (
    ConfidentialRead,
    DemandContent,
    DemandDraft,
    DemandRead,
)
from backend.demands.service import advising
from backend.demands.service.list_demands import card, names_for, text_shown
from backend.demands.states import (
    DEMAND,
    DISCLOSURE_NAMES,
    EDITABLE,
    OUTCOME_NAMES,
    OWNERSHIP_NAMES,
    PAY_NAMES,
    DemandState,
    Outcome,
)
from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role
from backend.platform import audit
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case, use_case
from backend.platform.problems import FieldError, forbidden, not_found
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict, failed, passed
from backend.platform.versions import VersionDiff
from backend.reviews import service as reviews
from backend.reviews.schemas import VersionPair


def is_owner(actor: Actor, demand: Demand) -> bool:
    """Step: whether the demand is of the actor's enterprise."""
    return actor.enterprise_id is not None and actor.enterprise_id == demand.enterprise_id


def is_competent(actor: Actor, demand: Demand) -> bool:
    """Step: whether the demand is on the desk of the actor's organisation."""
    return actor.organisation_id is not None and actor.organisation_id == demand.organisation_id


def _drafts_for_it(actor: Actor, demand: Demand) -> bool:
    may = actor.may(Permission.DEMAND_DRAFT) and is_competent(actor, demand)
    return may and not demand.confirmed_by_enterprise


def _ready(demand: Demand) -> Verdict:
    open_points = len(rules.faults(demand.draft))
    return failed(f"还有 {open_points} 处需要填写或更正。") if open_points else passed()


def _owner_actions(demand: Demand, pledged: Verdict) -> list[AllowedAction]:
    confirmed = rules.confirmed_by_enterprise(demand.confirmed_by_enterprise)
    offered = []
    if demand.state in EDITABLE or demand.state == DemandState.PUBLISHED:
        offered.append(allowed("edit", "修改"))
    if not demand.confirmed_by_enterprise:
        offered.append(allowed("confirm", "确认代填的需求"))
    before = (pledged, confirmed, _ready(demand))
    verdicts = {"submit": before, "revise": before}
    labels = {
        "submit": "提交审核",
        "revise": "提交修改，重新审核",
        "withdraw": "撤回",
        "renew": "延期并重新征集",
    }
    for action, label in labels.items():
        if DEMAND.allows(demand.state, action):
            offered.append(allowed(action, label, *verdicts.get(action, ())))
    return offered


async def _actions(session: AsyncSession, actor: Actor, demand: Demand) -> list[AllowedAction]:
    if is_owner(actor, demand):
        own = {demand.enterprise_id: ""}
        return _owner_actions(demand, await commitments.pledged(session, "enterprise", own))
    offered = []
    if _drafts_for_it(actor, demand) and demand.state in EDITABLE:
        offered.append(allowed("edit", "代为填报"))
    decides = actor.may(Permission.REVIEW_DECIDE) and is_competent(actor, demand)
    if decides and demand.state == DemandState.UNDER_REVIEW:
        offered.append(allowed("decide", "审核"))
    return offered


def _for_editors(actor: Actor, demand: Demand, files: Sequence[AttachmentRead]) -> dict[str, Any]:
    if not (is_owner(actor, demand) or _drafts_for_it(actor, demand)):
        return {}
    draft = DemandDraft.model_validate(demand.draft)
    missing = [FieldError(pointer=p, message=m) for p, m in rules.faults(demand.draft)]
    return {
        "draft": draft,
        "draft_attachments": [file for file in files if file.id in draft.attachments],
        "missing": missing,
        "hints": advising.hints(draft),
        "advice": advising.advice(draft),
    }


def _for_reviewers(actor: Actor, demand: Demand, content: DemandContent) -> dict[str, Any]:
    if not (is_competent(actor, demand) and demand.state == DemandState.UNDER_REVIEW):
        return {}
    return {"hints": advising.hints(content), "checklist": advising.checklist(content)}


def _words(content: DemandContent, demand: Demand) -> dict[str, Any]:
    return {
        "pay_name": PAY_NAMES[content.pay_code] if content.pay_code else None,
        "ip_name": OWNERSHIP_NAMES[content.ip_code] if content.ip_code else None,
        "disclosure_name": DISCLOSURE_NAMES[content.disclosure],
        "outcome": demand.outcome,
        "outcome_name": OUTCOME_NAMES[Outcome(demand.outcome)] if demand.outcome else None,
    }


def _may_read_confidential(actor: Actor, row: AnyRow) -> bool:
    return is_owner(actor, row.Demand) or is_competent(actor, row.Demand) or row.is_matched_side


def _has_confidential(row: AnyRow) -> bool:
    version = row.DemandVersion
    kept = version.confidential if version is not None else row.Demand.draft.get("confidential")
    return any((kept or {}).values())


async def detail(session: AsyncSession, actor: Actor, demand_id: UUID) -> AnyRow:
    """Step: a demand with its names and the version this actor reads. Raises 404 otherwise."""
    row = await queries.detail(session, actor, demand_id)
    if row is None:
        raise not_found("这项需求")
    return row


def is_inside(actor: Actor, demand: Demand) -> bool:
    """Step: the enterprise, its organisation and the department."""
    inside = is_owner(actor, demand) or is_competent(actor, demand)
    return inside or actor.role is Role.DEPARTMENT


async def _story(session: AsyncSession, actor: Actor, demand: Demand) -> dict[str, Any]:
    """Decisions and timeline, for the enterprise, its organisation and the department."""
    if not is_inside(actor, demand):
        return {}
    return {
        "reviews": await reviews.history(session, demand.id),
        "timeline": await timeline(session, [(DEMAND.subject, demand.id)]),
    }


async def _may_read_files(session: AsyncSession, actor: Actor, demand_id: UUID) -> bool:
    return await queries.detail(session, actor, demand_id) is not None


register_reader(DEMAND.subject, _may_read_files)


async def show(session: AsyncSession, actor: Actor, demand_id: UUID) -> DemandRead:
    """Step: a demand as this viewer may see it. Raises 404 when he may not."""
    row = await detail(session, actor, demand_id)
    demand, version = row.Demand, row.DemandVersion
    content = text_shown(demand, version)
    files = await attachments_of(session, Parent(type=DEMAND.subject, id=demand.id))
    names = await names_for(session, [(demand, content)])
    return DemandRead(
        **card(actor, row, content, names).model_dump(),
        **_words(content, demand),
        **{**_for_editors(actor, demand, files), **_for_reviewers(actor, demand, content)},
        **await _story(session, actor, demand),
        attachments=[file for file in files if file.id in content.attachments],
        version=demand.version,
        organisation_name=row.organisation_name,
        content=content,
        number_shown=version.number if version else 0,
        industry=names.one("industries", content.industry_code),
        county=names.one("divisions", demand.county_code),
        zone=names.one("zones", demand.zone_code),
        current_number=demand.current_number,
        published_number=demand.published_number,
        text_hash=version.content_hash if version else None,
        has_confidential=_has_confidential(row),
        may_read_confidential=_may_read_confidential(actor, row),
        allowed_actions=await _actions(session, actor, demand),
    )


@read_case
async def read(session: AsyncSession, actor: Actor, demand_id: UUID) -> DemandRead:
    """One demand. Raises 404 for what the actor may not see."""
    return await show(session, actor, demand_id)


@read_case
async def compare_versions(
    session: AsyncSession, actor: Actor, demand_id: UUID, asked: VersionPair
) -> VersionDiff:
    """What changed between two submissions, or since one in the draft; never the confidential part.

    Raises 404 for experts and other enterprises, and for a number that is none.
    """
    demand = (await detail(session, actor, demand_id)).Demand
    if not is_inside(actor, demand):
        raise not_found("这项需求的提交记录")
    contents = await queries.contents(session, demand_id)
    if is_owner(actor, demand):
        hidden = {"confidential"}
        contents[None] = {k: v for k, v in demand.draft.items() if k not in hidden}
    return reviews.version_diff(DemandContent, contents, asked)


@use_case
async def read_confidential(
    session: AsyncSession, actor: Actor, demand_id: UUID
) -> ConfidentialRead:
    """The confidential part, for enterprise, reviewer and matched side; each reading is logged.

    Raises 403 before the match (annex 2, clause 4).
    """
    row = await detail(session, actor, demand_id)
    if not _may_read_confidential(actor, row):
        raise forbidden("保密内容只向企业、审核部门和已达成匹配的特派员（团）展示。")
    kept = row.DemandVersion.confidential if row.DemandVersion else None
    found = kept or row.Demand.draft.get("confidential") or {}
    shown = {name: str(found.get(name) or "") for name in ConfidentialRead.model_fields}
    await audit.record(session, row.Demand, "read_confidential", actor)
    return ConfidentialRead(**shown)
