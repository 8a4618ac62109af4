"""The three hundred experts of the demo province, composed from the written research directions."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from random import Random
from typing import Any

from backend.demo import content
from backend.demo.cases import BIRTH_DATES, CASES, EMPLOYED_AT, INTERESTS
from backend.demo.departments import department_for
from backend.demo.enterprises import EXPERT_LEGAL_REPRESENTATIVE, enterprise
from backend.demo.identifiers import resident_id, rng
from backend.demo.names import person
from backend.demo.organisations import employers, organisation_index
from backend.demo.qualifications import qualification
from backend.demo.records import Achievement, Conflict, Employer, Expert

EXPERTS = 300
# Ages and years of experience are told as of this year; nothing here reads a clock.
REFERENCE_YEAR = 2026

_CITIES = tuple(f"36{n:02d}00" for n in range(1, 12))
_SPECIAL_FROM = EXPERTS - 4
_LARGE_EMPLOYERS = 6


@cache
def expert(index: int) -> Expert:
    """Expert number `index`, 0 to 299; the last four have profiles outside plain engineering."""
    random = rng("expert", index)
    row, variant = _direction(index)
    case = row.get("case") or CASES.get(index, "")
    who = person("expert", index, 0)
    employer = _employer(index, row, random)
    born = BIRTH_DATES.get(index) or _birth_date(random, case)
    won = qualification(random, born, employer.kind, case)
    return Expert(
        index=index,
        person=who,
        birth_date=born,
        id_number=resident_id(index, born, who.sex),
        employer=employer,
        recommender=None if employer.recommender is None else _recommender(employer),
        department=department_for(random, employer.departments, row["disciplines"]),
        position="课题负责人" if won.title_level in ("正高", "副高") else "科研人员",
        qualification=won,
        direction=row["direction"],
        summary=_summary(row["summary"], variant),
        disciplines=tuple(row["disciplines"][:4]),
        keywords=_subset(random, row["keywords"], min(len(row["keywords"]), 5 + variant % 2)),
        chains=tuple(row["chains"]),
        industries=tuple(code for c in row["chains"] for code in content.CHAIN_INDUSTRIES[c]),
        achievements=_achievements(random, row["achievements"], index),
        years_experience=REFERENCE_YEAR - born.year - random.randrange(25, 30),
        days_per_month=2 if case == "few_days" else random.randrange(3, 11),
        places=_places(random, employer.city_code),
        max_enterprises=1 if case == "few_days" else random.choice((2, 3, 3)),
        conflicts=_conflicts(index, row["chains"][0]),
        retired=case == "retired",
        civil_servant=case == "civil_servant",
        named_openly=case != "name_withheld",
        case=case or _interest_case(index),
    )


def _direction(index: int) -> tuple[dict[str, Any], int]:
    if index >= _SPECIAL_FROM:
        return content.special_rows()[index - _SPECIAL_FROM], 0
    rows = content.direction_rows()
    return rows[index % len(rows)], index // len(rows)


def _employer(index: int, row: dict[str, Any], random: Random) -> Employer:
    chain = row["chains"][0]
    if index in EMPLOYED_AT:
        return _firm_as_employer(content.first_firm_of(chain) + EMPLOYED_AT[index])
    if index in EXPERT_LEGAL_REPRESENTATIVE.values():
        return _firm_as_employer(_firm_led_by(index))
    fitting = [employer for employer in employers() if chain in employer.chains]
    if "case" in row:
        fitting = [employer for employer in employers() if employer.kind == "university"]
    weights = [3 if employer in employers()[:_LARGE_EMPLOYERS] else 1 for employer in fitting]
    return random.choices(fitting, weights)[0]


def _firm_as_employer(index: int) -> Employer:
    firm = enterprise(index)
    return Employer(
        key=f"firm-{index}",
        name=firm.name,
        kind="enterprise",
        city_code=firm.city_code,
        uscc=firm.uscc,
        recommender="new-area" if firm.in_new_area else f"city-{firm.city_code}",
        departments=("技术中心",),
        chains=(firm.chain,),
    )


def _firm_led_by(index: int) -> int:
    return next(firm for firm, who in EXPERT_LEGAL_REPRESENTATIVE.items() if who == index)


def _recommender(employer: Employer) -> int:
    return organisation_index(employer.recommender or employer.key)


def _birth_date(random: Random, case: str) -> date:
    earliest, latest = (1986, 1996) if case == "doctorate_only" else (1967, 1996)
    return date(
        random.randrange(earliest, latest), random.randrange(1, 13), random.randrange(1, 29)
    )


def _summary(text: str, variant: int) -> str:
    """All sentences for the first expert of a direction, then two of the three in turn."""
    sentences = [sentence + "。" for sentence in text.split("。") if sentence]
    left_out = {1: 2, 2: 1}.get(variant)
    return "".join(s for k, s in enumerate(sentences) if k != left_out)


def _subset(random: Random, items: Sequence[str], size: int) -> tuple[str, ...]:
    chosen = set(random.sample(range(len(items)), size))
    return tuple(item for k, item in enumerate(items) if k in chosen)


def _achievements(
    random: Random, rows: Sequence[dict[str, Any]], index: int
) -> tuple[Achievement, ...]:
    size = min(len(rows), random.choice((3, 3, 4)))
    chosen = sorted(random.sample(range(len(rows)), size))
    return tuple(
        Achievement(
            kind=rows[k]["kind"],
            title=rows[k]["title"],
            year=rows[k]["year"],
            evidence=f"演示佐证-{index:03d}-{number}",
        )
        for number, k in enumerate(chosen, start=1)
    )


def _places(random: Random, home: str) -> tuple[str, ...]:
    others = random.sample(_CITIES, 3)
    return tuple(dict.fromkeys([home, *others] if home else others))


def _interest_case(index: int) -> str:
    if index in EMPLOYED_AT:
        return "employed_by_enterprise"
    if index in INTERESTS:
        return f"interest_{INTERESTS[index][0]}"
    if index in EXPERT_LEGAL_REPRESENTATIVE.values():
        return "legal_representative"
    return ""


def _conflicts(index: int, chain: str) -> tuple[Conflict, ...]:
    found: list[Conflict] = []
    first = content.first_firm_of(chain)
    if index in EMPLOYED_AT:
        found.append(
            Conflict("employer", first + EMPLOYED_AT[index], "本人在该企业任职", declared=True)
        )
    if index in INTERESTS:
        kind, firm, detail, declared = INTERESTS[index]
        found.append(Conflict(kind, first + firm, detail, declared))
    if index in EXPERT_LEGAL_REPRESENTATIVE.values():
        detail = "本人为该企业法定代表人"
        found.append(Conflict("legal_representative", _firm_led_by(index), detail, declared=True))
    return tuple(found)
