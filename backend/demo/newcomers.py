"""Those who have only just come: firms and organisations whose registration is still on its way."""

from dataclasses import replace
from functools import cache

from backend.demo.enterprises import ENTERPRISES, enterprise
from backend.demo.identifiers import uscc
from backend.demo.names import person
from backend.demo.organisations import ORGANISATIONS, organisation
from backend.demo.records import Enterprise, Organisation, Person

NEW_ENTERPRISES = 16
NEW_ORGANISATIONS = 5
_OFFICER_OFFSET = 880
_LEGAL_OFFSET = 900
_CONTACT_OFFSET = 930
_STAFF_OFFSET = 960
_INVITED_OFFSET = 990
_BRAND_TEXT = "拟澜 虚桐 示棠 演溪 拟樟 虚澜 示樟 演桐 拟棠 虚溪 示澜 演樟 拟溪 虚棠 示桐 演澜"
_BRANDS = tuple(_BRAND_TEXT.split())
# Every so many firms of the province have such a newcomer in their trade and place.
_STEP = ENTERPRISES // NEW_ENTERPRISES
# County departments that have sent their form; the last one asked for what another body has.
_COUNTIES = (
    ("360481", "瑞昌市科技局"),
    ("360781", "瑞金市科技局"),
    ("360881", "井冈山市科技局"),
    ("361181", "德兴市科技局"),
    ("360281", "乐平市工业园企业服务中心"),
)


@cache
def officer(number: int) -> Person:
    """An officer of the department: 0, 1 and 4 do its business, 2 the system, 3 the audit."""
    return person("officer", number, _OFFICER_OFFSET)


@cache
def invited(number: int) -> Person:
    """One of those a university invites to register."""
    return person("invited", number, _INVITED_OFFSET)


@cache
def new_enterprise(number: int) -> Enterprise:
    """Newcomer `number` among the enterprises, in the trade and place of one of the 150."""
    like = enterprise(number * _STEP)
    trade = like.name.removeprefix("演示·").removesuffix("有限公司")[2:]
    index = ENTERPRISES + number
    county = like.county_code
    return replace(
        like,
        index=index,
        name=f"演示·{_BRANDS[number]}{trade}有限公司",
        uscc=uscc("91", county, 3000 + index),
        address=f"{like.address[: like.address.index('虚拟')]}虚拟工业路{index + 1}号",
        legal_representative=person("legal", number, _LEGAL_OFFSET),
        contact=person("newfirm", number, _CONTACT_OFFSET),
    )


@cache
def new_organisation(number: int) -> Organisation:
    """Newcomer `number` among the organisations, a county's department."""
    county, name = _COUNTIES[number]
    like = next(
        one for one in map(organisation, range(ORGANISATIONS)) if one.type == "county_department"
    )
    people = tuple(person("neworg", number * 4 + k, _STAFF_OFFSET) for k in range(4))
    return replace(
        like,
        index=ORGANISATIONS + number,
        key=f"county-{county}",
        name=f"{name}（演示账号）",
        division_code=county,
        uscc=uscc("11", county, 1000 + ORGANISATIONS + number),
        address=f"{name[:3]}演示大道1号",
        website=f"https://org{ORGANISATIONS + number:02d}.demo.example",
        introduction=f"演示数据：{name}负责本辖区企业和需求的审核推荐工作。",
        contact=people[0],
        staff=people[1:],
    )
