"""Filed experts and approved enterprises written straight into the tables.

Registration is proven elsewhere; races need dozens of both, at once and cheaply.
"""

from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import Kept, Parent
from backend.attachments.service import keep
from backend.commitments.schemas import SignatureIn
from backend.commitments.service import Signed, current, sign
from backend.conflicts import service as conflicts
from backend.conflicts.schemas import DeclarationIn
from backend.credit_records.models import CreditRecord
from backend.credit_records.states import CREDIT_RECORD
from backend.enterprises.models import Enterprise, EnterpriseSubmission
from backend.enterprises.states import ENTERPRISE
from backend.experts.models import Expert, ExpertSubmission
from backend.experts.states import EXPERT
from backend.identity import service as identity
from backend.identity.actor import SYSTEM, Actor
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn
from backend.platform import audit, clock, search
from backend.platform.crypto import fingerprint
from backend.platform.database import Database
from backend.platform.identifiers import new_id
from tests.factories.experts import credit_code
from tests.factories.organisations import JIUJIANG, NANCHANG, NANCHANG_COUNTY
from tests.factories.people import PASSWORD, account, actor

_numbers = count(1)


async def _signature(
    session: AsyncSession, signer: Actor, kind: str, table: str, subject_id: UUID
) -> UUID:
    text = await current(session, kind)
    body = SignatureIn(commitment_hash=text.text_hash, signer_name="演示签字人")
    sealed = None
    if kind == "enterprise":
        scan = Kept("盖章承诺书.pdf", "application/pdf", 1, "0" * 64)
        sealed = (await keep(session, signer, [scan], Parent(table, subject_id)))[0].id
    return await sign(session, signer, kind, body, Signed(table, subject_id, "0" * 64, sealed))


def _expert_columns(number: int, **columns: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": f"演示专家{number}",
        "id_fingerprint": fingerprint(f"expert-{number}"),
        "phone": f"139{number:08d}",
        "title_name": "教授",
        "title_level": "正高",
        "employer_uscc": f"EMPLOYER{number:010d}",
        "employer_name": f"演示大学{number}",
        "city_code": JIUJIANG,
        "main_discipline": "430",
        "disciplines": ["430"],
        "chains": ["JX1269-C02"],
        "keywords": ["铜箔", "电解"],
        "summary": "铜箔表面处理与电解添加剂",
        "filed_at": clock.now(),
    }
    values |= columns
    words = " ".join(values["keywords"])
    return values | {"search": search.vector(("A", words), ("B", values["summary"]))}


async def quick_expert(db: Database, **columns: Any) -> Actor:
    """An expert in the library, as the actor of his account."""
    number = next(_numbers)
    owner = Actor(await account(db, f"演示专家{number}"), None, f"演示专家{number}", Role.PERSON)
    assert owner.account_id
    async with db.transaction() as session:
        values = _expert_columns(number, **columns)
        expert = Expert(id=new_id(), account_id=owner.account_id, **values)
        await audit.create(session, expert, EXPERT, SYSTEM)
        signed = await _signature(session, owner, "expert", "experts", expert.id)
        await _submit(session, ExpertSubmission(expert_id=expert.id), signed)
        expert.submission_id = await session.scalar(
            select(ExpertSubmission.id).filter_by(expert_id=expert.id)
        )
        for action in ("submit", "approve", "file"):
            await audit.transition(session, expert, EXPERT, action, SYSTEM)
        await identity.give_hat(session, owner.account_id, Role.EXPERT, expert_id=expert.id)
    return await actor(db, owner.account_id, Role.EXPERT)


async def _submit(
    session: AsyncSession, submission: ExpertSubmission | EnterpriseSubmission, signed: UUID
) -> None:
    submission.number, submission.content, submission.content_hash = 1, {}, "0" * 64
    submission.commitment_signature_id, submission.policy_name = signed, "2021"
    session.add(submission)
    await session.flush()


async def quick_enterprise(db: Database, **columns: Any) -> Actor:
    """An approved enterprise of a county, as the actor of its first member."""
    number = next(_numbers)
    owner = Actor(await account(db, f"演示经办{number}"), None, f"演示经办{number}", Role.PERSON)
    assert owner.account_id
    values: dict[str, Any] = {
        "name": f"演示企业{number}",
        "uscc": credit_code(number, "91360000"),
        "city_code": NANCHANG,
        "county_code": NANCHANG_COUNTY,
        "legal_representative": f"演示法人{number}",
        "chain_code": "JX1269-C02",
        "industry_code": "32",
    }
    async with db.transaction() as session:
        enterprise = Enterprise(id=new_id(), **(values | columns))
        await audit.create(session, enterprise, ENTERPRISE, SYSTEM)
        signed = await _signature(session, owner, "enterprise", "enterprises", enterprise.id)
        await _submit(session, EnterpriseSubmission(enterprise_id=enterprise.id), signed)
        enterprise.submission_id = await session.scalar(
            select(EnterpriseSubmission.id).filter_by(enterprise_id=enterprise.id)
        )
        for action in ("submit", "approve"):
            await audit.transition(session, enterprise, ENTERPRISE, action, SYSTEM)
        hat = {"enterprise_id": enterprise.id}
        await identity.give_hat(session, owner.account_id, Role.ENTERPRISE, is_manager=True, **hat)
    return await actor(db, owner.account_id, Role.ENTERPRISE)


async def tie(db: Database, expert: Actor, firm: Actor, kind: str = "shares", **more: Any) -> None:
    """The expert declares a tie to an enterprise."""
    assert expert.expert_id
    async with db.transaction() as session:
        row = await session.get_one(Enterprise, firm.enterprise_id)
        told = {"enterprise_uscc": row.uscc, "enterprise_name": row.name, "kind": kind}
        declared = DeclarationIn.model_validate(told | more)
        await conflicts.replace_declarations(session, expert.expert_id, [declared])


async def bad_credit(db: Database, subject: Actor, number: str | None = None) -> None:
    """A bad-credit record in force against an expert or an enterprise, known by a `number`.

    A draft's own number is not registered yet: give it.
    """
    async with db.transaction() as session:
        if subject.expert_id is not None:
            expert = await session.get_one(Expert, subject.expert_id)
            kind, key = "person", fingerprint(number) if number else expert.id_fingerprint
        else:
            enterprise = await session.get_one(Enterprise, subject.enterprise_id)
            kind, key = "enterprise", number or enterprise.uscc
        proposer, second = await _officers(session)
        record = CreditRecord(
            id=new_id(),
            subject_kind=kind,
            subject_key=key or "",
            number=f"CX-TEST-{next(_numbers)}",
            subject_mask="",
            subject_name=subject.name,
            behaviour_class="FALSE_MATERIAL",
            behaviour="弄虚作假",
            decision_document="演示决定〔2026〕1号",
            deciding_body="演示机关",
            valid_from=clock.today(),
            proposed_by=proposer,
            confirmed_by=second,
        )
        await audit.create(session, record, CREDIT_RECORD, SYSTEM)
        await audit.transition(session, record, CREDIT_RECORD, "confirm", SYSTEM)


async def _officers(session: AsyncSession) -> tuple[UUID, UUID]:
    body = [
        AccountIn(phone=f"199{next(_numbers):08d}", display_name="演示官员", password=PASSWORD)
        for _ in range(2)
    ]
    first, second = [(await identity.add_account(session, one)).id for one in body]
    return first, second
