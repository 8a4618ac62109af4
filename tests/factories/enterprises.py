"""Enterprises, driven through the real services to any state of their life."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend.commitments.schemas import SignatureIn
from backend.enterprises import service
from backend.enterprises.schemas import EnterpriseDetail, EnterpriseDraft
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.database import Database
from backend.reviews.schemas import DecisionIn
from backend.reviews.states import Decision
from tests.factories import files, organisations, people
from tests.factories.experts import commitment_hash, credit_code

_numbers = count(1)


@dataclass(frozen=True)
class MadeEnterprise:
    """An enterprise and who made it: `actor` is its manager, `reviewer` reviews it."""

    id: UUID
    actor: Actor
    reviewer: Actor
    name: str
    uscc: str
    legal_representative: str


# What every made enterprise says: plainly eligible, in Nanchang county outside zones.
COMMON: dict[str, Any] = {
    "unit_type": "enterprise",
    "is_legal_person": True,
    "is_branch": False,
    "legal_representative": "演示法人",
    "contact_name": "演示联系人",
    "contact_phone": "0791-86200000",
    "founded_on": "2010-05-06",
    "registered_capital": 2000,
    "city_code": organisations.NANCHANG,
    "county_code": organisations.NANCHANG_COUNTY,
    "address": "南昌县演示工业路1号",
    "industry_code": "32",
    "chain_code": "JX1269-C02",
    "business": "高强高导铜合金带材的生产与销售",
    "revenue": 12000,
    "staff": 160,
    "qualifications": [{"code": "HNTE", "number": "GR0000", "valid_until": "2027-12-31"}],
    "rd_spend": 480,
    "rd_staff": 18,
    "declares_innovation": True,
    "declares_conditions": True,
    "working_conditions": {"office": True, "lodging": True, "note": "配联络员一名"},
    "declares_taxes_paid": True,
    "declares_no_safety_accident": True,
    "declares_no_quality_accident": True,
    "declares_no_environmental_offence": True,
    "declares_rules_accepted": True,
}


def registration(**overrides: Any) -> dict[str, Any]:
    """Everything an enterprise fills in; an override of None leaves the field out."""
    k = next(_numbers)
    values = COMMON | {"name": f"演示铜业{k}有限公司", "uscc": credit_code(k, "91360121")}
    values |= overrides
    return {field: value for field, value in values.items() if value is not None}


async def county(db: Database, county_code: str = organisations.NANCHANG_COUNTY) -> Actor:
    """The reviewer of a county's department, made when the test has none yet."""
    async with db.reading() as session:
        query = text(
            "SELECT id FROM organisations WHERE type = 'county_department' AND county_code = :c"
        )
        found = (await session.execute(query, {"c": county_code})).scalar_one_or_none()
    if found is not None:
        return await organisations.member_of(db, found)
    return await organisations.county_department(db, county_code)


async def draft_enterprise(db: Database, **overrides: Any) -> tuple[Actor, EnterpriseDetail]:
    """A filled-in registration that is not submitted yet, and its manager."""
    values = registration(**overrides)
    person = await people.person(db, "演示经办人")
    values.setdefault("evidence", await files.evidence(db, person, files.ENTERPRISE))
    started = await service.start(db, person, EnterpriseDraft.model_validate(values))
    return await people.actor(db, person.account_id, Role.ENTERPRISE), started


async def begun(db: Database, person: Actor) -> EnterpriseDetail:
    """A registration in which nothing is typed yet."""
    return await service.start(db, person, EnterpriseDraft())


async def submit(db: Database, actor: Actor, detail: EnterpriseDetail) -> EnterpriseDetail:
    """Sign the commitment in force as the legal representative and submit."""
    assert detail.draft is not None
    body = SignatureIn(
        commitment_hash=await commitment_hash(db, "enterprise"),
        signer_name=detail.draft.legal_representative,
    )
    return await service.submit(db, actor, detail.id, detail.version, body)


async def submitted_enterprise(
    db: Database, reviewer: Actor | None = None, **overrides: Any
) -> MadeEnterprise:
    """A registration on the desk of its county, or of the `reviewer` made for its place."""
    values = registration(**overrides)
    reviewer = reviewer or await county(db, values["county_code"])
    actor, detail = await draft_enterprise(db, **values)
    await submit(db, actor, detail)
    return MadeEnterprise(
        detail.id, actor, reviewer, values["name"], values["uscc"], values["legal_representative"]
    )


async def approved_enterprise(
    db: Database, reviewer: Actor | None = None, **overrides: Any
) -> MadeEnterprise:
    """An enterprise that may publish demands."""
    made = await submitted_enterprise(db, reviewer, **overrides)
    body = DecisionIn(number=1, decision=Decision.APPROVE, attested=True)
    await service.decide(db, made.reviewer, made.id, body)
    return made
