"""Searches people keep, share and are told about; always run with the rights of who reads."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands.models import DemandView
from backend.demands.queries import finding
from backend.demands.schemas import DemandFilter, DemandQuery, ViewEdit, ViewIn, ViewRead
from backend.identity import hats
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import expect_version, lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.pagination import count_capped
from backend.platform.problems import conflict, not_found

WHAT = "这组条件"
MOST = 20
"""So many searches a hat keeps."""
on_violation("uq_demand_views_membership_id_name", "已有同名的条件，请换一个名称。")


async def _read(session: AsyncSession, actor: Actor, view: DemandView) -> ViewRead:
    asked = DemandFilter.model_validate(view.filter)
    query = finding.published(actor, DemandQuery(**asked.model_dump()))
    found, _ = await count_capped(session, query)
    return ViewRead(
        id=view.id,
        version=view.version,
        name=view.name,
        filter=asked,
        is_mine=view.membership_id == actor.membership_id,
        is_shared=view.is_shared,
        alerts=view.alerts and view.membership_id == actor.membership_id,
        found=found,
    )


async def _mine(session: AsyncSession, actor: Actor, view_id: UUID) -> DemandView:
    found = await finding.view(session, actor, view_id)
    if found is None or found.membership_id != actor.membership_id:
        raise not_found(WHAT)
    return await lock(session, DemandView, view_id, WHAT)


@read_case
async def views(session: AsyncSession, actor: Actor) -> list[ViewRead]:
    """My searches, each with how many demands it finds now."""
    return [await _read(session, actor, one) for one in await finding.views_of(session, actor)]


@read_case
async def view(session: AsyncSession, actor: Actor, view_id: UUID) -> ViewRead:
    """A search of mine, or a shared one as it is for me. Raises 404 for any other."""
    found = await finding.view(session, actor, view_id)
    if found is None:
        raise not_found(WHAT)
    return await _read(session, actor, found)


@use_case
async def keep_view(session: AsyncSession, actor: Actor, body: ViewIn) -> ViewRead:
    """Keep a search under a name. Raises 409 for a name taken, or too many."""
    if len(await finding.views_of(session, actor)) >= MOST:
        raise conflict(f"最多保存 {MOST} 组条件，请先删除不用的。", kind="limit")
    assert actor.account_id
    assert actor.membership_id
    kept = DemandView(
        id=new_id(),
        account_id=actor.account_id,
        membership_id=actor.membership_id,
        name=body.name,
        filter=body.filter.model_dump(mode="json", exclude_none=True),
        is_shared=body.is_shared,
        alerts=body.alerts,
        alerted_at=clock.now(),
    )
    session.add(kept)
    await session.flush()
    return await _read(session, actor, kept)


@use_case
async def change_view(
    session: AsyncSession, actor: Actor, view_id: UUID, body: ViewEdit, expected: int | None
) -> ViewRead:
    """Rename a search, change what it asks, share it, or be told about it from now on."""
    kept = await _mine(session, actor, view_id)
    expect_version(kept, expected)
    sent = body.model_dump(mode="json", exclude_none=True)
    if sent.get("alerts") and not kept.alerts:
        kept.alerted_at = clock.now()
    for name, value in sent.items():
        setattr(kept, name, value)
    await session.flush()
    return await _read(session, actor, kept)


@use_case
async def drop_view(
    session: AsyncSession, actor: Actor, view_id: UUID, expected: int | None
) -> None:
    """Forget a search. Raises 404 for another's, 412 when it changed meanwhile."""
    kept = await _mine(session, actor, view_id)
    expect_version(kept, expected)
    await audit.record(session, kept, "delete", actor)
    await session.delete(kept)


@read_case
async def _accounts(session: AsyncSession) -> list[UUID]:
    return await finding.accounts_to_alert(session)


@use_case
async def _alert(session: AsyncSession, account_id: UUID) -> bool:
    """One message about everything new to an account's searches; whether there was any."""
    told: list[tuple[DemandView, int]] = []
    for kept in await finding.views_to_alert(session, account_id):
        actor = await hats.hat_of(session, account_id, kept.membership_id)
        if actor is None:
            continue  # the hat was put down: its rights are gone
        asked = DemandFilter.model_validate(kept.filter)
        fresh, _ = await count_capped(session, finding.new_to(actor, asked, kept.alerted_at))
        kept.alerted_at = clock.now()
        if fresh:
            told.append((kept, fresh))
    if not told:
        return False
    lines = "；".join(f"“{kept.name}”有 {fresh} 项新需求" for kept, fresh in told)
    link = f"/demands?view={told[0][0].id}" if len(told) == 1 else "/demands/views"
    event = f"demand-digest:{clock.today()}"
    await send_message(session, event, account_id, "有符合您条件的新需求", f"{lines}。", link)
    return True


async def alert_views(db: Database) -> int:
    """Each morning: tell whoever asked of new demands, one message each; how many were told."""
    told = [await _alert(db, account_id) for account_id in await _accounts(db)]
    return sum(told)
