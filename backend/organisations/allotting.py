"""The department's side of annex 1: return, refuse, allot, and the ways to be reached (4.9)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import invitations
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.identity.schemas import InvitationIn
from backend.organisations import queries
from backend.organisations.affiliations import affiliate
from backend.organisations.annex1 import link_of
from backend.organisations.models import Organisation
from backend.organisations.rules import allotted_by_department, paper_before_allotment
from backend.organisations.schemas import (
    AffiliationIn,
    AllotIn,
    Allotted,
    LinkRenewed,
    OrganisationRead,
    ReturnIn,
)
from backend.organisations.showing import ALLOTTED, organisation_read
from backend.organisations.states import ORGANISATION, OrganisationState, OrganisationType
from backend.platform import audit
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.letters import page_address, send_letter
from backend.platform.problems import conflict, enforce
from backend.platform.secret_links import new_token, token_hash
from backend.settings import get_settings

# Universities and institutes review their own staff (clause 4.8).
OWN_STAFF = frozenset({OrganisationType.UNIVERSITY, OrganisationType.RESEARCH_INSTITUTE})

on_violation("D15", "推荐单位账号由省科技厅在收到盖章件后统一分配。", rule="ORG-01")


async def _tell(session: AsyncSession, organisation: Organisation, title: str, words: str) -> None:
    """Mail the applicant, who has no account to look into; the words hold no secret."""
    address = organisation.contact_email
    if address and get_settings().smtp_url:
        key = f"organisations:{organisation.id}:{organisation.version}"
        await send_letter(session, key, address, title, f"{organisation.name}：\n\n{words}")


@use_case
async def return_form(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: ReturnIn
) -> OrganisationRead:
    """Ask for corrections, each tied to its field; the applicant goes on by his link."""
    enforce(allotted_by_department(actor.role is Role.DEPARTMENT), status=403)
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    organisation.reasons = [one.model_dump() for one in body.reasons]
    organisation.paper_received_on = None
    said = "；".join(one.message for one in body.reasons)
    await audit.transition(session, organisation, ORGANISATION, "return", actor, reason=said)
    words = (
        f"申请表需要补正：{said}\n\n请用您的私密链接打开申请表，修改后重新提交、打印和盖章。"
        "链接遗失的，请联系省科技厅补发。"
    )
    await _tell(session, organisation, "账号申请表需要补正", words)
    return await organisation_read(session, actor, organisation)


@use_case
async def refuse(
    session: AsyncSession, actor: Actor, organisation_id: UUID, reason: str
) -> OrganisationRead:
    """Refuse an application, with the reason its applicant reads."""
    enforce(allotted_by_department(actor.role is Role.DEPARTMENT), status=403)
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    organisation.reasons = [{"pointer": "", "message": reason}] if reason else []
    await audit.transition(session, organisation, ORGANISATION, "refuse", actor, reason=reason)
    words = f"账号申请未通过。{reason}\n\n情况有变化的，可以重新填写申请表。"
    await _tell(session, organisation, "账号申请未通过", words)
    return await organisation_read(session, actor, organisation)


@use_case
async def allot(
    session: AsyncSession, actor: Actor, organisation_id: UUID, body: AllotIn
) -> Allotted:
    """Allot the account: its manager is invited and sets the password himself (clause 4.9).

    Raises 409 ORG-02 before the sealed paper is here. The form's private link ends.
    """
    enforce(allotted_by_department(actor.role is Role.DEPARTMENT), status=403)
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    if organisation.state not in ALLOTTED | {OrganisationState.REFUSED}:
        here = organisation.state == OrganisationState.PAPER_RECEIVED
        enforce(paper_before_allotment(here))
    organisation.allotted_by = actor.account_id
    await audit.transition(session, organisation, ORGANISATION, "allot", actor)
    form = await queries.form_of(session, organisation_id)
    form.token_hash = None
    if organisation.type in OWN_STAFF and organisation.uscc:
        own = AffiliationIn(
            employer_uscc=organisation.uscc, employer_name=organisation.name, relation="own_staff"
        )
        await affiliate(session, organisation, own)
    manager = InvitationIn(**body.model_dump(), is_manager=True)
    sent = await invitations.invite(
        session, actor, Role.REVIEWER, manager, organisation_id=organisation_id
    )
    return Allotted(organisation=await organisation_read(session, actor, organisation), sent=sent)


@use_case
async def renew_link(session: AsyncSession, actor: Actor, organisation_id: UUID) -> LinkRenewed:
    """A new private link for an applicant who lost his; the earlier one ends."""
    organisation = await lock(session, Organisation, organisation_id, "这个单位")
    if organisation.state in ALLOTTED:
        raise conflict("账号已经分配，填表链接不再使用。", kind="state")
    token = new_token()
    form = await queries.form_of(session, organisation_id)
    form.token_hash = token_hash(token)
    await audit.record(session, organisation, "renew_link", actor)
    mailed = bool(organisation.contact_email and get_settings().smtp_url)
    if mailed:
        words = f"这是补发的填表链接，原链接已失效，请勿转发：\n{page_address(link_of(token))}"
        address = organisation.contact_email or ""
        key = f"annex1:{form.id}:{form.version}:renewed"
        await send_letter(session, key, address, "补发账号申请表的填表链接", words)
    return LinkRenewed(mailed=mailed, link=None if mailed else link_of(token))
