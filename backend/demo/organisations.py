"""The forty recommending organisations and the institutions experts work for."""

from functools import cache

from backend.demo import content
from backend.demo.identifiers import uscc
from backend.demo.names import person
from backend.demo.records import Employer, Laboratory, Organisation, Strength

ORGANISATIONS = 40
_STAFF_OFFSET = 700
_STAFF_EACH = 4
_PUBLIC_BODY, _INSTITUTION = "11", "12"
_OWN_INSTITUTION = ("university", "research_institute")


@cache
def organisation(index: int) -> Organisation:
    """Recommending organisation number `index`, 0 to 39, with four members of staff."""
    row = content.organisation_rows()[index]
    region = row["division"] if row["division"].isdigit() else "360000"
    kind = _INSTITUTION if row["type"] in _OWN_INSTITUTION else _PUBLIC_BODY
    people = tuple(
        person("org", index * _STAFF_EACH + k, _STAFF_OFFSET) for k in range(_STAFF_EACH)
    )
    return Organisation(
        index=index,
        key=row["key"],
        name=row["name"],
        type=row["type"],
        division_code=row["division"],
        zone_id=row["zone"],
        uscc=uscc(kind, region, 1000 + index),
        address=row["address"],
        website=f"https://org{index:02d}.demo.example",
        managing_department=row["department"],
        introduction=row["introduction"],
        colleges=tuple(row["colleges"]),
        strengths=tuple(Strength(*strength) for strength in row["strengths"]),
        laboratories=tuple(Laboratory(*laboratory) for laboratory in row["laboratories"]),
        contact=people[0],
        contact_position="科技特派员工作负责人",
        staff=people[1:],
        double_first_class=row["double_first_class"],
    )


@cache
def organisation_index(key: str) -> int:
    """The index of the organisation with this key; a KeyError names an unknown one."""
    for index, row in enumerate(content.organisation_rows()):
        if row["key"] == key:
            return index
    raise KeyError(key)


@cache
def employers() -> tuple[Employer, ...]:
    """All institutions experts work for, the four universities and two institutes first."""
    return tuple(_employer(index) for index in range(len(content.employer_rows())))


def _employer(index: int) -> Employer:
    row = content.employer_rows()[index]
    listed = [k for k, o in enumerate(content.organisation_rows()) if o["key"] == row["key"]]
    own = organisation(listed[0]).uscc if listed else ""
    return Employer(
        key=row["key"],
        name=row["name"],
        kind=row["kind"],
        city_code=row["city"],
        uscc=own or uscc(_INSTITUTION, row["city"] or "990000", 2000 + index),
        recommender=row["recommender"],
        departments=tuple(row["departments"]),
        chains=tuple(row["chains"]),
    )
