"""The people of an organisation: invited, away, leaving, and who manages them (clause 4.9)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import absences, invitations
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role
from backend.identity.schemas import InvitationIn, InvitationSent, MemberRead
from backend.organisations import queries
from backend.organisations.models import Handover, Organisation
from backend.organisations.rules import (
    a_manager_remains,
    deputy_stands_in,
    handed_to_reviewer,
    managed_by_manager,
)
from backend.organisations.schemas import (
    AbsenceIn,
    HandoverIn,
    HandoverRead,
    MemberInvite,
    PeopleRead,
)
from backend.organisations.showing import manages
from backend.organisations.states import HANDOVER
from backend.platform import audit, clock
from backend.platform.actions import allowed
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import conflict, enforce, not_found

PAGE = "/organisations/members"

on_violation("uq_handovers_open", "管理员移交正在等待接手人确认，请先撤回，再移交给别人。")
on_violation("ORG-07", "单位须有管理员，请先移交。", rule="ORG-07")


@dataclass(frozen=True)
class People:
    """An organisation with its people, locked against another change of them."""

    organisation: Organisation
    members: list[MemberRead]

    def one(self, membership_id: UUID | None) -> MemberRead:
        """A present member. Raises 404 for anybody else."""
        found = next((one for one in self.members if one.id == membership_id), None)
        if found is None:
            raise not_found("这位成员")
        return found


def _expect_sight(actor: Actor, organisation_id: UUID) -> None:
    if actor.organisation_id != organisation_id and not actor.may(Permission.ORGANISATION_MANAGE):
        raise not_found("这个单位")


async def _people(session: AsyncSession, actor: Actor, organisation_id: UUID) -> People:
    _expect_sight(actor, organisation_id)
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    return People(organisation, await identity.members(session, organisation_id=organisation_id))


async def _managed(session: AsyncSession, actor: Actor, organisation_id: UUID) -> People:
    people = await _people(session, actor, organisation_id)
    enforce(manages(actor, people.members), status=403)
    return people


async def _read(session: AsyncSession, actor: Actor, organisation_id: UUID) -> PeopleRead:
    members = await identity.members(session, organisation_id=organisation_id)
    names = {one.id: one.display_name for one in members}
    offer = await queries.open_handover(session, organisation_id)
    may_manage = manages(actor, members)
    own = managed_by_manager(actor.membership_id in names, actor.acting_for is not None)
    actions = [
        allowed("invite", "邀请同事", may_manage),
        allowed("end", "结束任职", may_manage),
        allowed("hand_over", "移交管理员", may_manage),
        allowed("absence", "登记请假和代理人", may_manage if not own.ok else own),
    ]
    if offer is not None and offer.to_membership_id == actor.membership_id:
        actions += [allowed("accept_handover", "同意接手"), allowed("decline_handover", "不接手")]
    return PeopleRead(
        members=members,
        invitations=await invitations.pending(session, organisation_id=organisation_id),
        absences=await absences.absences(session, organisation_id),
        handover=HandoverRead(
            id=offer.id,
            from_membership_id=offer.from_membership_id,
            from_name=names.get(offer.from_membership_id, ""),
            to_membership_id=offer.to_membership_id,
            to_name=names.get(offer.to_membership_id, ""),
        )
        if offer
        else None,
        allowed_actions=actions,
    )


@read_case
async def listing(session: AsyncSession, actor: Actor, organisation_id: UUID) -> PeopleRead:
    """The people of one's own organisation, or of any for the department."""
    _expect_sight(actor, organisation_id)
    return await _read(session, actor, organisation_id)


@use_case
async def invite(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: MemberInvite
) -> InvitationSent:
    """Invite a colleague, who sets the password himself. Raises 403 ORG-08 for no manager."""
    people = await _managed(session, actor, organisation_id)
    if people.organisation.allotted_by is None:
        raise conflict("账号分配之后才能邀请人员。", kind="state")
    offered = InvitationIn(**body.model_dump(exclude={"role"}))
    return await invitations.invite(
        session, actor, Role(body.role), offered, organisation_id=organisation_id
    )


@use_case
async def resend(
    session: AsyncSession, actor: Actor, organisation_id: UUID, invitation_id: UUID
) -> InvitationSent:
    """Send an invitation again with a new link."""
    await _managed(session, actor, organisation_id)
    return await invitations.resend(session, actor, invitation_id, organisation_id=organisation_id)


@use_case
async def revoke(
    session: AsyncSession, actor: Actor, organisation_id: UUID, invitation_id: UUID
) -> PeopleRead:
    """Take an invitation back."""
    await _managed(session, actor, organisation_id)
    await invitations.revoke(session, actor, invitation_id, organisation_id=organisation_id)
    return await _read(session, actor, organisation_id)


@use_case
async def end(
    session: AsyncSession,
    actor: Actor,
    organisation_id: UUID,
    membership_id: UUID,
    reason: str,
) -> PeopleRead:
    """End a colleague's, or one's own, membership; what is open stays with the organisation.

    Raises 409 ORG-07 for the last manager.
    """
    people = await _people(session, actor, organisation_id)
    leaving = people.one(membership_id)
    myself = leaving.id == actor.membership_id and actor.acting_for is None
    if not myself:
        enforce(manages(actor, people.members), status=403)
    managers = sum(one.is_manager for one in people.members)
    enforce(a_manager_remains(leaving.is_manager, managers))
    offer = await queries.open_handover(session, organisation_id)
    if offer and membership_id in (offer.from_membership_id, offer.to_membership_id):
        await _answer(session, actor, offer, "withdraw")
    account_id = await identity.end_hat(session, actor, membership_id, reason)
    await send_message(
        session,
        f"memberships:{membership_id}:ended",
        account_id,
        "您在本单位的任职已结束",
        f"您不再以{leaving.role_name}身份为“{people.organisation.name}”办理事项。",
        "/account",
    )
    return await _read(session, actor, organisation_id)


async def _answer(session: AsyncSession, actor: Actor, offer: Handover, action: str) -> None:
    offer.answered_at = clock.now()
    await audit.transition(session, offer, HANDOVER, action, actor)


@use_case
async def hand_over(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: HandoverIn
) -> PeopleRead:
    """Offer the manager's role to a colleague, who has to agree. Raises 409 ORG-09."""
    people = await _managed(session, actor, organisation_id)
    giver = people.one(actor.membership_id)
    taker = people.one(body.membership_id)
    enforce(handed_to_reviewer(giver.id == taker.id, taker.role == Role.REVIEWER))
    offer = Handover(
        id=new_id(),
        organisation_id=organisation_id,
        from_membership_id=giver.id,
        to_membership_id=taker.id,
    )
    await audit.create(session, offer, HANDOVER, actor)
    await send_message(
        session,
        f"handovers:{offer.id}:offered",
        await identity.owner_of(session, taker.id),
        "请确认是否接手本单位管理员",
        f"有同事拟将“{people.organisation.name}”的管理员移交给您，请登录确认。",
        PAGE,
    )
    return await _read(session, actor, organisation_id)


@use_case
async def answer_handover(
    session: AsyncSession, actor: Actor, organisation_id: UUID, action: str
) -> PeopleRead:
    """Accept or decline as the receiver in person, withdraw as a manager."""
    people = await _people(session, actor, organisation_id)
    offer = await queries.open_handover(session, organisation_id)
    if offer is None:
        raise conflict("现在没有待确认的管理员移交，可能已撤回。请刷新。", kind="state")
    if action == "withdraw":
        enforce(manages(actor, people.members), status=403)
    elif actor.acting_for or actor.membership_id != offer.to_membership_id:
        raise not_found("这份管理员移交")
    await _answer(session, actor, offer, action)
    giver, taker = offer.from_membership_id, offer.to_membership_id
    if action == "accept":
        await identity.pass_on_management(session, actor, giver, taker)
    if action != "withdraw":
        word = "已同意接手" if action == "accept" else "未同意接手"
        await send_message(
            session,
            f"handovers:{offer.id}:{action}",
            await identity.owner_of(session, giver),
            f"管理员移交：接手人{word}",
            f"对方{word}“{people.organisation.name}”的管理员。",
            PAGE,
        )
    return await _read(session, actor, organisation_id)


@use_case
async def note_absence(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: AbsenceIn
) -> PeopleRead:
    """Note one's own absence, or as manager a colleague's, with who stands in.

    Raises 409 ORG-10 for days that are over or a deputy who cannot.
    """
    people = await _people(session, actor, organisation_id)
    if body.membership_id != actor.membership_id or actor.acting_for:
        enforce(manages(actor, people.members), status=403)
    absent, deputy = people.one(body.membership_id), people.one(body.deputy_membership_id)
    days = (body.starts_on, body.ends_on)
    known = [
        one
        for one in await absences.absences(session, organisation_id)
        if one.starts_on <= body.ends_on and one.ends_on >= body.starts_on
    ]
    away = {one.membership_id for one in known}
    facts = {
        "same_person": absent.id == deputy.id,
        "same_role": absent.role == deputy.role,
        "deputy_absent": deputy.id in away,
        "already_absent": absent.id in away,
    }
    enforce(deputy_stands_in(days, clock.today(), facts))
    await absences.note_absence(session, actor, (absent.id, deputy.id), days)
    await send_message(
        session,
        f"absences:{absent.id}:{deputy.id}:{body.starts_on}",
        await identity.owner_of(session, deputy.id),
        "请代理一位同事的工作",
        f"{body.starts_on:%-m月%-d日}至{body.ends_on:%-m月%-d日}，您可在右上角切换到"
        "代理身份办理事项，相关消息同时发给您。",
        PAGE,
    )
    return await _read(session, actor, organisation_id)


@use_case
async def end_absence(
    session: AsyncSession, actor: Actor, organisation_id: UUID, absence_id: UUID
) -> PeopleRead:
    """End an absence early: one's own, or as manager a colleague's."""
    people = await _people(session, actor, organisation_id)
    known = await absences.absences(session, organisation_id)
    found = next((one for one in known if one.id == absence_id), None)
    if found is None:
        raise not_found("这条请假")
    if found.membership_id != actor.membership_id or actor.acting_for:
        enforce(manages(actor, people.members), status=403)
    await absences.end_absence(session, actor, absence_id)
    return await _read(session, actor, organisation_id)
