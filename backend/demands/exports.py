"""The lists of demands as spreadsheets."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import queries
from backend.demands.queries import finding
from backend.demands.schemas import DemandCard, DemandQuery, OwnDemandQuery
from backend.demands.service.list_demands import cards_of, expect_side
from backend.demands.states import DEMAND, PAY_NAMES
from backend.exports.service import Col, Filter, Listing
from backend.identity.actor import Actor
from backend.platform.rows import AnySelect


async def _own(_: AsyncSession, actor: Actor, asked: OwnDemandQuery) -> AnySelect:
    expect_side(actor)
    return queries.mine(actor, asked)


COLUMNS = (
    Col[DemandCard]("编号", lambda card: card.number, 18),
    Col[DemandCard]("需求名称", lambda card: card.title, 36),
    Col[DemandCard]("状态", lambda card: card.state_name, 12),
    Col[DemandCard]("企业", lambda card: card.enterprise.name, 28),
    Col[DemandCard]("设区市", lambda card: card.city and card.city.name, 10),
    Col[DemandCard]("类别", lambda card: card.kind and card.kind.name, 12),
    Col[DemandCard]("产业链", lambda card: card.chain and card.chain.name, 20),
    Col[DemandCard]("学科", lambda card: [one.name for one in card.disciplines], 24),
    Col[DemandCard]("现状与问题", lambda card: card.summary, 48),
    Col[DemandCard]("服务方式", lambda card: card.mode and card.mode.name, 12),
    Col[DemandCard]("拟投入资金（万元）", lambda card: card.budget_wan, 18),
    Col[DemandCard]("需要团队", lambda card: card.team_wanted, 10),
    Col[DemandCard]("发布时间", lambda card: card.published_at, 18),
    Col[DemandCard]("征集截止", lambda card: card.closes_on, 12),
)
STATE = Filter("状态", words=DEMAND.labels)

PUBLISHED = Listing(
    name="demands",
    title="科技服务需求清单",
    asked=DemandQuery,
    query=finding.published,
    show=cards_of,
    columns=COLUMNS,
    filters={
        "q": Filter("关键词"),
        "city_code": Filter("设区市", codes="divisions"),
        "county_code": Filter("县（市、区）", codes="divisions"),
        "zone_code": Filter("开发区", codes="zones"),
        "industry": Filter("行业", codes="industries"),
        "pay": Filter("报酬方式", words=PAY_NAMES),
        "months": Filter("完成时限（月）不超过"),
        "closing": Filter("征集截止（天）以内"),
        "chain": Filter("产业链", codes="chains"),
        "discipline": Filter("学科", codes="disciplines"),
        "kind": Filter("类别", codes="demand_types"),
        "mode": Filter("服务方式", codes="service_types"),
        "team": Filter("需要团队"),
        "state": STATE,
        "sort": Filter(
            "排序",
            words={"newest": "最新发布在前", "closing": "临近截止在前", "relevance": "最相关在前"},
        ),
    },
)

OWN = Listing(
    name="own_demands",
    title="本单位科技服务需求清单",
    asked=OwnDemandQuery,
    rows=_own,
    show=cards_of,
    columns=COLUMNS,
    filters={"state": STATE},
)
