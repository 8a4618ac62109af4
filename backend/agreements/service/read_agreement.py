"""Agreements as each side, the organisations and the department see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement, AgreementCopy, AgreementSignature
from backend.agreements.queries import Sides, papers
from backend.agreements.rules import (
    PARTY_NAMES,
    files_for_enterprise,
    files_for_others,
    is_party,
    may_be_sealed,
    not_yet_signed,
    objects_in_time,
    signature_counts,
    signed_by_both,
)
from backend.agreements.schemas import (
    AgreementCard,
    AgreementQuery,
    AgreementRead,
    CopyRead,
    DemandRef,
    FilingRead,
    Named,
    RevisionRead,
    SignatureRead,
    TermsRead,
)
from backend.agreements.service.compare_clauses import compare
from backend.agreements.service.show_sealed import sealed_fields
from backend.agreements.service.tell_turn import has_signed, turn_with
from backend.agreements.states import AGREEMENT, AgreementState
from backend.audit.service import standing, timeline
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.matches.states import Party
from backend.platform import clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.database import read_case
from backend.platform.edits import lock
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict

WHAT = "这份协议"
SIGNED_BY_BOTH = frozenset({AgreementState.SIGNED, AgreementState.FILED})
OUTCOME_NAMES = {"accepted": "已备案", "returned": "退回"}


def _named(row: AnyRow, kind: str) -> Named | None:
    id = getattr(row, f"{kind}_id")
    return Named(id=id, name=getattr(row, f"{kind}_name")) if id else None


def card_fields(row: AnyRow) -> dict[str, Any]:
    """What a card shows of a row of `queries.cards`."""
    agreement: Agreement = row[0]
    return {
        "id": agreement.id,
        "number": agreement.number,
        "state": agreement.state,
        "state_name": AGREEMENT.label(agreement.state),
        "match_id": agreement.match_id,
        "demand": DemandRef(id=row.demand_id, number=row.demand_number, title=row.demand_title),
        "enterprise": _named(row, "enterprise"),
        "expert": _named(row, "expert"),
        "team": _named(row, "team"),
        "organisation": Named(id=agreement.organisation_id, name=row.organisation_name),
        "sign_due": agreement.sign_due,
        "filing_number": row.filing_number,
        "created_at": agreement.created_at,
    }


@read_case
async def listing(
    session: AsyncSession, actor: Actor, asked: AgreementQuery
) -> Page[AgreementCard]:
    """The agreements the actor has to do with, newest first."""
    rows, frame = await page_rows(session, queries.listing(actor, asked), asked)
    return Page(items=[AgreementCard(**card_fields(row)) for row in rows], **frame)


def signed_hashes(agreement: Agreement, signatures: Sequence[AgreementSignature]) -> dict[str, str]:
    """The text each side's counting signature is on."""
    counting = {agreement.enterprise_signature_id, agreement.expert_signature_id}
    return {given.party: given.text_hash for given in signatures if given.id in counting}


def filing_verdicts(
    actor: Actor, agreement: Agreement, signatures: Sequence[AgreementSignature]
) -> tuple[Verdict, Verdict, Verdict]:
    """Whether the actor may receive or return the agreement now."""
    signers = {given.account_id for given in signatures}
    return (
        files_for_enterprise(agreement.organisation_id == actor.organisation_id),
        signed_by_both(agreement.text_hash, signed_hashes(agreement, signatures)),
        files_for_others(actor.account_id in signers),
    )


def _actions(
    actor: Actor,
    agreement: Agreement,
    sides: Sides,
    signatures: Sequence[AgreementSignature],
    copies: Sequence[AnyRow],
) -> list[AllowedAction]:
    found = []
    party = sides.party(actor)
    if actor.may(Permission.AGREEMENT_SIGN):
        mine = is_party(party, sides.is_team_member)
        if AGREEMENT.allows(agreement.state, "revise"):
            found.append(allowed("revise", "修改条款", mine))
        if AGREEMENT.allows(agreement.state, "sign"):
            signed = not_yet_signed(has_signed(agreement, party))
            found.append(allowed("sign", "签署协议", mine, signed))
        if agreement.state in SIGNED_BY_BOTH:
            found.append(allowed("seal", "上传盖章件", mine, may_be_sealed(is_signed=True)))
    own = _own_copies(actor, agreement, copies)
    files = actor.may(Permission.AGREEMENT_FILE) and AGREEMENT.allows(agreement.state, "file")
    if files and not own:
        verdicts = filing_verdicts(actor, agreement, signatures)
        found.append(allowed("file", "备案", *verdicts))
        found.append(allowed("return", "退回修改", *verdicts))
    for copy in own:
        in_time = objects_in_time(copy.due, clock.today(), copy.objected_at is not None)
        found.append(allowed("object", "提出异议", in_time))
    return found


def _own_copies(
    actor: Actor, agreement: Agreement, copies: Sequence[AnyRow]
) -> list[AgreementCopy]:
    """The copy of the present text the actor's organisation got, where it may speak for it."""
    if not actor.may(Permission.AGREEMENT_FILE) or agreement.state not in SIGNED_BY_BOTH:
        return []
    return [
        row[0]
        for row in copies
        if row[0].organisation_id == actor.organisation_id
        and row[0].text_hash == agreement.text_hash
    ]


def _copy(row: AnyRow, agreement: Agreement) -> CopyRead:
    copy, organisation = row
    silent = "silent" if clock.today() > copy.due else "waiting"
    return CopyRead(
        organisation=Named(id=copy.organisation_id, name=organisation),
        due=copy.due,
        state="objected" if copy.objected_at else silent,
        reason=copy.reason,
        objected_at=copy.objected_at,
        counts=copy.text_hash == agreement.text_hash,
    )


def _signature(given: AgreementSignature, agreement: Agreement) -> SignatureRead:
    return SignatureRead(
        party=given.party,
        party_name=PARTY_NAMES[Party(given.party)],
        signer_name=given.signer_name,
        signed_at=given.signed_at,
        text_hash=given.text_hash,
        counts=signature_counts(given.text_hash, agreement.text_hash).ok,
    )


def _revision(row: AnyRow) -> RevisionRead:
    text, changed_by = row
    return RevisionRead(
        revision=text.revision,
        text_hash=text.text_hash,
        text=text.text,
        changed_at=text.created_at,
        changed_by=changed_by,
        party=text.party,
    )


def _filing(row: AnyRow) -> FilingRead:
    filing, organisation = row
    return FilingRead(
        outcome=filing.outcome,
        outcome_name=OUTCOME_NAMES[filing.outcome],
        number=filing.number,
        reason=filing.reason,
        organisation=organisation,
        decided_by=filing.decided_by_name,
        decided_at=filing.decided_at,
    )


async def visible(session: AsyncSession, actor: Actor, agreement_id: UUID) -> tuple[AnyRow, Sides]:
    """Step: the agreement's card and both sides. Raises 404 when the actor may not see it."""
    row = await queries.card(session, actor, agreement_id)
    if row is None:
        raise not_found(WHAT)
    sides = await queries.sides(session, actor, row[0].match_id)
    assert sides is not None
    return row, sides


async def locked(
    session: AsyncSession, actor: Actor, agreement_id: UUID
) -> tuple[Agreement, Sides]:
    """Step: the agreement, locked. Raises 404 when the actor may not see it."""
    _, sides = await visible(session, actor, agreement_id)
    return await lock(session, Agreement, agreement_id, WHAT), sides


async def agreement_detail(
    session: AsyncSession, actor: Actor, agreement_id: UUID
) -> AgreementRead:
    """Step: the whole agreement. Raises 404 when the actor may not see it."""
    row, sides = await visible(session, actor, agreement_id)
    agreement: Agreement = row[0]
    signatures = await queries.signatures(session, agreement.id)
    copies = await papers.copies(session, agreement.id)
    revisions = await queries.revisions(session, agreement.id)
    seen = await papers.look(session, actor, agreement.id)
    story = [("matches", agreement.match_id), ("agreements", agreement.id)]
    turn = turn_with(agreement, sides.party(actor))
    return AgreementRead(
        **card_fields(row),
        standing=await standing(session, actor, (AGREEMENT.subject, agreement.id), turn),
        version=agreement.version,
        terms=TermsRead.model_validate(agreement.terms),
        text=agreement.text,
        text_hash=agreement.text_hash,
        revision=agreement.revision,
        my_party=sides.party(actor),
        signatures=[_signature(given, agreement) for given in signatures],
        revisions=[_revision(each) for each in revisions],
        filings=[_filing(each) for each in await queries.filings(session, agreement.id)],
        clauses=compare([each[0] for each in revisions], seen),
        seen_revision=seen,
        **await sealed_fields(session, agreement),
        copies=[_copy(each, agreement) for each in copies],
        allowed_actions=_actions(actor, agreement, sides, signatures, copies),
        timeline=await timeline(session, story),
    )


@read_case
async def read(session: AsyncSession, actor: Actor, agreement_id: UUID) -> AgreementRead:
    """One agreement. Raises 404 when the actor may not see it."""
    return await agreement_detail(session, actor, agreement_id)
