"""Finding published demands: words, filters, order; and the searches people keep."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, cast, exists, false, func, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists.models import CodeEntry
from backend.demands import queries
from backend.demands.models import Demand, DemandVersion, DemandView
from backend.demands.queries import rows_of, with_version
from backend.demands.schemas import DemandFilter, DemandQuery
from backend.demands.states import VISIBLE_TO_EXPERTS, DemandState
from backend.identity.actor import Actor
from backend.identity.models import Account
from backend.identity.states import AccountState
from backend.platform import clock, search
from backend.platform.rows import AnySelect


def _said(field: str) -> Any:
    return DemandVersion.content[field]


def _of_industry(code: str) -> ColumnElement[bool]:
    """A section of the classification stands for all its divisions."""
    division = exists().where(
        CodeEntry.list == "industries",
        CodeEntry.code == Demand.industry_code,
        CodeEntry.parent_code == code,
    )
    return or_(Demand.industry_code == code, division)


FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "city_code": lambda code: Demand.city_code == code,
    "county_code": lambda code: Demand.county_code == code,
    "zone_code": lambda code: Demand.zone_code == code,
    "chain": lambda code: Demand.chain_code == code,
    "industry": _of_industry,
    "discipline": lambda code: Demand.disciplines.contains([code[:3]]),
    "kind": lambda code: Demand.kind == code,
    "mode": lambda code: _said("mode").astext == code,
    "pay": lambda code: _said("pay_code").astext == code,
    "months": lambda most: _said("deadline_months").as_integer() <= most,
    "closing": lambda days: Demand.closes_on <= clock.today() + timedelta(days=days),
    "team": lambda wanted: _said("team_wanted").as_boolean() == wanted,
}


def _filters(asked: DemandFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.q.strip():
        wanted = search.all_of(asked.q)
        matches_text = Demand.search.bool_op("@@")(cast(wanted, TSQUERY)) if wanted else false()
        found.append(or_(matches_text, Demand.number == asked.q.strip().upper()))
    chosen = {name: getattr(asked, name) for name in FILTERS}
    return found + [
        FILTERS[name](value) for name, value in chosen.items() if value is not None and value != ""
    ]


def _order(asked: DemandQuery) -> list[Any]:
    if asked.sort == "closing":
        return [Demand.closes_on, Demand.id]
    newest = [Demand.published_at.desc(), Demand.id.desc()]
    wanted = search.all_of(asked.q)
    if asked.sort == "relevance" and wanted:
        return [func.ts_rank(Demand.search, cast(wanted, TSQUERY)).desc(), *newest]
    return newest


def published(actor: Actor, asked: DemandQuery) -> AnySelect:
    """The demands open to candidates, or in another published state when asked for it."""
    wanted = asked.state if asked.state in VISIBLE_TO_EXPERTS else DemandState.PUBLISHED
    query = with_version(rows_of(), Demand.published_number).where(
        queries.visible_to(actor), Demand.state == wanted, *_filters(asked)
    )
    return query.order_by(*_order(asked))


def new_to(actor: Actor, asked: DemandFilter, since: datetime) -> AnySelect:
    """What this actor would find and was not published before, the newest first."""
    query = published(actor, DemandQuery(**asked.model_dump()))
    return query.where(Demand.published_at > since)


async def views_of(session: AsyncSession, actor: Actor) -> list[DemandView]:
    """The searches kept under the actor's hat, by name."""
    query = select(DemandView).filter_by(
        account_id=actor.account_id, membership_id=actor.membership_id
    )
    return list((await session.execute(query.order_by(DemandView.name, DemandView.id))).scalars())


async def view(session: AsyncSession, actor: Actor, view_id: UUID) -> DemandView | None:
    """A search the actor kept, or one that somebody shared."""
    own = DemandView.membership_id == actor.membership_id
    query = select(DemandView).where(DemandView.id == view_id, or_(own, DemandView.is_shared))
    return (await session.execute(query)).scalar_one_or_none()


async def accounts_to_alert(session: AsyncSession) -> list[UUID]:
    """Who asked to be told of new demands."""
    query = select(DemandView.account_id).join(Account, Account.id == DemandView.account_id)
    query = query.where(DemandView.alerts, Account.state == AccountState.ACTIVE).distinct()
    return list((await session.execute(query.order_by(DemandView.account_id))).scalars())


async def views_to_alert(session: AsyncSession, account_id: UUID) -> list[DemandView]:
    """The searches an account wants to be told about, locked."""
    query = select(DemandView).where(DemandView.account_id == account_id, DemandView.alerts)
    query = query.order_by(DemandView.id).with_for_update(skip_locked=True)
    return list((await session.execute(query)).scalars())
