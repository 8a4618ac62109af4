"""Experts, driven through the real services to any state of their life."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend.batches import service as batches
from backend.batches.schemas import BatchQuery, ReceiptIn
from backend.codelists.checks.numbers import (
    credit_code_check_character,
    resident_id_check_character,
)
from backend.commitments import service as commitments
from backend.commitments.schemas import SignatureIn
from backend.experts import service
from backend.experts.schemas import ExpertDetail, ExpertDraft
from backend.identity.actor import SYSTEM, Actor
from backend.identity.permissions import Role
from backend.platform import calendar, clock
from backend.platform.database import Database
from backend.platform.problems import FieldError
from backend.reviews.schemas import DecisionIn
from backend.reviews.states import Decision
from tests.factories import files, organisations, people
from tests.factories.waivers import granted_waiver

_numbers = count(1)


@dataclass(frozen=True)
class MadeExpert:
    """An expert and who made it: `actor` wears the expert's hat, `reviewer` reviews it."""

    id: UUID
    actor: Actor
    reviewer: Actor
    name: str
    employer_uscc: str


def resident_id(born: date, number: int, sex: str = "male") -> str:
    """A well-formed identity number of nobody."""
    sequence = (2 * number + (1 if sex == "male" else 0)) % 1000
    first = f"360102{born:%Y%m%d}{sequence:03d}"
    return first + resident_id_check_character(first)


def credit_code(number: int, prefix: str = "12360000") -> str:
    """A well-formed credit code of nobody."""
    first = f"{prefix}MD{number:07d}"
    return first + credit_code_check_character(first)


# What every made applicant says: plainly eligible, working in Nanchang.
COMMON: dict[str, Any] = {
    "sex": "male",
    "id_kind": "resident",
    "birth_date": "1980-05-06",
    "address": "南昌市演示路1号",
    "employer_name": "演示材料研究院",
    "department": "材料所",
    "position": "课题负责人",
    "city_code": "360100",
    "county_code": "360113",
    "is_retired": False,
    "is_civil_servant": False,
    "education_code": "EDU_DOCTOR",
    "school": "演示理工大学",
    "degree_code": "DOCTOR",
    "degree_date": "2010-06-30",
    "title_name": "高级工程师",
    "title_series": "04",
    "main_discipline": "430",
    "other_disciplines": ["460"],
    "keywords": ["铜合金", "连续铸造"],
    "chains": ["JX1269-C02"],
    "industries": ["32"],
    "summary": "长期从事高强高导铜合金带材的连续铸造与热处理研究，熟悉中试到量产的放大。",
    "years_experience": 18,
    "achievements": [{"kind": "patent", "title": "一种铜合金带材的制备方法", "year": 2022}],
    "service_types": ["ONSITE_PERIODIC", "GUIDANCE"],
    "willing_places": ["360100", "360400"],
    "days_per_month": 5,
    "max_enterprises": 3,
    "declares_voluntary": True,
    "declares_health": True,
    "declares_willing": True,
}


def registration(**overrides: Any) -> dict[str, Any]:
    """Everything an applicant fills in; an override of None leaves the field out."""
    k = next(_numbers)
    values = COMMON | {
        "name": f"演示专家{k}",
        "phone": f"139{k:08d}",
        "email": f"expert{k}@demo.example",
        "employer_uscc": credit_code(1),
    }
    values |= overrides
    born = date.fromisoformat(values["birth_date"])
    values.setdefault("id_number", resident_id(born, k, values["sex"]))
    return {field: value for field, value in values.items() if value is not None}


async def bureau(db: Database, city_code: str = organisations.NANCHANG) -> Actor:
    """The reviewer of a city's bureau, made when the test has none yet."""
    async with db.reading() as session:
        query = text("SELECT id FROM organisations WHERE type = 'city_bureau' AND city_code = :c")
        found = (await session.execute(query, {"c": city_code})).scalar_one_or_none()
    if found is not None:
        return await organisations.member_of(db, found)
    return await organisations.city_bureau(db, city_code)


async def commitment_hash(db: Database, kind: str = "expert") -> str:
    """The hash of the commitment in force."""
    return (await commitments.read_current(db, kind)).text_hash


async def draft_expert(db: Database, **overrides: Any) -> tuple[Actor, ExpertDetail]:
    """A filled-in registration that is not submitted yet."""
    values = registration(**overrides)
    person = await people.person(db, values["name"])
    values.setdefault("evidence", await files.evidence(db, person, files.EXPERT))
    started = await service.start(db, person, ExpertDraft.model_validate(values))
    return await people.actor(db, person.account_id, Role.EXPERT), started


async def begun(db: Database, person: Actor) -> ExpertDetail:
    """A registration in which nothing is typed yet."""
    return await service.start(db, person, ExpertDraft())


async def returned(db: Database, made: MadeExpert, field: str = "/title_name") -> None:
    """The bureau sends the registration back because of one field."""
    reason = FieldError(pointer=field, message="请核对后修改")
    body = DecisionIn(number=1, decision=Decision.RETURN, reasons=[reason])
    await batches.decide_expert(db, made.reviewer, made.id, body)


async def submit(db: Database, actor: Actor, detail: ExpertDetail) -> ExpertDetail:
    """Sign the commitment in force and submit."""
    assert detail.draft is not None
    body = SignatureIn(commitment_hash=await commitment_hash(db), signer_name=detail.draft.name)
    return await service.submit(db, actor, detail.id, detail.version, body)


async def submitted_expert(db: Database, **overrides: Any) -> MadeExpert:
    """A registration on the desk of its city's bureau."""
    values = registration(**overrides)
    reviewer = await bureau(db, values["city_code"])
    actor, detail = await draft_expert(db, **values)
    detail = await submit(db, actor, detail)
    return MadeExpert(detail.id, actor, reviewer, values["name"], values["employer_uscc"])


async def approve(db: Database, made: MadeExpert, note: str = "", number: int = 1) -> None:
    """The bureau approves the registration, which enters the month's batch."""
    body = DecisionIn(number=number, decision=Decision.APPROVE, attested=True, note=note)
    await batches.decide_expert(db, made.reviewer, made.id, body)


async def recommended_expert(db: Database, **overrides: Any) -> MadeExpert:
    """An expert waiting in an open batch."""
    made = await submitted_expert(db, **overrides)
    await approve(db, made)
    return made


async def waived_expert(db: Database, rule_id: str, **overrides: Any) -> MadeExpert:
    """An expert recommended in spite of an in-principle rule, by a waiver of the department."""
    values = registration(**overrides)
    reviewer = await bureau(db, values["city_code"])
    actor, detail = await draft_expert(db, **values)
    await grant(db, actor, rule_id, detail.id)
    detail = await submit(db, actor, detail)
    made = MadeExpert(detail.id, actor, reviewer, values["name"], values["employer_uscc"])
    await approve(db, made)
    return made


async def grant(db: Database, actor: Actor, rule_id: str, expert_id: UUID) -> None:
    """The applicant asks for a waiver, the recommender supports it, the department grants it."""
    department = await people.officer(db)
    await granted_waiver(db, actor, department, rule_id, ("experts", expert_id))


async def batch_of(db: Database, made: MadeExpert) -> UUID:
    """The latest batch of the expert's organisation."""
    found = await batches.listing(db, made.reviewer, BatchQuery())
    return found.items[0].id


async def filed_expert(db: Database, **overrides: Any) -> MadeExpert:
    """An expert in the library."""
    made = await recommended_expert(db, **overrides)
    await file_batch(db, await batch_of(db, made))
    return made


async def file_batch(db: Database, batch_id: UUID) -> None:
    """Freeze on the deadline day, receive the paper and acknowledge."""
    department = await people.officer(db)
    month = (await batches.read(db, department, batch_id)).month
    with clock.at(max(clock.now(), calendar.end_of_day(month.replace(day=20)))):
        await batches.freeze(db, SYSTEM, batch_id)
        await receive_paper(db, department, batch_id)
        await batches.acknowledge(db, department, batch_id)


async def receive_paper(db: Database, officer: Actor, batch_id: UUID) -> None:
    """Register paper that says what the platform says."""
    count = (await batches.read(db, officer, batch_id)).entry_count
    await batches.receive(db, officer, batch_id, ReceiptIn(printed_count=count))


async def filed_experts(db: Database, count: int, **overrides: Any) -> list[MadeExpert]:
    """Several experts in the library."""
    return await filed_experts_with(db, *[overrides] * count)


async def filed_experts_with(db: Database, *changes: dict[str, Any]) -> list[MadeExpert]:
    """One expert in the library for each set of changes."""
    made = [await recommended_expert(db, **one) for one in changes]
    for batch_id in dict.fromkeys([await batch_of(db, one) for one in made]):
        await file_batch(db, batch_id)
    return made
