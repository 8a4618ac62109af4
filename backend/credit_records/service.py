"""Bad-credit records: proposed by one officer, confirmed by another, lifted with a reason."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.credit_records import queries
from backend.credit_records.models import CreditRecord
from backend.credit_records.rules import no_bad_credit, two_persons
from backend.credit_records.schemas import CreditRecordIn, CreditRecordRead
from backend.credit_records.states import CREDIT_RECORD
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.platform import audit
from backend.platform.actions import AllowedAction, allowed
from backend.platform.crypto import fingerprint
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce
from backend.platform.rules import Verdict


async def check(session: AsyncSession, kind: str, key: str | None, on: date) -> Verdict:
    """Step: CREDIT-01 for a person (keyed hash) or an enterprise (credit code) on a day."""
    return no_bad_credit(await queries.active(session, kind, key, on) if key else [])


LABELS = {"confirm": "确认", "dismiss": "不予认定", "lift": "解除"}


def _actions(actor: Actor, record: CreditRecord) -> list[AllowedAction]:
    if not actor.may(Permission.CREDIT_MANAGE):
        return []
    rules = {"confirm": [two_persons(str(record.proposed_by), str(actor.account_id))]}
    return [
        allowed(name, label, *rules.get(name, []))
        for name, label in LABELS.items()
        if CREDIT_RECORD.allows(record.state, name)
    ]


def read(actor: Actor, record: CreditRecord) -> CreditRecordRead:
    """A record as an officer sees it."""
    derived = {"state_name", "allowed_actions"}
    shown = {n: getattr(record, n) for n in CreditRecordRead.model_fields if n not in derived}
    return CreditRecordRead(
        **shown,
        state_name=CREDIT_RECORD.label(record.state),
        allowed_actions=_actions(actor, record),
    )


async def add_record(session: AsyncSession, actor: Actor, body: CreditRecordIn) -> CreditRecord:
    """Step: a record that a second officer must confirm."""
    number = body.subject_number.strip().upper()
    record = CreditRecord(
        id=new_id(),
        subject_key=fingerprint(number) if body.subject_kind == "person" else number,
        proposed_by=actor.account_id,
        **body.model_dump(exclude={"subject_number"}),
    )
    await audit.create(session, record, CREDIT_RECORD, actor)
    return record


@use_case
async def propose(session: AsyncSession, actor: Actor, body: CreditRecordIn) -> CreditRecordRead:
    """Propose a record against a person or an enterprise."""
    return read(actor, await add_record(session, actor, body))


async def settle(session: AsyncSession, actor: Actor, record_id: UUID, action: str) -> CreditRecord:
    """Step: confirm or dismiss a proposed record. Raises 409 CREDIT-02 for its proposer."""
    record = await lock(session, CreditRecord, record_id, "这条记录")
    if action == "confirm":
        enforce(two_persons(str(record.proposed_by), str(actor.account_id)))
        record.confirmed_by = actor.account_id
    await audit.transition(session, record, CREDIT_RECORD, action, actor)
    return record


@use_case
async def decide(
    session: AsyncSession, actor: Actor, record_id: UUID, action: str
) -> CreditRecordRead:
    """Confirm or dismiss a proposed record."""
    return read(actor, await settle(session, actor, record_id, action))


@use_case
async def lift(
    session: AsyncSession, actor: Actor, record_id: UUID, reason: str
) -> CreditRecordRead:
    """End a record before its time, after an appeal or a correction."""
    record = await lock(session, CreditRecord, record_id, "这条记录")
    record.lifted_because = reason
    await audit.transition(session, record, CREDIT_RECORD, "lift", actor, reason=reason)
    return read(actor, record)


@read_case
async def listing(session: AsyncSession, actor: Actor) -> list[CreditRecordRead]:
    """The newest 200 records the actor may see."""
    return [read(actor, record) for record in await queries.newest_first(session, actor)]
