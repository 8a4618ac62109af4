"""The shapes the demo province is handed over in: plain frozen values, nothing to save or load."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Person:
    """An invented person; the name always ends with the visible demo marker."""

    name: str
    sex: str
    phone: str
    email: str


@dataclass(frozen=True)
class Strength:
    """One row of annex 1: a strong discipline with its college and core people (clause A1.2)."""

    discipline: str
    introduction: str
    college: str
    core_people: str


@dataclass(frozen=True)
class Laboratory:
    """One row of annex 1: a key team or laboratory (clause A1.3)."""

    name: str
    leader: str
    leader_introduction: str
    introduction: str
    field: str


@dataclass(frozen=True)
class Organisation:
    """A recommending organisation with what annex 1 asks for (clauses 4.1 to 4.3, A1.1)."""

    index: int
    key: str
    name: str
    type: str
    division_code: str
    zone_id: str | None
    uscc: str
    address: str
    website: str
    managing_department: str
    introduction: str
    colleges: tuple[str, ...]
    strengths: tuple[Strength, ...]
    laboratories: tuple[Laboratory, ...]
    contact: Person
    contact_position: str
    staff: tuple[Person, ...]
    double_first_class: bool


@dataclass(frozen=True)
class Employer:
    """Where experts work; `recommender` is the key of the organisation that reviews its staff.

    No recommender means that the department assigns one (central or out-of-province units).
    """

    key: str
    name: str
    kind: str
    city_code: str
    uscc: str
    recommender: str | None
    departments: tuple[str, ...]
    chains: tuple[str, ...]


@dataclass(frozen=True)
class Achievement:
    """A representative result: paper, patent, project or product."""

    kind: str
    title: str
    year: int
    evidence: str


@dataclass(frozen=True)
class Conflict:
    """A declared or known interest of an expert in a demo enterprise (clause A2.3)."""

    kind: str
    enterprise: int
    detail: str
    declared: bool


@dataclass(frozen=True)
class Qualification:
    """Degree and title of an expert, each with the month it was won."""

    education: str
    degree: str
    degree_date: date
    school: str
    title: str
    title_series: str
    title_level: str
    title_date: date


@dataclass(frozen=True)
class Expert:
    """An expert's registration as he or she would fill it in; `case` names what it demonstrates."""

    index: int
    person: Person
    birth_date: date
    id_number: str
    employer: Employer
    recommender: int | None
    department: str
    position: str
    qualification: Qualification
    direction: str
    summary: str
    disciplines: tuple[str, ...]
    keywords: tuple[str, ...]
    chains: tuple[str, ...]
    industries: tuple[str, ...]
    achievements: tuple[Achievement, ...]
    years_experience: int
    days_per_month: int
    places: tuple[str, ...]
    service_types: tuple[str, ...]
    address: str
    max_enterprises: int
    conflicts: tuple[Conflict, ...]
    retired: bool
    civil_servant: bool
    named_openly: bool
    case: str


@dataclass(frozen=True)
class Enterprise:
    """An enterprise's registration; `reviewer` is the index of the organisation that reviews it.

    `industry` is the division of GB/T 4754, `industry_class` the four digits below it.
    """

    index: int
    name: str
    uscc: str
    unit_type: str
    chain: str
    industry: str
    industry_class: str
    business: str
    city_code: str
    county_code: str
    zone_id: str | None
    in_new_area: bool
    reviewer: int
    address: str
    legal_representative: Person
    contact: Person
    founded: date
    registered_capital_wan: int
    revenue_wan: int
    rd_spend_wan: int
    staff: int
    rd_staff: int
    classes: tuple[str, ...]
    patents: int
    working_conditions: str


@dataclass(frozen=True)
class Indicator:
    """A quantified target of a demand; the values are decimal numbers written as text."""

    name: str
    current: str
    target: str
    unit: str

    def __str__(self) -> str:
        unit = "" if self.unit == "无量纲" else self.unit
        return f"{self.name}由{self.current}到{self.target}{unit}"


@dataclass(frozen=True)
class Demand:
    """A demand as an enterprise would fill it in (domain, section 3)."""

    index: int
    enterprise: int
    title: str
    kind: str
    chain: str
    industry: str
    disciplines: tuple[str, ...]
    present_state: str
    tried: str
    indicators: tuple[Indicator, ...]
    deadline_months: int
    conditions: str
    budget_wan: int
    pay_code: str
    pay_text: str
    ip_code: str
    ip_text: str
    expert_wanted: str
    mode: str
    days: int
    team_wanted: bool
    keywords: tuple[str, ...]
    disclosure: str

    @property
    def text(self) -> str:
        """Everything a reader or a matching engine would read, in the order of the form."""
        goals = "；".join(str(indicator) for indicator in self.indicators)
        parts = (
            self.present_state,
            self.tried,
            goals,
            self.conditions,
            self.expert_wanted,
        )
        return "\n".join(parts)
