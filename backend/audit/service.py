"""The trail in words."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import pairwise
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import queries
from backend.audit.schemas import (
    AuditEventRead,
    AuditQuery,
    Contact,
    StandingRead,
    TimelineEntry,
    TimelineQuery,
)
from backend.audit.words import action_text, subject_name
from backend.identity.actor import Actor
from backend.identity.permissions import ROLE_NAMES, Role
from backend.platform import clock
from backend.platform.audit import AuditEvent
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.rows import AnyRow
from backend.platform.standing import Turn
from backend.platform.states import TABLES

SYSTEM_NAME = "系统"
OFFICE = "审核单位"
NOTES = ("reason", "note")
"""What an event may say in words to everybody who sees its subject."""
EDIT = "edit"
Subject = tuple[str, UUID]
"""A table's name and an id in it."""


def _role_name(event: AuditEvent) -> str:
    if event.account_id is None:
        return SYSTEM_NAME
    return ROLE_NAMES[Role(event.actor_role)]


def _entry(event: AuditEvent) -> TimelineEntry:
    table = TABLES.get(event.subject_type)
    notes = (event.detail.get(name) for name in NOTES)
    return TimelineEntry(
        at=event.occurred_at,
        who=event.actor_name,
        role=event.actor_role,
        role_name=_role_name(event),
        subject_type=event.subject_type,
        subject_name=subject_name(event.subject_type),
        action=event.action,
        text=action_text(event.subject_type, event.action),
        state_name=table.label(event.to_state) if table and event.to_state else None,
        note=next((note for note in notes if isinstance(note, str) and note), None),
    )


async def timeline(
    session: AsyncSession, subjects: Collection[tuple[str, UUID]]
) -> list[TimelineEntry]:
    """Step: what happened to (table name, id) records the caller may see, oldest first.

    Drafts save themselves at every pause: edits of one person in a row are told as the last one.
    """
    events = await queries.story(session, subjects)
    told = [one for one, after in pairwise([*events, None]) if one and not _goes_on(one, after)]
    return [_entry(event) for event in told]


def _goes_on(event: AuditEvent, after: AuditEvent | None) -> bool:
    """Whether the next event is the same person editing the same record further."""
    if after is None or event.action != EDIT or after.action != EDIT:
        return False
    return (event.account_id, event.subject_id) == (after.account_id, after.subject_id)


@read_case
async def read_timeline(session: AsyncSession, asked: TimelineQuery) -> list[TimelineEntry]:
    """One record's story, for the auditor."""
    events = await queries.story(session, [(asked.subject_type, asked.subject_id)])
    return [_entry(event) for event in events]


def event_read(event: AuditEvent) -> AuditEventRead:
    """An entry of the trail in words."""
    derived = {"actor_role_name", "subject_name", "text"}
    shown = {name: getattr(event, name) for name in AuditEventRead.model_fields.keys() - derived}
    return AuditEventRead(
        **shown,
        actor_role_name=_role_name(event),
        subject_name=subject_name(event.subject_type),
        text=action_text(event.subject_type, event.action),
    )


@read_case
async def listing(session: AsyncSession, asked: AuditQuery) -> Page[AuditEventRead]:
    """A page of the trail, newest first."""
    rows, frame = await page_rows(session, queries.listing(asked), asked)
    return Page(items=[event_read(row[0]) for row in rows], **frame)


def _stands(actor: Actor, turn: Turn, facts: AnyRow) -> StandingRead:
    works_there = actor.role is Role.REVIEWER and actor.organisation_id == turn.office
    due = None if turn.is_over else facts.desk_due or turn.due
    contact = None
    if facts.name is not None:
        contact = Contact(
            organisation=facts.name, name=facts.contact_name, phone=facts.contact_phone
        )
    return StandingRead(
        holder=(facts.name or OFFICE) if turn.on_desk else turn.holder,
        is_mine=turn.is_mine or (turn.on_desk and works_there),
        since=facts.since,
        next=turn.next,
        due=due,
        is_overdue=due is not None and due < clock.today(),
        is_over=turn.is_over,
        contact=contact,
    )


async def standings(
    session: AsyncSession, actor: Actor, turns: Mapping[Subject, Turn]
) -> dict[Subject, StandingRead]:
    """Step: where things stand that their reader may see, in one query for all of them.

    Each workflow says whose turn it is (its slice's `standing.py`); since when, a desk's due day
    and whom to call are read here.
    """
    if not turns:
        return {}
    asked = [(*subject, turn.office) for subject, turn in turns.items()]
    facts = await queries.standing_facts(session, asked)
    return {subject: _stands(actor, turn, facts[subject]) for subject, turn in turns.items()}


async def standing(
    session: AsyncSession, actor: Actor, subject: Subject, turn: Turn
) -> StandingRead:
    """Step: the same of one."""
    return (await standings(session, actor, {subject: turn}))[subject]


async def ratings_until(
    session: AsyncSession, engagement_ids: Collection[UUID]
) -> dict[UUID, date]:
    """Step: the last day of the mutual rating of each of these services that has it open."""
    return await queries.ratings_until(session, engagement_ids)
