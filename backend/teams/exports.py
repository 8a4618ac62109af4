"""The list of teams as a spreadsheet."""

from backend.exports.service import Col, Filter, Listing
from backend.teams import queries
from backend.teams.schemas import TeamQuery
from backend.teams.service.read_team import card
from backend.teams.states import STANDING_NAMES, TEAM

TEAMS = Listing(
    name="teams",
    title="特派团清单",
    asked=TeamQuery,
    query=queries.mine,
    read=card,
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
