"""The hundred and fifty enterprises of the demo province."""

from datetime import date
from functools import cache
from random import Random

from backend.demo import content
from backend.demo.cases import LEADS
from backend.demo.identifiers import rng, uscc
from backend.demo.names import person
from backend.demo.organisations import organisation, organisation_index
from backend.demo.records import Enterprise, Organisation, Person

ENTERPRISES = 150
LEGAL_OFFSET = 400
CONTACT_OFFSET = 550

# The one zone that lies inside 赣江新区, whose bureau goes before the zone's committee.
_NEW_AREA_ZONE = "JXZ-N08"
# A zone's firms are registered in the county the zone mainly lies in.
_ZONE_COUNTY = {
    "JXZ-N01": "360111",
    "JXZ-N02": "360203",
    "JXZ-N03": "360502",
    "JXZ-N04": "360602",
    "JXZ-N05": "361002",
    "JXZ-N06": "360821",
    "JXZ-N08": "360482",
    "JXZ-N11": "360402",
    "JXZ-N12": "360702",
    "JXZ-N14": "361104",
    "JXZ-N15": "360302",
    "JXZ-N16": "360121",
    "JXZ-N17": "360902",
}
_BRAND_TEXT = (
    "赣虚 拟山 示江 虚谷 演川 拟舟 虚岭 示湖 演岚 拟禾 虚舟 示峰 演庐 拟泉 虚云 示桥 演澄 拟岳 "
    "虚泽 示川 演谷 拟湖 虚江 示岭 演禾 拟云 虚泉 示舟 演峰 拟桥"
)
_BRANDS = tuple(_BRAND_TEXT.split())
_CONDITIONS = (
    "提供独立办公位、人才公寓一间和现场联络员一名",
    "可使用厂内化验室和中试场地，食堂就餐，往返车辆接送",
    "安排工艺员全程配合，提供住宿，试验物料由厂方备齐",
    "开放生产数据只读账号，配会议室和远程视频终端",
)
_QUALIFICATIONS = ("HNTE", "TECH_SME", "SRDI", "INNOV_SME", "ABOVE_SCALE")


@cache
def enterprise(index: int) -> Enterprise:
    """Enterprise number `index`, 0 to 149, grouped by chain in the order of the chain list."""
    row = content.firm_rows()[index]
    random = rng("enterprise", index)
    reviewer = _reviewer(row["place"])
    county = _ZONE_COUNTY.get(row["place"], row["place"])
    revenue = random.randrange(1800, 68000, 100)
    staff = max(24, revenue // 95 + random.randrange(-12, 40))
    return Enterprise(
        index=index,
        name=f"演示·{_BRANDS[(index * 7 + index // 30) % len(_BRANDS)]}{row['word']}有限公司",
        uscc=uscc("91", county, 3000 + index),
        unit_type="企业",
        chain=row["chain"],
        industry=row["industry"][:2],
        industry_class=row["industry"],
        business=row["business"],
        city_code=county[:4] + "00",
        county_code=county,
        zone_id=row["place"] if row["place"].startswith("JXZ") else None,
        in_new_area=row["place"] == _NEW_AREA_ZONE,
        reviewer=reviewer.index,
        address=_address(reviewer, index),
        legal_representative=_legal_representative(index),
        contact=person("firm", index, CONTACT_OFFSET),
        founded=date(random.randrange(1998, 2020), random.randrange(1, 13), 15),
        registered_capital_wan=random.choice((500, 800, 1000, 2000, 3000, 5000, 10000)),
        revenue_wan=revenue,
        rd_spend_wan=int(revenue * random.uniform(0.025, 0.055)),
        staff=staff,
        rd_staff=max(4, staff // random.randrange(8, 14)),
        classes=_classes(random, revenue),
        patents=random.randrange(2, 46),
        working_conditions=random.choice(_CONDITIONS),
    )


def _reviewer(place: str) -> Organisation:
    if place == _NEW_AREA_ZONE:
        return organisation(organisation_index("new-area"))
    prefix = "zone" if place.startswith("JXZ") else "county"
    return organisation(organisation_index(f"{prefix}-{place}"))


def _address(reviewer: Organisation, index: int) -> str:
    area = reviewer.address.split("演示")[0]
    return f"{area}虚拟工业路{index + 1}号"


def _legal_representative(index: int) -> Person:
    for leader, firm in LEADS.items():
        if content.firm_index(firm) == index:
            return person("expert", leader, 0)
    return person("legal", index, LEGAL_OFFSET)


def _classes(random: Random, revenue: int) -> tuple[str, ...]:
    chosen = [code for code in _QUALIFICATIONS[:-1] if random.random() < 0.45]
    if revenue >= 2000:
        chosen.append("ABOVE_SCALE")
    return tuple(chosen) or ("NONE",)
