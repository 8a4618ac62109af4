"""The people of an organisation over HTTP."""

from typing import Literal
from uuid import UUID

from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.identity.schemas import InvitationSent
from backend.organisations import members
from backend.organisations.router.base import router
from backend.organisations.schemas import AbsenceIn, HandoverIn, MemberInvite, PeopleRead
from backend.platform.forms import ReasonIn
from backend.platform.routing import Db

ONE = "/organisations/{organisation_id}"
PEOPLE = Permission.ORGANISATION_MEMBERS


@router.get(f"{ONE}/members", permission=PEOPLE)
async def list_members(organisation_id: UUID, db: Db, actor: Who) -> PeopleRead:
    """The people of my organisation, who is invited, and who is away."""
    return await members.listing(db, actor, organisation_id)


# Stored answers would keep the links of these two in clear; an invitation cannot be open twice.
@router.post(f"{ONE}/invitations", permission=PEOPLE, status_code=201, idempotent=False)
async def invite(organisation_id: UUID, body: MemberInvite, db: Db, actor: Who) -> InvitationSent:
    """Invite a colleague by an activation link."""
    return await members.invite(db, actor, organisation_id, body)


@router.post(f"{ONE}/invitations/{{invitation_id}}/resend", permission=PEOPLE, idempotent=False)
async def resend(organisation_id: UUID, invitation_id: UUID, db: Db, actor: Who) -> InvitationSent:
    """Send an invitation again; the earlier link ends."""
    return await members.resend(db, actor, organisation_id, invitation_id)


@router.post(f"{ONE}/invitations/{{invitation_id}}/revoke", permission=PEOPLE)
async def revoke(organisation_id: UUID, invitation_id: UUID, db: Db, actor: Who) -> PeopleRead:
    """Take an invitation back."""
    return await members.revoke(db, actor, organisation_id, invitation_id)


@router.post(f"{ONE}/members/{{membership_id}}/end", permission=PEOPLE)
async def end(
    organisation_id: UUID, membership_id: UUID, body: ReasonIn, db: Db, actor: Who
) -> PeopleRead:
    """End a colleague's, or my own, membership; what is open stays with the organisation."""
    return await members.end(db, actor, organisation_id, membership_id, body.reason)


@router.post(f"{ONE}/handover", permission=PEOPLE)
async def hand_over(organisation_id: UUID, body: HandoverIn, db: Db, actor: Who) -> PeopleRead:
    """Offer the manager's role to a colleague."""
    return await members.hand_over(db, actor, organisation_id, body)


@router.post(f"{ONE}/handover/{{answer}}", permission=PEOPLE)
async def answer_handover(
    organisation_id: UUID,
    answer: Literal["accept", "decline", "withdraw"],
    db: Db,
    actor: Who,
) -> PeopleRead:
    """Accept or decline the manager's role, or withdraw the offer."""
    return await members.answer_handover(db, actor, organisation_id, answer)


@router.post(f"{ONE}/absences", permission=PEOPLE)
async def note_absence(organisation_id: UUID, body: AbsenceIn, db: Db, actor: Who) -> PeopleRead:
    """Note an absence and who stands in."""
    return await members.note_absence(db, actor, organisation_id, body)


@router.post(f"{ONE}/absences/{{absence_id}}/end", permission=PEOPLE)
async def end_absence(organisation_id: UUID, absence_id: UUID, db: Db, actor: Who) -> PeopleRead:
    """End an absence early."""
    return await members.end_absence(db, actor, organisation_id, absence_id)
