"""Whom a report or finding is about."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.credit_records.service import CLASSES, Named
from backend.integrity.queries import subjects
from backend.integrity.schemas import FindingIn
from backend.platform.problems import conflict, invalid, not_found

KIND_OF = {"experts": "person", "enterprises": "enterprise"}


async def registration(
    session: AsyncSession, subject_type: str, subject_id: UUID
) -> tuple[str, UUID | None, Named | None]:
    """Step: name, competent organisation, and number if one was ever submitted. Raises 404."""
    if subject_type == "experts":
        expert = await subjects.expert(session, subject_id)
        if expert is None:
            raise not_found("这位特派员")
        named = Named("person", expert.id_number, expert.name) if expert.id_number else None
        return expert.name, expert.organisation_id, named
    enterprise = await subjects.enterprise(session, subject_id)
    if enterprise is None:
        raise not_found("这家企业")
    uscc, name = enterprise.uscc, enterprise.name
    return name, enterprise.organisation_id, Named("enterprise", uscc, name) if uscc else None


async def subject_of(session: AsyncSession, body: FindingIn) -> Named:
    """Step: whom a finding is about. Raises 404, or 409 for one that never submitted."""
    if body.subject_id is None:
        assert body.subject_number
        assert body.subject_name
        return Named(KIND_OF[body.subject_type], body.subject_number, body.subject_name)
    _, _, named = await registration(session, body.subject_type, body.subject_id)
    if named is None:
        raise conflict("这份申请还没有提交过证件号码或统一社会信用代码，不能认定。", kind="state")
    return named


async def enforce_class(session: AsyncSession, code: str, subject_type: str) -> None:
    """Step: the class of behaviour is listed, and for such a subject. Raises 422."""
    classes = await codelists.rows_of(session, CLASSES)
    wanted = {"both", KIND_OF[subject_type]}
    if not any(one["code"] == code and one["subject"] in wanted for one in classes):
        raise invalid(("/behaviour_class", "请从列表中选择与对象相符的失信行为类别。"))


async def class_name(session: AsyncSession, code: str) -> str:
    """Step: a class of behaviour in words."""
    return await codelists.name_of(session, CLASSES, code)
