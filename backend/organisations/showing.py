"""How organisations are shown: in lists, in full, to anybody signed in."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import invitations
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role
from backend.organisations import queries
from backend.organisations.models import Annex1Version, Organisation, PaperArrival
from backend.organisations.pictures import picture_read
from backend.organisations.rules import (
    allotted_by_department,
    managed_by_manager,
    paper_before_allotment,
)
from backend.organisations.schemas import (
    Annex1Content,
    ArrivalRead,
    OrganisationAbout,
    OrganisationCard,
    OrganisationRead,
    VersionRead,
)
from backend.organisations.states import (
    EDITABLE,
    ORGANISATION,
    TYPE_NAMES,
    OrganisationState,
    OrganisationType,
)
from backend.platform import masking
from backend.platform.actions import AllowedAction, allowed
from backend.platform.problems import FieldError
from backend.platform.rules import Verdict

# Annex-1 answers that lists and jurisdiction read are columns; the rest is the profile.
COLUMNS = (
    *("name", "type", "uscc", "city_code", "county_code", "zone_code"),
    *("contact_name", "contact_phone", "contact_email"),
)
LABELS = {
    "receive_paper": "登记收到盖章件",
    "allot": "分配账号",
    "return": "退回补正",
    "refuse": "不予通过",
    "suspend": "暂停",
    "resume": "恢复",
}
ALLOTTED = frozenset({OrganisationState.ACTIVE, OrganisationState.SUSPENDED})
MOBILE_DIGITS = 11


def code_of(number: str, version: int, content_hash: str) -> str:
    """What stands at the foot of each printed page and in its QR code."""
    return f"{number}-{version}-{content_hash[:8].upper()}"


def content_of(organisation: Organisation) -> dict[str, Any]:
    """The annex-1 answers in force, flat as the form has them."""
    return {name: getattr(organisation, name) for name in COLUMNS} | organisation.profile


def take_over(organisation: Organisation, content: dict[str, Any]) -> None:
    """Write annex-1 answers into the organisation."""
    for name in COLUMNS:
        setattr(organisation, name, content.get(name))
    organisation.profile = {
        name: value for name, value in content.items() if name not in COLUMNS and value is not None
    }


def version_read(number: str, row: Annex1Version) -> VersionRead:
    """A submission as it is listed."""
    return VersionRead(
        number=row.number,
        submitted_at=row.created_at,
        content_hash=row.content_hash,
        code=code_of(number, row.number, row.content_hash),
    )


def card(organisation: Organisation) -> OrganisationCard:
    """The organisation in a list."""
    return OrganisationCard(**_card(organisation))


def _card(organisation: Organisation) -> dict[str, Any]:
    derived = {"type_name", "state_name"}
    names = [name for name in OrganisationCard.model_fields if name not in derived]
    return {name: getattr(organisation, name) for name in names} | {
        "type_name": TYPE_NAMES[OrganisationType(organisation.type)],
        "state_name": ORGANISATION.label(organisation.state),
    }


def _verdicts(actor: Actor, organisation: Organisation, action: str) -> list[Verdict]:
    found = [allotted_by_department(actor.role is Role.DEPARTMENT)]
    if action == "allot":
        here = organisation.state == OrganisationState.PAPER_RECEIVED
        found.append(paper_before_allotment(here))
    return found


def _department_actions(actor: Actor, organisation: Organisation) -> list[AllowedAction]:
    waits = organisation.state == OrganisationState.APPLIED
    found = [
        allowed(name, label, *_verdicts(actor, organisation, name))
        for name, label in LABELS.items()
        if ORGANISATION.allows(organisation.state, name) or (name == "allot" and waits)
    ]
    if organisation.state in EDITABLE or organisation.state == OrganisationState.PAPER_RECEIVED:
        found.append(allowed("renew_link", "补发填表链接"))
    return found


def manages(actor: Actor, colleagues: list[Any]) -> Verdict:
    """Whether the actor manages the people and the profile of the organisation (ORG-08)."""
    own = any(one.id == actor.membership_id and one.is_manager for one in colleagues)
    department = actor.may(Permission.ORGANISATION_MANAGE)
    return managed_by_manager(own or department, actor.acting_for is not None)


async def organisation_read(
    session: AsyncSession, actor: Actor, organisation: Organisation
) -> OrganisationRead:
    """Step: the organisation in full, with what the actor may do."""
    members = await identity.members(session, organisation_id=organisation.id)
    form = await queries.form_of(session, organisation.id)
    versions = await queries.versions(session, organisation.id)
    is_department = actor.may(Permission.ORGANISATION_MANAGE)
    actions = _department_actions(actor, organisation) if is_department else []
    if organisation.state in ALLOTTED:
        actions.append(allowed("edit", "修改单位信息", manages(actor, members)))
    invited = await invitations.pending(session, organisation_id=organisation.id)
    return OrganisationRead(
        **_card(organisation),
        version=organisation.version,
        uscc=organisation.uscc,
        content=Annex1Content.model_validate(content_of(organisation)),
        pictures=[picture_read(one) for one in await queries.pictures(session, form.id)],
        versions=[version_read(organisation.number or "", one) for one in versions],
        arrivals=[_arrival(one) for one in await queries.arrivals(session, organisation.id)],
        reasons=[FieldError.model_validate(one) for one in organisation.reasons],
        invitations=invited if is_department else [],
        has_manager=any(one.is_manager for one in members),
        allowed_actions=actions,
    )


def _arrival(row: PaperArrival) -> ArrivalRead:
    return ArrivalRead.model_validate(row, from_attributes=True)


def about(organisation: Organisation) -> OrganisationAbout:
    """The organisation as anybody signed in may read it."""
    content = Annex1Content.model_validate(content_of(organisation))
    content.contact_email = None
    if len(content.contact_phone or "") == MOBILE_DIGITS:
        content.contact_phone = masking.phone(content.contact_phone)
    return OrganisationAbout(
        id=organisation.id,
        name=organisation.name,
        type_name=TYPE_NAMES[OrganisationType(organisation.type)],
        city_code=organisation.city_code,
        county_code=organisation.county_code,
        zone_code=organisation.zone_code,
        content=content,
    )
