"""The list of enterprises as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.enterprises import queries
from backend.enterprises.schemas import EnterpriseCard, EnterpriseQuery
from backend.enterprises.service.reading import cards_of
from backend.enterprises.states import ENTERPRISE
from backend.exports.service import Col, Filter, Listing
from backend.identity.actor import Actor
from backend.platform.rows import AnyRow


async def _show(
    session: AsyncSession, _: Actor, rows: Sequence[AnyRow]
) -> Sequence[EnterpriseCard]:
    return await cards_of(session, [row[0] for row in rows])


ENTERPRISES = Listing(
    name="enterprises",
    title="企业名单",
    asked=EnterpriseQuery,
    query=queries.listing,
    show=_show,
    columns=(
        Col("企业名称", lambda card: card.name, 30),
        Col("统一社会信用代码", lambda card: card.uscc, 22),
        Col("状态", lambda card: card.state_name, 14),
        Col("设区市", lambda card: card.city and card.city.name, 10),
        Col("县（市、区）", lambda card: card.county and card.county.name, 14),
        Col("开发区", lambda card: card.zone and card.zone.name, 24),
        Col("行业", lambda card: card.industry and card.industry.name, 24),
        Col("产业链", lambda card: card.chain and card.chain.name, 20),
        Col("资质", lambda card: [one.name for one in card.qualifications], 24),
        Col("主营业务", lambda card: card.business, 40),
    ),
    filters={
        "q": Filter("名称或信用代码"),
        "city_code": Filter("设区市", codes="divisions"),
        "county_code": Filter("县（市、区）", codes="divisions"),
        "zone_code": Filter("开发区", codes="zones"),
        "chain": Filter("产业链", codes="chains"),
        "state": Filter("状态", words=ENTERPRISE.labels),
    },
)
