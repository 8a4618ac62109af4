"""The list of bad grades to follow up as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.evaluations import queries
from backend.evaluations.schemas import FollowUpCard, FollowUpQuery
from backend.evaluations.service import follow_up_card
from backend.evaluations.states import FOLLOW_UP
from backend.exports.service import Col, Filter, Listing
from backend.identity.actor import Actor
from backend.platform.rows import AnyRow


async def _show(_: AsyncSession, actor: Actor, rows: Sequence[AnyRow]) -> list[FollowUpCard]:
    return [follow_up_card(actor, row) for row in rows]


FOLLOW_UPS = Listing(
    name="rating_follow_ups",
    title="差评跟进清单",
    asked=FollowUpQuery,
    query=queries.follow_ups,
    show=_show,
    columns=(
        Col("需求编号", lambda card: card.demand_number, 18),
        Col("需求名称", lambda card: card.demand_title, 36),
        Col("企业", lambda card: card.enterprise_name, 24),
        Col("科技特派员", lambda card: card.expert_name, 12),
        Col("评价方", lambda card: card.from_name, 18),
        Col("被评价方", lambda card: card.to_name, 18),
        Col("评价", lambda card: card.grade_name, 12),
        Col("理由", lambda card: card.comment, 40),
        Col("跟进单位", lambda card: card.organisation_name, 24),
        Col("截止日", lambda card: card.due_on, 12),
        Col("状态", lambda card: card.state_name, 10),
        Col("是否逾期", lambda card: "是" if card.is_overdue else "否", 10),
        Col("处理结果", lambda card: card.done, 40),
    ),
    filters={
        "state": Filter("状态", words=FOLLOW_UP.labels),
        "overdue": Filter("是否逾期"),
        "organisation_id": Filter("跟进单位"),
    },
)
