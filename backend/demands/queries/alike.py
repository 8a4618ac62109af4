"""Which demands may read like another one: few enough to be compared text by text."""

from sqlalchemy import ColumnElement, and_, case, cast, func, or_, true
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands.models import Demand
from backend.demands.queries import rows_of, visible_to, with_version
from backend.demands.states import VISIBLE_TO_EXPERTS, DemandState
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.rows import AnyRow, AnySelect

MOST_OWN, MOST_OTHERS = 200, 60
OVER = (DemandState.WITHDRAWN, DemandState.REJECTED)


def _inside(actor: Actor) -> ColumnElement[bool]:
    """Whose desk or own demand it is: such readers compare what was submitted last."""
    if actor.role is Role.DEPARTMENT:
        return true()
    if actor.enterprise_id is not None:
        return Demand.enterprise_id == actor.enterprise_id
    return func.coalesce(Demand.organisation_id == actor.organisation_id, False)


def _others(demand: Demand) -> AnySelect:
    return rows_of().where(Demand.id != demand.id, Demand.state.not_in(OVER))


async def _of_enterprise(
    session: AsyncSession, demand: Demand, *seen: ColumnElement[bool]
) -> list[AnyRow]:
    query = with_version(_others(demand), Demand.current_number)
    query = query.where(Demand.enterprise_id == demand.enterprise_id, *seen)
    query = query.order_by(Demand.id.desc()).limit(MOST_OWN)
    return list((await session.execute(query)).all())


async def others_of_enterprise(session: AsyncSession, demand: Demand) -> list[AnyRow]:
    """The enterprise's other live demands that were submitted, whoever may see them."""
    return await _of_enterprise(session, demand, Demand.current_number > 0)


async def alike(session: AsyncSession, actor: Actor, demand: Demand, wanted: str) -> list[AnyRow]:
    """Other demands the actor may see: its enterprise's, and those of its chain about the same."""
    inside = _inside(actor)
    own = await _of_enterprise(session, demand, visible_to(actor), inside)
    if not wanted:
        return own
    number = case((inside, Demand.current_number), else_=Demand.published_number)
    asked = cast(wanted, TSQUERY)
    known = or_(inside, Demand.state.in_(VISIBLE_TO_EXPERTS))
    query = with_version(_others(demand), number).where(
        visible_to(actor),
        known,
        Demand.chain_code == demand.chain_code,
        Demand.search.bool_op("@@")(asked),
        # Those of its enterprise are there already, unless they are read as published only.
        ~and_(inside, Demand.enterprise_id == demand.enterprise_id),
    )
    query = query.order_by(func.ts_rank(Demand.search, asked).desc(), Demand.id).limit(MOST_OTHERS)
    return own + list((await session.execute(query)).all())
