"""Signing: account, time and the hash of the text on the signer's screen."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement, AgreementSignature
from backend.agreements.queries import papers
from backend.agreements.rules import is_party, not_yet_signed, signs_present_text
from backend.agreements.schemas import AgreementRead, SignIn
from backend.agreements.service.copy_agreement import send_copies
from backend.agreements.service.draft_agreement import filing_organisation
from backend.agreements.service.read_agreement import agreement_detail, locked
from backend.agreements.service.tell_sides import other_side, tell_sides
from backend.agreements.service.tell_turn import has_signed
from backend.agreements.states import AGREEMENT, AgreementState
from backend.codelists.service import calendar
from backend.enterprises.service import party_of
from backend.identity.actor import Actor
from backend.matches import service as matches
from backend.matches.states import Party
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce
from backend.policies.service import current_policy
from backend.reviews import service as reviews
from backend.reviews.service import Submitted
from backend.reviews.states import Subject


async def _sign(
    session: AsyncSession, agreement: Agreement, party: Party, actor: Actor, name: str
) -> None:
    signature = AgreementSignature(
        id=new_id(),
        agreement_id=agreement.id,
        party=party,
        text_hash=agreement.text_hash,
        account_id=actor.account_id,
        signer_name=name,
    )
    session.add(signature)
    await session.flush()
    if party is Party.ENTERPRISE:
        agreement.enterprise_signature_id = signature.id
    else:
        agreement.expert_signature_id = signature.id
    await papers.note_look(session, actor, agreement.id, agreement.revision)
    await audit.transition(session, agreement, AGREEMENT, "sign", actor, party=party)


async def _hand_in(session: AsyncSession, agreement: Agreement, actor: Actor) -> None:
    """Put the signed agreement on the desk of the organisation that files it (5.4.2)."""
    row = await queries.drafting_facts(session, agreement.match_id)
    policy = await current_policy(session, clock.today())
    working_days = await calendar(session)
    due = working_days.add_working_days(clock.today(), policy.objection_working_days)
    await reviews.open_task(
        session,
        Submitted(
            subject=Subject.AGREEMENT,
            subject_id=agreement.id,
            number=agreement.revision,
            account_id=actor.account_id,
            title=f"{agreement.number} {row.demand_title}",
            summary=row.Enterprise.name,
            party=party_of(row.Enterprise),
        ),
        await filing_organisation(session, agreement.match_id),
        due,
    )
    await send_copies(session, agreement, due)


async def _ask_other_side(session: AsyncSession, agreement: Agreement, party: Party) -> None:
    await tell_sides(
        session,
        agreement.match_id,
        f"agreement:{agreement.id}:signed:{agreement.revision}",
        ("对方已签署协议", f"协议 {agreement.number} 对方已签署，请阅读后签署。"),
        f"/agreements/{agreement.id}",
        only=other_side(party),
    )


@use_case
async def sign(
    session: AsyncSession, actor: Actor, agreement_id: UUID, body: SignIn
) -> AgreementRead:
    """Sign for one's side; with the second signature the agreement goes to be filed.

    Raises 403 AGR-03 for others than the two sides, 409 AGR-01 when the text has changed since
    it was read, 409 AGR-04 when this side has signed it already (clause 5.4.1).
    """
    agreement, sides = await locked(session, actor, agreement_id)
    party = sides.party(actor)
    enforce(is_party(party, sides.is_team_member), status=403)
    assert party is not None
    enforce(
        signs_present_text(body.text_hash, agreement.text_hash),
        not_yet_signed(has_signed(agreement, party)),
    )
    await matches.agreed_match(session, agreement.match_id, lock=True)
    await _sign(session, agreement, party, actor, body.signer_name)
    if agreement.state == AgreementState.SIGNED:
        await _hand_in(session, agreement, actor)
    else:
        await _ask_other_side(session, agreement, party)
    return await agreement_detail(session, actor, agreement.id)
