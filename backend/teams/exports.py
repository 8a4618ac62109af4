"""The list of teams as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.exports.schemas import ExportIn
from backend.exports.service import Col, Filter, Listing, SheetResponse
from backend.exports.service import export as take
from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.platform.rows import AnyRow, AnySelect
from backend.teams import queries
from backend.teams.schemas import TeamCard, TeamQuery
from backend.teams.service.read_team import card
from backend.teams.states import STANDING_NAMES, TEAM


async def _rows(_: AsyncSession, actor: Actor, asked: TeamQuery) -> AnySelect:
    return queries.mine(actor, asked)


async def _show(_: AsyncSession, __: Actor, rows: Sequence[AnyRow]) -> Sequence[TeamCard]:
    return [card(row) for row in rows]


TEAMS = Listing(
    name="teams",
    title="特派团清单",
    asked=TeamQuery,
    rows=_rows,
    show=_show,
    columns=(
        Col("特派团", lambda card: card.name, 24),
        Col("状态", lambda card: card.state_name, 14),
        Col("需求编号", lambda card: card.demand.number, 18),
        Col("需求名称", lambda card: card.demand.title, 36),
        Col("组长", lambda card: card.leader_name, 12),
        Col("已同意人数", lambda card: card.accepted, 12),
        Col("待答复人数", lambda card: card.pending, 12),
        Col("我的答复", lambda card: STANDING_NAMES.get(card.my_standing), 12),
    ),
    filters={"demand_id": Filter("需求"), "state": Filter("状态", words=TEAM.labels)},
)


async def listing(db: Database, actor: Actor, asked: TeamQuery, body: ExportIn) -> SheetResponse:
    """The teams the actor may see."""
    return await take(db, actor, TEAMS, asked, body)
