"""The list of agreements as a spreadsheet."""

from backend.agreements import queries
from backend.agreements.schemas import AgreementCard, AgreementQuery
from backend.agreements.service.read_agreement import card_fields
from backend.agreements.states import AGREEMENT
from backend.exports.service import Col, Filter, Listing

AGREEMENTS = Listing(
    name="agreements",
    title="派驻服务协议清单",
    asked=AgreementQuery,
    query=queries.listing,
    read=lambda row: AgreementCard(**card_fields(row)),
    columns=(
        Col("协议编号", lambda card: card.number, 18),
        Col("状态", lambda card: card.state_name, 14),
        Col("企业", lambda card: card.enterprise.name, 28),
        Col("特派员（团长）", lambda card: card.expert.name, 14),
        Col("特派团", lambda card: card.team and card.team.name, 18),
        Col("需求编号", lambda card: card.demand.number, 18),
        Col("需求名称", lambda card: card.demand.title, 36),
        Col("备案单位", lambda card: card.organisation.name, 28),
        Col("签署期限", lambda card: card.sign_due, 12),
        Col("备案号", lambda card: card.filing_number, 18),
        Col("起草时间", lambda card: card.created_at, 18),
    ),
    filters={
        "state": Filter("状态", words=AGREEMENT.labels),
        "match_id": Filter("匹配"),
        "waiting_for_me": Filter("等待我方办理"),
    },
)
