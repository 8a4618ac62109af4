"""Everybody who asks: one principal for each row of the authorization matrix."""

from dataclasses import dataclass, field
from typing import Any

from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations.states import OrganisationType as Type
from backend.platform.database import Database
from tests.factories import enterprises, experts, people
from tests.factories.organisations import (
    JIUJIANG,
    NANCHANG,
    NANCHANG_COUNTY,
    NANCHANG_ZONE,
    XUNYANG,
    member_of,
    organisation,
)
from tests.factories.standins import quick_expert

UNIVERSITY_USCC, INSTITUTE_USCC, UNIT_EMPLOYER = (experts.credit_code(n) for n in (71, 72, 73))
NEW_AREA_ZONE, NEW_AREA_COUNTY = "JXZ-N08", "360482"
OTHER_ZONE, OTHER_COUNTY = "JXZ-N02", "360203"

# Every type of organisation twice: competent for something of the world, and for nothing of it.
OFFICES: dict[str, tuple[Type, dict[str, str]]] = {
    "city_here": (Type.CITY_BUREAU, {"city_code": NANCHANG}),
    "city_there": (Type.CITY_BUREAU, {"city_code": JIUJIANG}),
    "newarea_here": (Type.NEW_AREA_BUREAU, {}),
    "zone_here": (Type.DEVELOPMENT_ZONE, {"city_code": NANCHANG, "zone_code": NANCHANG_ZONE}),
    "zone_there": (Type.DEVELOPMENT_ZONE, {"city_code": "360200", "zone_code": OTHER_ZONE}),
    "county_here": (
        Type.COUNTY_DEPARTMENT,
        {"city_code": NANCHANG, "county_code": NANCHANG_COUNTY},
    ),
    "county_there": (Type.COUNTY_DEPARTMENT, {"city_code": JIUJIANG, "county_code": XUNYANG}),
    "unit_here": (Type.PROVINCIAL_UNIT, {"name": "演示省直甲厅"}),
    "unit_there": (Type.PROVINCIAL_UNIT, {"name": "演示省直乙厅"}),
    "university_here": (Type.UNIVERSITY, {"uscc": UNIVERSITY_USCC, "name": "演示甲大学"}),
    "university_there": (Type.UNIVERSITY, {"uscc": experts.credit_code(74), "name": "演示乙大学"}),
    "institute_here": (Type.RESEARCH_INSTITUTE, {"uscc": INSTITUTE_USCC, "name": "演示甲研究所"}),
    "institute_there": (
        Type.RESEARCH_INSTITUTE,
        {"uscc": experts.credit_code(75), "name": "演示乙研究所"},
    ),
}
# 赣江新区 has one bureau: out of its area it stands for its type.
LIAISONS = {
    "liaison_here": "county_here",
    "liaison_zone": "zone_here",
    "liaison_there": "county_there",
}
OFFICERS = {
    "department": Role.DEPARTMENT,
    "second_officer": Role.DEPARTMENT,
    "system_admin": Role.SYSTEM_ADMIN,
    "auditor": Role.AUDITOR,
}


@dataclass
class Cast:
    """The principals by name; `anonymous` has no actor."""

    actors: dict[str, Actor] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]

    def with_role(self, *roles: Role) -> frozenset[str]:
        """Names of everybody who wears one of these hats."""
        return frozenset(name for name, actor in self.actors.items() if actor.role in roles)

    def office_of(self, name: str) -> frozenset[str]:
        """A reviewer and the liaisons of the same organisation."""
        place = self.actors[name].organisation_id
        return frozenset(n for n, a in self.actors.items() if a.organisation_id == place)


async def _offices(db: Database, cast: Cast) -> None:
    for name, (type, place) in OFFICES.items():
        cast.actors[name] = await organisation(db, type, **place)
    for name, place in LIAISONS.items():
        home = cast[place].organisation_id
        assert home
        cast.actors[name] = await member_of(db, home, Role.LIAISON)
    for name, role in OFFICERS.items():
        cast.actors[name] = await people.officer(db, role, name=f"演示{name}")


async def _filed(db: Database, cast: Cast, who: str, office: str, **overrides: Any) -> None:
    """A registration filled in, approved by its own office; filed together later."""
    actor, detail = await experts.draft_expert(db, **overrides)
    await experts.submit(db, actor, detail)
    made = experts.MadeExpert(detail.id, actor, cast[office], overrides.get("name", ""), "")
    await experts.approve(db, made, note="材料齐全，同意推荐。")
    cast.actors[who] = actor


async def _library(db: Database, cast: Cast) -> None:
    """Three real registrations through one batch each, and quick ones for the rest of a team."""
    await _filed(db, cast, "expert", "city_here", name="演示名公开")
    unnamed = {"employer_uscc": UNIVERSITY_USCC, "is_designable": False, "max_enterprises": 2}
    await _filed(db, cast, "unnamed", "university_here", **UNNAMED_WORDS, **unnamed)
    for office in ("city_here", "university_here"):
        made = experts.MadeExpert(cast["expert"].expert_id, cast["expert"], cast[office], "", "")
        await experts.file_batch(db, await experts.batch_of(db, made))
    # quick_expert writes them as filed; their office is the other city's.
    office_id = cast["city_there"].organisation_id
    for number, name in enumerate(
        ("expert_other", "leader", "member", "member_two", "member_three")
    ):
        discipline = ("430", "460", "510", "530", "470")[number]
        more = {"main_discipline": discipline, "disciplines": [discipline]}
        cast.actors[name] = await quick_expert(db, organisation_id=office_id, **more)


UNNAMED_WORDS = {
    "name": "演示名独孤隐",
    "employer_name": "演示隐名大学",
    "phone": "13877770001",
    "email": "hidden-mail@demo.example",
    "experience": "隐历一九九八年起从事秘传冶炼",
    "service_content": "隐容只在夜间服务",
    "achievements": [{"kind": "patent", "title": "隐果一种隐秘成果", "year": 2021}],
}


async def _enterprises(db: Database, cast: Cast) -> None:
    here = await enterprises.approved_enterprise(db, cast["county_here"], name="演示企业甲有限公司")
    cast.actors["enterprise"] = here.actor
    place = {"city_code": JIUJIANG, "county_code": XUNYANG}
    other = await enterprises.approved_enterprise(
        db, cast["county_there"], name="演示企业乙有限公司", **place
    )
    cast.actors["enterprise_other"] = other.actor
    zone = {"county_code": "360111", "zone_code": NANCHANG_ZONE, "name": "演示企业园区有限公司"}
    in_zone = await enterprises.approved_enterprise(db, cast["zone_here"], **zone)
    cast.actors["enterprise_zone"] = in_zone.actor


async def gather(db: Database) -> Cast:
    """Everybody, with offices, library and approved enterprises behind them."""
    cast = Cast()
    await _offices(db, cast)
    cast.actors["person"] = await people.person(db, "演示路人")
    await _library(db, cast)
    await _enterprises(db, cast)
    return cast
