"""The list of services as a spreadsheet."""

from backend.engagements import queries
from backend.engagements.schemas import EngagementCard, EngagementQuery
from backend.engagements.service.read_engagement import card_fields
from backend.engagements.states import ENGAGEMENT
from backend.exports.service import Col, Filter, Listing

ENGAGEMENTS = Listing(
    name="engagements",
    title="入企服务清单",
    asked=EngagementQuery,
    query=queries.listing,
    read=lambda row: EngagementCard(**card_fields(row)),
    columns=(
        Col("备案号", lambda card: card.filing_number, 18),
        Col("状态", lambda card: card.state_name, 16),
        Col("企业", lambda card: card.enterprise.name, 28),
        Col("特派员（团长）", lambda card: card.expert.name, 14),
        Col("特派团", lambda card: card.team and card.team.name, 18),
        Col("需求编号", lambda card: card.demand.number, 18),
        Col("需求名称", lambda card: card.demand.title, 36),
        Col("备案单位", lambda card: card.organisation.name, 28),
        Col(
            "联络单位",
            lambda card: card.liaison_organisation and card.liaison_organisation.name,
            28,
        ),
        Col("开始日期", lambda card: card.started_on, 12),
        Col("计划结束日期", lambda card: card.planned_end_on, 14),
        Col("结束答复期限", lambda card: card.end_due, 14),
    ),
    filters={
        "state": Filter("状态", words=ENGAGEMENT.labels),
        "demand_id": Filter("需求"),
        "agreement_id": Filter("协议"),
    },
)
