"""Bad-credit records: the register, and the steps by which findings change it.

Only the integrity slice proposes, confirms and lifts: a confirmed record has consequences in
many slices, and there is one way to bring them about.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.credit_records import queries
from backend.credit_records.models import CreditCheck, CreditRecord
from backend.credit_records.rules import no_bad_credit, two_persons
from backend.credit_records.schemas import (
    CreditCheckRead,
    CreditRecordQuery,
    CreditRecordRead,
    PublicRecord,
    PublicRecordQuery,
)
from backend.credit_records.states import CHECK_RESULTS, CREDIT_RECORD
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.platform import audit, clock, masking
from backend.platform.actions import AllowedAction, allowed
from backend.platform.constraints import on_violation
from backend.platform.crypto import fingerprint, normal_number
from backend.platform.database import read_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.numbers import next_number
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import enforce
from backend.platform.rules import Verdict

SERIES = "CX"
CLASSES = "credit_behaviours"
LABELS = {"confirm": "确认", "dismiss": "不予认定", "lift": "解除"}
WHAT = "这条记录"
on_violation("D18", "存在生效中的不良信用记录，暂不能办理。", rule="CREDIT-01")
on_violation("ck_credit_records_two_persons", "认定须由另一位工作人员确认。", rule="CREDIT-02")


@dataclass(frozen=True)
class Named:
    """Whom a record is against: the number is normalised, hashed for a person, never a name."""

    kind: str
    number: str
    name: str

    @property
    def key(self) -> str:
        """What blocks: the same however the number is typed."""
        plain = normal_number(self.number)
        return fingerprint(plain) if self.kind == "person" else plain

    @property
    def mask(self) -> str:
        """The number as it is shown."""
        plain = normal_number(self.number)
        if self.kind != "person":
            return plain
        # Passports are short: the usual mask would show nearly all of one.
        shown = 4 if len(plain) >= 15 else 2
        return f"{plain[:shown]}{'*' * (len(plain) - 2 * shown)}{plain[-shown:]}"


async def check(session: AsyncSession, kind: str, key: str | None, on: date) -> Verdict:
    """Step: CREDIT-01 for a person (keyed hash) or an enterprise (credit code) on a day."""
    return no_bad_credit(await queries.active(session, kind, key, on) if key else [])


def another_officer(proposed_by: UUID, actor: Actor) -> Verdict:
    """CREDIT-02, for buttons of later slices."""
    return two_persons(str(proposed_by), str(actor.account_id))


def _actions(actor: Actor, record: CreditRecord) -> list[AllowedAction]:
    if not actor.may(Permission.CREDIT_MANAGE):
        return []
    rules = {"confirm": [two_persons(str(record.proposed_by), str(actor.account_id))]}
    return [
        allowed(name, label, *rules.get(name, []))
        for name, label in LABELS.items()
        if CREDIT_RECORD.allows(record.state, name)
    ]


async def read(session: AsyncSession, actor: Actor, record: CreditRecord) -> CreditRecordRead:
    """Step: a record as an officer sees it."""
    derived = {"state_name", "allowed_actions", "behaviour_class_name"}
    shown = {n: getattr(record, n) for n in CreditRecordRead.model_fields if n not in derived}
    return CreditRecordRead(
        **shown,
        behaviour_class_name=await codelists.name_of(session, CLASSES, record.behaviour_class),
        state_name=CREDIT_RECORD.label(record.state),
        allowed_actions=_actions(actor, record),
    )


async def add_record(
    session: AsyncSession, actor: Actor, subject: Named, **columns: Any
) -> CreditRecord:
    """Step: a record that a second officer must confirm."""
    record = CreditRecord(
        id=new_id(),
        number=await next_number(session, SERIES),
        subject_kind=subject.kind,
        subject_key=subject.key,
        subject_mask=subject.mask,
        subject_name=subject.name,
        proposed_by=actor.account_id,
        **columns,
    )
    await audit.create(session, record, CREDIT_RECORD, actor)
    return record


async def held(session: AsyncSession, record_id: UUID) -> CreditRecord:
    """Step: a record, locked. Raises 404 without one."""
    return await lock(session, CreditRecord, record_id, WHAT)


async def confirm(session: AsyncSession, actor: Actor, record: CreditRecord) -> None:
    """Step: a second officer's yes. Raises 409 CREDIT-02 for its proposer."""
    enforce(two_persons(str(record.proposed_by), str(actor.account_id)))
    record.confirmed_by, record.confirmed_at = actor.account_id, clock.now()
    await audit.transition(session, record, CREDIT_RECORD, "confirm", actor)


async def dismiss(session: AsyncSession, actor: Actor, record: CreditRecord, reason: str) -> None:
    """Step: a proposed record comes to nothing."""
    await audit.transition(session, record, CREDIT_RECORD, "dismiss", actor, reason=reason)


async def lift(session: AsyncSession, actor: Actor, record: CreditRecord, reason: str) -> None:
    """Step: end a record before its time, after an appeal or a correction."""
    record.lifted_because, record.lifted_at = reason, clock.now()
    await audit.transition(session, record, CREDIT_RECORD, "lift", actor, reason=reason)


async def amend(session: AsyncSession, actor: Actor, record: CreditRecord, reason: str) -> None:
    """Step: keep a record with what the caller has changed in it."""
    await audit.transition(session, record, CREDIT_RECORD, "amend", actor, reason=reason)


async def expire(session: AsyncSession, actor: Actor, record: CreditRecord) -> None:
    """Step: a record's time is over; what it was stays on file."""
    await audit.transition(session, record, CREDIT_RECORD, "expire", actor)


async def run_out(session: AsyncSession) -> list[UUID]:
    """Step: the active records whose last day is past."""
    return await queries.run_out(session, clock.today())


async def against(session: AsyncSession, keys: Collection[str]) -> list[CreditRecord]:
    """Step: every confirmed record against these subjects."""
    return await queries.against(session, keys)


async def known(session: AsyncSession, keys: Collection[str]) -> set[tuple[str, str]]:
    """Step: (subject key, decision document) of what is on file already."""
    return await queries.known(session, keys)


async def proposed_of_import(session: AsyncSession, import_id: UUID) -> list[UUID]:
    """Step: the records of an imported list that wait for a second officer."""
    return await queries.proposed_of_import(session, import_id)


@read_case
async def listing(
    session: AsyncSession, actor: Actor, asked: CreditRecordQuery
) -> Page[CreditRecordRead]:
    """The records, what waits for a second officer first."""
    rows, frame = await page_rows(session, queries.listing(actor, asked), asked)
    return Page(items=[await read(session, actor, row[0]) for row in rows], **frame)


@read_case
async def published(session: AsyncSession, asked: PublicRecordQuery) -> Page[PublicRecord]:
    """What everybody may read: records in force whose decision says so, persons masked."""
    rows, frame = await page_rows(session, queries.published(asked, clock.today()), asked)
    return Page(items=[await _public(session, row[0]) for row in rows], **frame)


async def _public(session: AsyncSession, record: CreditRecord) -> PublicRecord:
    derived = {"subject_name", "subject_mask", "behaviour_class_name"}
    shown = {n: getattr(record, n) for n in PublicRecord.model_fields if n not in derived}
    is_person = record.subject_kind == "person"
    name = masking.person(record.subject_name) or "" if is_person else record.subject_name
    return PublicRecord(
        **shown,
        subject_name=name,
        subject_mask="" if is_person else record.subject_mask,
        behaviour_class_name=await codelists.name_of(session, CLASSES, record.behaviour_class),
    )


async def add_check(session: AsyncSession, actor: Actor, **columns: Any) -> None:
    """Step: write down that somebody looked a subject up in an outside list."""
    row = CreditCheck(
        checked_by=actor.account_id,
        checker_name=actor.name,
        organisation_id=actor.organisation_id,
        **columns,
    )
    session.add(row)
    await audit.record(session, row, "check", actor, source=row.source, result=row.result)


async def checks_of(session: AsyncSession, subject_id: UUID) -> list[CreditCheckRead]:
    """Step: the looks into outside lists for one registration, the newest first."""
    derived = {"result_name"}
    return [
        CreditCheckRead(
            **{n: getattr(one, n) for n in CreditCheckRead.model_fields if n not in derived},
            result_name=CHECK_RESULTS[one.result],
        )
        for one in await queries.checks_of(session, subject_id)
    ]
