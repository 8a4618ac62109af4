"""The written content as the forms people fill in."""

from dataclasses import asdict
from typing import Any

from backend.demands.schemas import DemandNew
from backend.demo import people
from backend.demo.cases import EMPLOYED_AT, LEADS
from backend.demo.records import Demand, Enterprise, Expert
from backend.enterprises.schemas import EnterpriseDraft
from backend.experts.schemas import ExpertDraft

_NO_CLASS = "NONE"
_TALENTS = ("provincial_programme", "returnee", "industry_professor", "skilled")


def expert_form(content: Expert) -> ExpertDraft:
    """A whole registration."""
    return ExpertDraft.model_validate(
        _who(content) | _work(content) | _field(content) | _offer(content) | _declared(content)
    )


def _who(content: Expert) -> dict[str, Any]:
    return {
        "name": content.person.name,
        "sex": content.person.sex,
        "id_kind": "resident",
        "id_number": content.id_number,
        "birth_date": content.birth_date,
        "phone": content.person.phone,
        "email": content.person.email,
        "address": content.address,
        "is_retired": content.retired,
        "is_civil_servant": content.civil_servant,
    }


def _work(content: Expert) -> dict[str, Any]:
    employer, won, firm = content.employer, content.qualification, _firm_of(content)
    return {
        "employer_name": employer.name,
        "employer_uscc": employer.uscc,
        "department": content.department,
        "position": content.position,
        "is_out_of_province": not employer.city_code,
        "city_code": employer.city_code or None,
        "county_code": firm.county_code if firm else None,
        "zone_code": firm.zone_id if firm else None,
        "education_code": won.education,
        "school": won.school,
        "degree_code": won.degree,
        "degree_date": won.degree_date,
        "title_name": won.title,
        "title_series": won.title_series,
        "title_date": won.title_date,
        "is_continuing": content.index % 3 == 0,
        "talent_types": [_TALENTS[content.index % 4]] if content.index % 5 == 0 else [],
    }


def _field(content: Expert) -> dict[str, Any]:
    return {
        "main_discipline": content.disciplines[0],
        "other_disciplines": list(content.disciplines[1:4]),
        "keywords": list(content.keywords),
        "chains": list(content.chains),
        "industries": list(content.industries),
        "summary": content.summary,
        "years_experience": content.years_experience,
        "achievements": [asdict(one) for one in content.achievements],
    }


def _offer(content: Expert) -> dict[str, Any]:
    return {
        "service_types": list(content.service_types),
        "willing_places": list(content.places),
        "service_content": f"可围绕{content.direction}提供诊断、攻关和培训。",
        "days_per_month": content.days_per_month,
        "max_enterprises": content.max_enterprises,
        "is_designable": content.named_openly,
    }


def _declared(content: Expert) -> dict[str, Any]:
    yes = dict.fromkeys(("declares_voluntary", "declares_health", "declares_willing"), True)
    ties = [
        {
            "enterprise_uscc": people.enterprise(one.enterprise).uscc,
            "enterprise_name": people.enterprise(one.enterprise).name,
            "kind": one.kind,
            "note": one.detail,
        }
        for one in content.conflicts
        if one.declared
    ]
    return {**yes, "conflicts": ties}


def _firm_of(content: Expert) -> Enterprise | None:
    if content.index not in EMPLOYED_AT and content.index not in LEADS:
        return None
    code = content.employer.uscc
    return next(
        one for one in map(people.enterprise, range(people.ENTERPRISES)) if one.uscc == code
    )


def first_steps(form: ExpertDraft) -> ExpertDraft:
    """A draft left after its first page."""
    return form.model_copy(update=dict.fromkeys(_SECOND_PAGE))


_SECOND_PAGE = (
    *("title_name", "title_series", "title_date", "main_discipline", "other_disciplines"),
    *("keywords", "summary", "achievements", "service_types", "willing_places"),
    *("declares_voluntary", "declares_health", "declares_willing"),
)


def enterprise_form(content: Enterprise) -> EnterpriseDraft:
    """A whole registration."""
    return EnterpriseDraft.model_validate(_firm(content) | _place(content) | _strength(content))


def _firm(content: Enterprise) -> dict[str, Any]:
    return {
        "name": content.name,
        "uscc": content.uscc,
        "unit_type": "enterprise",
        "is_legal_person": True,
        "is_branch": False,
        "legal_representative": content.legal_representative.name,
        "legal_representative_phone": content.legal_representative.phone,
        "contact_name": content.contact.name,
        "contact_position": "技术负责人",
        "contact_phone": content.contact.phone,
        "contact_email": content.contact.email,
        "founded_on": content.founded,
        "registered_capital": content.registered_capital_wan,
    }


def _place(content: Enterprise) -> dict[str, Any]:
    return {
        "city_code": content.city_code,
        "county_code": content.county_code,
        "zone_code": content.zone_id,
        "address": content.address,
        "industry_code": content.industry,
        "chain_code": content.chain,
        "business": content.business,
    }


def _strength(content: Enterprise) -> dict[str, Any]:
    held = [code for code in content.classes if code != _NO_CLASS]
    offered = content.working_conditions
    return {
        "revenue": content.revenue_wan,
        "staff": content.staff,
        "qualifications": [
            {"code": code, "number": f"演示证书-{content.index:03d}-{k}"}
            for k, code in enumerate(held, start=1)
        ],
        "invention_patents": content.patents // 3,
        "other_patents": content.patents - content.patents // 3,
        "standards": content.index % 4,
        "rd_spend": content.rd_spend_wan,
        "rd_staff": content.rd_staff,
        "working_conditions": {
            "office": True,
            "laboratory": "试" in offered,
            "lodging": "宿" in offered or "公寓" in offered,
            "liaison_person": True,
            "note": offered,
        },
        **dict.fromkeys(_FIRM_DECLARES, True),
    }


_FIRM_DECLARES = (
    *("declares_innovation", "declares_conditions", "declares_taxes_paid"),
    *("declares_no_safety_accident", "declares_no_quality_accident"),
    *("declares_no_environmental_offence", "declares_rules_accepted"),
)


def demand_form(content: Demand) -> DemandNew:
    """A whole demand."""
    return DemandNew.model_validate(_task(content) | _terms(content))


def _task(content: Demand) -> dict[str, Any]:
    return {
        "title": content.title,
        "kind": content.kind,
        "chain_code": content.chain,
        "industry_code": content.industry,
        "disciplines": list(content.disciplines),
        "keywords": list(content.keywords),
        "present_state": content.present_state,
        "tried": content.tried,
        "indicators": [asdict(one) for one in content.indicators],
        "deadline_months": content.deadline_months,
        "conditions": content.conditions,
        "not_secret": True,
    }


def _terms(content: Demand) -> dict[str, Any]:
    contact = people.enterprise(content.enterprise).contact
    return {
        "budget_wan": content.budget_wan,
        "pay_code": content.pay_code,
        "pay_text": content.pay_text,
        "ip_code": content.ip_code,
        "ip_text": content.ip_text,
        "expert_wanted": content.expert_wanted,
        "mode": content.mode,
        "days": content.days,
        "team_wanted": content.team_wanted,
        "disclosure": content.disclosure,
        "confidential": {
            "details": "详细工艺记录和样件在现场查看。（演示）",
            "contact_name": contact.name,
            "contact_phone": contact.phone,
        },
    }
