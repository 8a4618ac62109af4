"""Who reviews what: the matrix of domain.md 2.1 applied to a place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """Where a subject belongs: its employer, and where it lies."""

    city_code: str | None = None
    county_code: str | None = None
    zone_code: str | None = None
    employer_uscc: str | None = None


@dataclass(frozen=True)
class Candidate:
    """An active organisation related to a place by one row of the matrix."""

    organisation_id: UUID
    organisation_name: str
    organisation_type: str
    jurisdiction_id: UUID
    relation: str
    clause: str
    rank: int


@dataclass(frozen=True)
class Competence:
    """The organisation that is competent, and why: the basis every decision stores."""

    organisation_id: UUID
    organisation_name: str
    organisation_type: str
    jurisdiction_id: UUID
    relation: str
    clause: str
    reason: str


RELATION_REASONS = {
    "department_assigned": "由省科技厅指定",
    "own_staff": "所在单位自行审核本单位人员",
    "affiliated": "所在单位由其主管",
    "in_new_area": "位于赣江新区范围内",
    "in_zone": "位于该开发区内",
    "in_county": "位于该县（市、区）",
    "in_city": "位于该设区市",
    "take_over": "逾期未审或无人可审，由上级接办",
}


def choose(candidates: Sequence[Candidate]) -> Competence | None:
    """The candidate of the lowest rank: zone before county, 赣江新区 before both and the city.

    Two organisations of the same rank are an overlap the department has to settle: None.
    """
    if not candidates:
        return None
    ordered = sorted(candidates, key=lambda one: one.rank)
    best = ordered[0]
    rivals = {one.organisation_id for one in ordered if one.rank == best.rank}
    if len(rivals) > 1:
        return None
    return Competence(
        best.organisation_id,
        best.organisation_name,
        best.organisation_type,
        best.jurisdiction_id,
        best.relation,
        best.clause,
        f"{RELATION_REASONS[best.relation]}（依据通知第 {best.clause} 条）",
    )
