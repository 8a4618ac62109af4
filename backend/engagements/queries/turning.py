"""What whose turn it is rests on, of many services in one statement."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.engagements.models import ChangeRequest, Engagement, ServiceLog
from backend.engagements.queries import visible_to
from backend.engagements.states import ChangeState
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.platform.rows import AnyRow


def _lines(*where: ColumnElement[bool]) -> Any:
    query = select(func.count()).where(ServiceLog.engagement_id == Engagement.id, *where)
    return query.correlate(Engagement).scalar_subquery()


async def facts(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Those of these services the actor may see: an open change, lines to answer or correct."""
    open_change = exists().where(
        ChangeRequest.engagement_id == Engagement.id, ChangeRequest.state == ChangeState.REQUESTED
    )
    unanswered = (ServiceLog.confirmed_at.is_(None), ServiceLog.disputed_at.is_(None))
    query = (
        select(
            Engagement,
            open_change.label("change_is_open"),
            _lines(*unanswered).label("unconfirmed"),
            _lines(ServiceLog.disputed_at.is_not(None)).label("disputed"),
        )
        .join(Expert, Expert.id == Engagement.expert_id)
        .where(visible_to(actor), Engagement.id.in_(ids))
    )
    return (await session.execute(query)).all()
