"""The three hundred experts of the demo province, composed from the written research directions."""

from datetime import date
from functools import cache
from random import Random

from backend.demo import content
from backend.demo.cases import BIRTH_DATES, CASES, EMPLOYED_AT, INTERESTS, LEADS
from backend.demo.departments import department_for
from backend.demo.enterprises import enterprise
from backend.demo.identifiers import resident_id, rng
from backend.demo.names import person
from backend.demo.organisations import employers, organisation_index
from backend.demo.profiles import EXPERTS, Profile, profile, subset
from backend.demo.qualifications import qualification
from backend.demo.records import Conflict, Employer, Expert

__all__ = ["EXPERTS", "REFERENCE_YEAR", "expert"]

# Ages and years of experience are told as of this year; nothing here reads a clock.
REFERENCE_YEAR = 2026

_CITIES = tuple(f"36{n:02d}00" for n in range(1, 12))
_LARGE_EMPLOYERS = 6
_MODES = ("ONSITE_STAY", "ONSITE_PERIODIC", "REMOTE")
_SERVICES = ("GUIDANCE", "RD", "TRANSFER", "TRAINING", "TESTING", "IP_STANDARD")


@cache
def expert(index: int) -> Expert:
    """Expert number `index`, 0 to 299; the last four have profiles outside plain engineering."""
    random = rng("expert", index)
    research = profile(index)
    case = research.case or CASES.get(index, "")
    who = person("expert", index, 0)
    employer = _employer(index, research, random)
    born = BIRTH_DATES.get(index) or _birth_date(random, case)
    won = qualification(random, born, employer.kind, case)
    return Expert(
        index=index,
        person=who,
        birth_date=born,
        id_number=resident_id(index, born, who.sex),
        employer=employer,
        recommender=None if employer.recommender is None else _recommender(employer),
        department=department_for(random, employer.departments, research.disciplines),
        position="课题负责人" if won.title_level in ("正高", "副高") else "科研人员",
        qualification=won,
        direction=research.direction,
        summary=research.summary,
        disciplines=research.disciplines,
        keywords=research.keywords,
        chains=research.chains,
        industries=research.industries,
        achievements=research.achievements,
        years_experience=REFERENCE_YEAR - born.year - random.randrange(25, 30),
        days_per_month=2 if case == "few_days" else random.randrange(3, 11),
        places=_places(random, employer.city_code),
        service_types=_service_types(random),
        address=f"虚拟省演示路{index + 1}号",
        max_enterprises=1 if case == "few_days" else random.choice((2, 3, 3)),
        conflicts=_conflicts(index),
        retired=case == "retired",
        civil_servant=case == "civil_servant",
        named_openly=case != "name_withheld",
        case=case or _interest_case(index),
    )


def _employer(index: int, research: Profile, random: Random) -> Employer:
    chain = research.chains[0]
    firm = EMPLOYED_AT.get(index) or LEADS.get(index)
    if firm:
        return _firm_as_employer(content.firm_index(firm))
    fitting = [employer for employer in employers() if chain in employer.chains]
    if research.case:
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


def _recommender(employer: Employer) -> int:
    return organisation_index(employer.recommender or employer.key)


def _birth_date(random: Random, case: str) -> date:
    earliest, latest = (1986, 1996) if case == "doctorate_only" else (1967, 1996)
    return date(
        random.randrange(earliest, latest), random.randrange(1, 13), random.randrange(1, 29)
    )


def _places(random: Random, home: str) -> tuple[str, ...]:
    others = random.sample(_CITIES, 3)
    return tuple(dict.fromkeys([home, *others] if home else others))


def _service_types(random: Random) -> tuple[str, ...]:
    return subset(random, _MODES, random.choice((1, 2, 2, 3))) + subset(random, _SERVICES, 2)


def _interest_case(index: int) -> str:
    if index in EMPLOYED_AT:
        return "employed_by_enterprise"
    if index in INTERESTS:
        return f"interest_{INTERESTS[index][0]}"
    if index in LEADS:
        return "legal_representative"
    return ""


def _conflicts(index: int) -> tuple[Conflict, ...]:
    found: list[Conflict] = []
    if index in EMPLOYED_AT:
        firm = content.firm_index(EMPLOYED_AT[index])
        found.append(Conflict("post", firm, "本人在该企业任职", declared=True))
    if index in LEADS:
        firm = content.firm_index(LEADS[index])
        detail = "本人为该企业法定代表人"
        found.append(Conflict("legal_representative", firm, detail, declared=True))
    if index in INTERESTS:
        kind, word, detail, declared = INTERESTS[index]
        found.append(Conflict(kind, content.firm_index(word), detail, declared))
    return tuple(found)
