"""Gaps and overlaps: every place against every subject, by the matrix itself (clause 4)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.organisations import queries
from backend.organisations.jurisdiction import Candidate, Place, choose
from backend.organisations.schemas import Coverage, CoverageHole, CoverageQuery
from backend.platform import clock
from backend.platform.database import read_case

# Experts are reviewed by city unless their employer decides; the rest by county or zone.
SUBJECTS = {
    "city": ("expert",),
    "county": ("enterprise", "demand", "agreement"),
    "zone": ("enterprise", "demand", "agreement"),
}


@dataclass(frozen=True)
class _Spot:
    code: str
    name: str
    kind: Literal["city", "county", "zone"]
    city_name: str
    place: Place


async def _spots(session: AsyncSession, on: date) -> list[_Spot]:
    divisions = await codelists.present_names(session, "divisions")
    zones = await codelists.present_names(session, "zones")
    spots = list(_divisions(divisions))
    county_of = {row.zone_code: row.county_code for row in await queries.zone_places(session, on)}
    for code, name in zones.items():
        county = county_of.get(code)
        city = f"{county[:4]}00" if county else None
        place = Place(city, county, code)
        spots.append(_Spot(code, name, "zone", divisions.get(city or "", ""), place))
    return spots


def _divisions(names: dict[str, str]) -> Iterator[_Spot]:
    for code, name in names.items():
        city = f"{code[:4]}00"
        if code == city and not code.endswith("0000"):
            yield _Spot(code, name, "city", name, Place(city))
        elif code != city:
            yield _Spot(code, name, "county", names.get(city, ""), Place(city, code))


@read_case
async def read_coverage(session: AsyncSession, asked: CoverageQuery) -> Coverage:
    """Every place and subject where nobody decides, or two of the same rank do."""
    return await coverage_on(session, asked)


async def coverage_on(session: AsyncSession, asked: CoverageQuery) -> Coverage:
    """Step: the same, for the screen and its file."""
    on = asked.on or clock.today()
    spots = await _spots(session, on)
    found: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    places = [(spot.code, spot.place) for spot in spots]
    for key, subject, *candidate in await queries.candidates_everywhere(session, places, on):
        found[key, subject].append(Candidate(*candidate))
    pairs = [(spot, subject) for spot in spots for subject in SUBJECTS[spot.kind]]
    holes = [_hole(spot, subject, found[spot.code, subject]) for spot, subject in pairs]
    return Coverage(on=on, examined=len(pairs), holes=[hole for hole in holes if hole])


def _hole(spot: _Spot, subject: str, candidates: list[Candidate]) -> CoverageHole | None:
    if choose(candidates) is not None:
        return None
    best = min((one.rank for one in candidates), default=0)
    rivals = sorted({one.organisation_name for one in candidates if one.rank == best})
    return CoverageHole(
        place=spot.code,
        place_name=spot.name,
        place_kind=spot.kind,
        city_name=spot.city_name,
        subject=subject,
        kind="overlap" if candidates else "gap",
        organisations=rivals,
    )
