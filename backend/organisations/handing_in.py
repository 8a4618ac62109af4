"""Judging the answers of annex 1, and making an application of them (clauses A1.1 to A1.4)."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations import pictures, queries
from backend.organisations.models import Annex1Form as FormRow
from backend.organisations.models import Annex1Version, Organisation
from backend.organisations.rules import (
    code_well_formed,
    not_registered_yet,
    one_to_three_pictures,
    place_fits_type,
)
from backend.organisations.schemas import Annex1Form
from backend.organisations.showing import take_over
from backend.organisations.states import ORGANISATION, OrganisationState, OrganisationType
from backend.platform import audit
from backend.platform.constraints import on_violation
from backend.platform.content import content_hash
from backend.platform.forms import faults
from backend.platform.identifiers import new_id
from backend.platform.numbers import next_number
from backend.platform.problems import FieldError, conflict, enforce_all, invalid
from backend.platform.rules import Verdict

SERIES = "DW"
PLACES = {"city_code": "divisions", "county_code": "divisions", "zone_code": "zones"}
POINTERS = {"ORG-04": "/pictures", "ORG-05": "/uscc", "ORG-06": "/name", "ORG-11": "/city_code"}

on_violation(
    "uq_organisations_name",
    "这个名称的单位已经提交过申请或已有账号，请联系省科技厅核实。",
    rule="ORG-06",
)
on_violation(
    "uq_organisations_uscc",
    "这个统一社会信用代码的单位已经提交过申请或已有账号，请联系省科技厅核实。",
    rule="ORG-06",
)
on_violation("uq_annex1_versions_organisation_id_number", "这份申请表刚刚已经提交，请勿重复提交。")


async def organisation_of(session: AsyncSession, form: FormRow) -> Organisation | None:
    """Step: what a form has become, once it was submitted."""
    if form.organisation_id is None:
        return None
    return await session.get_one(Organisation, form.organisation_id)


async def missing(session: AsyncSession, draft: dict[str, Any]) -> list[FieldError]:
    """Step: every fault of the answers, each tied to its field."""
    found = faults(Annex1Form, draft) + await codelists.code_faults(session, draft, PLACES)
    asked = draft.get("type") == OrganisationType.UNIVERSITY
    if asked and draft.get("double_first_class") is None:
        found.append(FieldError(pointer="/double_first_class", message="请选择是或否。"))
    return found


async def judged(
    session: AsyncSession, content: dict[str, Any], own_id: UUID | None
) -> list[Verdict]:
    """Step: what the rules of annex 1 say of the answers."""
    code = "".join(str(content.get("uscc") or "").upper().split())
    taken = await queries.taken(session, str(content.get("name") or ""), code, own_id)
    found = [
        code_well_formed(code),
        not_registered_yet(*taken),
        one_to_three_pictures(len(content.get("pictures") or [])),
    ]
    if content.get("type"):
        found.insert(1, place_fits_type(content["type"], content))
    return found


async def hand_in(session: AsyncSession, form: FormRow) -> Organisation:
    """Step: the form becomes an application, or the next version of one."""
    found = await missing(session, form.draft)
    kept = await pictures.of_form(session, form.id)
    used = [*form.draft.get("pictures", []), form.draft.get("logo")]
    if any(one and one not in kept for one in used):
        found.append(FieldError(pointer="/pictures", message="有图片已失效，请重新上传。"))
    if found:
        raise invalid(*((one.pointer, one.message) for one in found))
    enforce_all(await judged(session, form.draft, form.organisation_id), POINTERS)
    content = Annex1Form.model_validate(form.draft).model_dump(mode="json")
    hashed = content_hash(content | {"files": [kept[one].sha256 for one in used if one]})
    return await _record(session, form, content, hashed)


async def _record(
    session: AsyncSession, form: FormRow, content: dict[str, Any], hashed: str
) -> Organisation:
    organisation = await organisation_of(session, form) or Organisation(id=new_id())
    applicant = Actor(None, None, content["contact_name"], Role.PERSON)
    versions = await queries.versions(session, organisation.id)
    same = bool(versions) and versions[-1].content_hash == hashed
    if same and organisation.state == OrganisationState.APPLIED:
        raise conflict("内容没有变化，已打印的申请表仍然有效，无需再次提交。", kind="state")
    take_over(organisation, content)
    organisation.reasons = []
    number = len(versions) + (0 if same else 1)
    if form.organisation_id is None:
        organisation.number = await next_number(session, SERIES)
        await audit.create(session, organisation, ORGANISATION, applicant, number=number)
        form.organisation_id = organisation.id
    else:
        await audit.transition(
            session, organisation, ORGANISATION, "submit", applicant, number=number
        )
    if not same:
        session.add(
            Annex1Version(
                organisation_id=organisation.id,
                number=number,
                content=content,
                content_hash=hashed,
            )
        )
    await session.flush()
    return organisation
