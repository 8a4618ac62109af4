"""Reports, findings and what they need."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from backend.identity.actor import Actor
from backend.integrity.schemas import FindingIn, FindingRead
from backend.integrity.service import finding
from backend.platform.crypto import fingerprint
from backend.platform.database import Database
from tests.factories import people, standins
from tests.factories.experts import resident_id

BORN = date(1980, 5, 6)
NUMBER = resident_id(BORN, 499)
DECISION = {
    "behaviour_class": "FALSE_MATERIAL",
    "behaviour": "申报材料中的专利证书系伪造。",
    "decision_document": "赣科监〔2026〕1号",
    "deciding_body": "江西省科技厅",
    "valid_from": "2026-01-01",
    "valid_to": "2029-12-31",
}


async def officers(db: Database, number: int = 2) -> list[Actor]:
    """Officers of the department, one after the other."""
    return [await people.officer(db, name=f"演示{'甲乙丙丁'[k]}") for k in range(number)]


async def fraud(db: Database, **columns: Any) -> Actor:
    """An expert in the library with a known identity number."""
    known = {"id_number": NUMBER, "id_fingerprint": fingerprint(NUMBER)}
    return await standins.quick_expert(db, **known | columns)


async def proposed(
    officer: httpx.AsyncClient, subject_type: str, subject_id: UUID | None, **more: Any
) -> dict[str, Any]:
    """A finding an officer proposes."""
    about = {"subject_type": subject_type, "subject_id": str(subject_id) if subject_id else None}
    answer = await officer.post("/api/v1/integrity/findings", json=DECISION | about | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def confirmed(officer: httpx.AsyncClient, record: dict[str, Any]) -> dict[str, Any]:
    """What a second officer's confirmation brings about."""
    answer = await officer.post(f"/api/v1/integrity/findings/{record['id']}/confirm")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def record_against(db: Database, officer: Actor, number: str, **more: Any) -> FindingRead:
    """A record proposed against a person by number."""
    about = {"subject_type": "experts", "subject_number": number, "subject_name": "演示专家"}
    return await finding.propose(db, officer, FindingIn.model_validate(DECISION | about | more))


async def disqualified(db: Database, subject_type: str, subject_id: UUID, **more: Any) -> UUID:
    """The record by which two officers disqualified a registration."""
    first, second = await officers(db)
    about = {"subject_type": subject_type, "subject_id": subject_id}
    made = await finding.propose(db, first, FindingIn.model_validate(DECISION | about | more))
    await finding.confirm(db, second, made.id)
    return made.id


async def state(db: Database, table: str, id: UUID) -> str:
    """Where a row of a workflow stands."""
    async with db.reading() as session:
        query = text(f"SELECT state FROM {table} WHERE id = :id")
        return (await session.execute(query, {"id": id})).scalar_one()
