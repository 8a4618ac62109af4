"""What a registration lacks, and what the rules say of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.service import evidence_faults
from backend.codelists import service as codelists
from backend.codelists.checks.documents import check_identity_document, normal_document_number
from backend.codelists.checks.titles import TitleFinding, TitleOutcome, TitleTable
from backend.codelists.service import code_faults
from backend.credit_records import service as credit_records
from backend.experts.rules import Applicant, judge
from backend.experts.schemas import ExpertDraft, ExpertForm
from backend.organisations.service import Place
from backend.platform import clock
from backend.platform.crypto import fingerprint
from backend.platform.forms import faults
from backend.platform.problems import FieldError
from backend.platform.rules import Verdict
from backend.policies.policy import Policy

CODED = {
    "city_code": "divisions",
    "county_code": "divisions",
    "zone_code": "zones",
    "education_code": "degrees",
    "degree_code": "degrees",
    "main_discipline": "disciplines",
    "other_disciplines": "disciplines",
    "chains": "chains",
    "industries": "industries",
    "service_types": "service_types",
    "willing_places": "divisions",
}


async def missing(session: AsyncSession, values: Mapping[str, Any]) -> list[FieldError]:
    """Step: every fault that keeps the values from being submitted, one for each field."""
    titles = await codelists.title_table(session)
    draft = ExpertDraft.model_validate(values)
    found = [
        *faults(ExpertForm, dict(values)),
        *await code_faults(session, values, CODED),
        *await _study_faults(session, draft),
        *_identity_faults(draft),
        *_place_faults(draft),
        *_title_faults(draft, titles),
        *await evidence_faults(session, "evidence_expert", values),
    ]
    return list({one.pointer: one for one in reversed(found)}.values())[::-1]


def _fault(field: str, message: str) -> FieldError:
    return FieldError(pointer=f"/{field}", message=message)


async def _study_faults(session: AsyncSession, draft: ExpertDraft) -> list[FieldError]:
    found = []
    for place, one in enumerate(draft.education or []):
        unknown = await code_faults(session, {"level": one.level}, {"level": "degrees"})
        found += [_fault(f"education/{place}/level", fault.message) for fault in unknown]
    return found


def _identity_faults(draft: ExpertDraft) -> list[FieldError]:
    if not draft.id_kind or not draft.id_number:
        return []
    card = check_identity_document(draft.id_kind, draft.id_number, clock.today())
    if card.fault:
        return [_fault("id_number", card.fault)]
    found = []
    if card.birth_date and draft.birth_date and draft.birth_date != card.birth_date:
        found.append(_fault("birth_date", "与身份证号码中的出生日期不一致，请核对。"))
    if card.sex and draft.sex and draft.sex != card.sex:
        found.append(_fault("sex", "与身份证号码中的性别不一致，请核对。"))
    return found


def _place_faults(draft: ExpertDraft) -> list[FieldError]:
    if draft.is_out_of_province:
        return []
    if not draft.city_code:
        return [_fault("city_code", "请选择工作单位所在的设区市；在省外工作的请勾选“省外”。")]
    if draft.county_code and draft.county_code[:4] != draft.city_code[:4]:
        return [_fault("county_code", "所选县（市、区）不在所选设区市内，请重新选择。")]
    return []


def _title_faults(draft: ExpertDraft, titles: TitleTable) -> list[FieldError]:
    if draft.title_name and _title(draft, titles).outcome is TitleOutcome.NEEDS_SERIES:
        return [_fault("title_series", "不同系列中都有这个职称且级别不同，请选择职称系列。")]
    return []


def _title(draft: ExpertDraft, titles: TitleTable) -> TitleFinding:
    return titles.look_up(draft.title_name or "", draft.title_series or "")


async def title_level(session: AsyncSession, draft: ExpertDraft) -> str | None:
    """Step: the level the table of titles knows for the title, if it does."""
    if not draft.title_name:
        return None
    return _title(draft, await codelists.title_table(session)).level or None


async def verdicts(
    session: AsyncSession, values: Mapping[str, Any], policy: Policy, on: date
) -> list[Verdict]:
    """Step: every rule of clause 2.1 on a draft or a finished registration."""
    applicant = await applicant_of(session, ExpertDraft.model_validate(values), policy, on)
    number = values.get("id_number")
    key = fingerprint(normal_document_number(number)) if number else None
    return [
        *judge(applicant, policy),
        await credit_records.check(session, "person", key, on),
    ]


async def applicant_of(
    session: AsyncSession, draft: ExpertDraft, policy: Policy, on: date
) -> Applicant:
    """Step: what the rules need of a registration, filled in as far as it is."""
    degrees = await codelists.degree_table(session)
    disciplines = await codelists.discipline_table(session)
    titles = await codelists.title_table(session)
    title = _title(draft, titles) if draft.title_name else TitleFinding(TitleOutcome.KNOWN)
    codes = (
        [draft.main_discipline, *(draft.other_disciplines or [])] if draft.main_discipline else []
    )
    return Applicant(
        on=on,
        birth_date=draft.birth_date,
        has_doctorate=degrees.is_doctorate(draft.degree_code or ""),
        title_name=draft.title_name or "",
        title_level=title.level,
        title_meets=bool(title.level) and title.at_least(policy.minimum_title_level),
        title_note=title.note if title.outcome is not TitleOutcome.KNOWN else "",
        main_discipline=draft.main_discipline or "",
        groups=tuple(disciplines.group_of(code) for code in codes),
        has_skills=bool(
            draft.summary and draft.years_experience is not None and draft.achievements
        ),
        declares_voluntary=bool(draft.declares_voluntary),
        declares_health=bool(draft.declares_health),
        declares_willing=bool(draft.declares_willing),
        is_civil_servant=bool(draft.is_civil_servant),
    )


def place_of(draft: ExpertDraft) -> Place:
    """Where the expert works: what decides who recommends."""
    return Place(
        city_code=draft.city_code,
        county_code=draft.county_code,
        zone_code=draft.zone_code,
        employer_uscc=draft.employer_uscc.strip().upper() if draft.employer_uscc else None,
    )
