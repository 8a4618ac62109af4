"""The list of matches as a spreadsheet."""

from backend.exports.service import Col, Filter, Listing
from backend.matches import queries
from backend.matches.schemas import MatchQuery
from backend.matches.service.read_match import cards
from backend.matches.states import MATCH, PARTY_NAMES

MATCHES = Listing(
    name="matches",
    title="匹配清单",
    asked=MatchQuery,
    query=queries.listing,
    show=cards,
    columns=(
        Col("需求编号", lambda card: card.demand.number, 18),
        Col("需求名称", lambda card: card.demand.title, 36),
        Col("企业", lambda card: card.enterprise_name, 28),
        Col("特派员（团）", lambda card: card.other_name, 18),
        Col("方式", lambda card: card.way_name, 12),
        Col("状态", lambda card: card.state_name, 16),
        Col("等待谁答复", lambda card: PARTY_NAMES.get(card.waits_for), 14),
        Col("答复期限", lambda card: card.answer_due, 12),
        Col(
            "经豁免", lambda card: "、".join(f"经豁免：{one.rule_name}" for one in card.waived), 24
        ),
        Col("发起时间", lambda card: card.created_at, 18),
        Col("双方同意时间", lambda card: card.agreed_at, 18),
    ),
    filters={
        "demand_id": Filter("需求"),
        "state": Filter("状态", words=MATCH.labels),
        "waiting": Filter("等待我方答复"),
    },
)
