"""Showing demands: to each viewer the version, the names and the buttons that are his."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import AttachmentRead, Parent
from backend.attachments.service import attachments_of, register_reader
from backend.audit.service import standing, timeline
from backend.demands import queries, rules
from backend.demands.models import Demand
from backend.demands.schemas import (
    DemandContent,
    DemandDraft,
    DemandRead,
)
from backend.demands.service import advising
from backend.demands.service.list_demands import card, names_for, text_shown
from backend.demands.service.offering import actions_for
from backend.demands.service.sides import drafts_for_it, is_competent, is_inside, is_owner
from backend.demands.standing import Facts, turn_of
from backend.demands.states import (
    DEMAND,
    DISCLOSURE_NAMES,
    OUTCOME_NAMES,
    OWNERSHIP_NAMES,
    PAY_NAMES,
    DemandState,
    Outcome,
)
from backend.identity.actor import Actor
from backend.platform.database import read_case
from backend.platform.problems import FieldError, not_found
from backend.platform.rows import AnyRow
from backend.platform.standing import Turn
from backend.platform.versions import VersionDiff
from backend.reviews import service as reviews
from backend.reviews.schemas import VersionPair


def _for_editors(actor: Actor, demand: Demand, files: Sequence[AttachmentRead]) -> dict[str, Any]:
    if not (is_owner(actor, demand) or drafts_for_it(actor, demand)):
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


def may_read_confidential(actor: Actor, row: AnyRow) -> bool:
    """Step: whether this reader is its enterprise, reviews it, or is the matched side (A2.4)."""
    if is_owner(actor, row.Demand) or row.is_matched_side:
        return True
    # Before its first submission a draft is nobody's business but of who writes it.
    on_desk = row.DemandVersion is not None or drafts_for_it(actor, row.Demand)
    return is_competent(actor, row.Demand) and on_desk


def _has_confidential(row: AnyRow) -> bool:
    return any(confidential_of(row).values())


def confidential_of(row: AnyRow) -> dict[str, Any]:
    """Step: the confidential part of the version that is read; of the draft while there is none."""
    version = row.DemandVersion
    kept = version.confidential if version is not None else row.Demand.draft.get("confidential")
    return kept or {}


async def detail(session: AsyncSession, actor: Actor, demand_id: UUID) -> AnyRow:
    """Step: a demand with its names and the version this actor reads. Raises 404 otherwise."""
    row = await queries.detail(session, actor, demand_id)
    if row is None:
        raise not_found("这项需求")
    return row


async def _story(session: AsyncSession, actor: Actor, demand: Demand) -> dict[str, Any]:
    """Decisions and timeline, for the enterprise, its organisation and the department."""
    if not is_inside(actor, demand):
        return {}
    return {
        "reviews": await reviews.history(session, demand.id),
        "timeline": await timeline(session, [(DEMAND.subject, demand.id)]),
        "candidates": len(await queries.candidate_accounts(session, demand.id)),
    }


def _turn(actor: Actor, demand: Demand) -> Turn:
    facts = Facts(
        state=demand.state,
        office=demand.organisation_id,
        is_owner=is_owner(actor, demand),
        is_written_for_it=not demand.confirmed_by_enterprise,
        is_offered=not demand.confirmed_by_enterprise and demand.offered_at is not None,
        closes_on=demand.closes_on,
    )
    return turn_of(facts)


async def turns(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Turn]:
    """Step: whose turn it is with each of these demands that the actor may see."""
    return {one.id: _turn(actor, one) for one in await queries.some(session, actor, ids)}


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
    turn = _turn(actor, demand)
    return DemandRead(
        **card(actor, row, content, names).model_dump(),
        **_words(content, demand),
        **{**_for_editors(actor, demand, files), **_for_reviewers(actor, demand, content)},
        **await _story(session, actor, demand),
        attachments=[file for file in files if file.id in content.attachments],
        version=demand.version,
        organisation_name=row.organisation_name,
        standing=await standing(session, actor, (DEMAND.subject, demand.id), turn),
        content=content,
        number_shown=version.number if version else 0,
        industry=names.one("industries", content.industry_code),
        county=names.one("divisions", demand.county_code),
        zone=names.one("zones", demand.zone_code),
        current_number=demand.current_number,
        published_number=demand.published_number,
        text_hash=version.content_hash if version else None,
        has_confidential=_has_confidential(row),
        may_read_confidential=may_read_confidential(actor, row),
        must_say_purpose=not (is_owner(actor, demand) or row.is_matched_side),
        allowed_actions=await actions_for(session, actor, demand),
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
