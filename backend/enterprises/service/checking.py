"""What a registration lacks, and what the rules say of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.service import evidence_faults
from backend.codelists.checks.numbers import check_credit_code
from backend.codelists.service import code_faults
from backend.credit_records import service as credit_records
from backend.enterprises.rules import EnterpriseFacts, incident_window, judge
from backend.enterprises.schemas import EnterpriseDraft, EnterpriseForm
from backend.organisations.service import Place
from backend.platform.forms import faults
from backend.platform.problems import FieldError
from backend.platform.rules import Verdict
from backend.policies.policy import Policy

CODED = {
    "city_code": "divisions",
    "county_code": "divisions",
    "zone_code": "zones",
    "industry_code": "industries",
    "chain_code": "chains",
}
DECLARED = (
    *("is_legal_person", "is_branch", "is_central_unit", "declares_innovation"),
    *("declares_conditions", "declares_taxes_paid", "declares_no_safety_accident"),
    *("declares_no_quality_accident", "declares_no_environmental_offence"),
    "declares_rules_accepted",
)


async def missing(session: AsyncSession, values: Mapping[str, Any]) -> list[FieldError]:
    """Step: every fault that keeps the values from being submitted, one for each field."""
    draft = EnterpriseDraft.model_validate(values)
    found = [
        *faults(EnterpriseForm, dict(values)),
        *await code_faults(session, values, CODED),
        *await _qualification_faults(session, draft),
        *_place_faults(draft),
        *await evidence_faults(session, "evidence_enterprise", values),
    ]
    return list({one.pointer: one for one in reversed(found)}.values())[::-1]


async def _qualification_faults(session: AsyncSession, draft: EnterpriseDraft) -> list[FieldError]:
    codes = [one.code for one in draft.qualifications or [] if one.code]
    listed = {"qualifications": "enterprise_classes"}
    found = await code_faults(session, {"qualifications": codes}, listed)
    unlisted = [FieldError(pointer=f"{one.pointer}/code", message=one.message) for one in found]
    return unlisted + [
        FieldError(
            pointer=f"/qualifications/{place}/number",
            message="请填写证书编号或入库登记编号，由审核单位核对。",
        )
        for place, one in enumerate(draft.qualifications or [])
        if one.code and not one.number
    ]


def _place_faults(draft: EnterpriseDraft) -> list[FieldError]:
    both = draft.city_code and draft.county_code
    if both and draft.county_code[:4] != draft.city_code[:4]:
        message = "所选县（市、区）不在所选设区市内，请重新选择。"
        return [FieldError(pointer="/county_code", message=message)]
    return []


async def verdicts(
    session: AsyncSession, values: Mapping[str, Any], policy: Policy, on: date
) -> list[Verdict]:
    """Step: every rule of clause 2.2 on a draft or a finished registration."""
    code = check_credit_code(values.get("uscc") or "")
    facts = EnterpriseFacts(
        code=code,
        city_code=values.get("city_code") or "",
        rd_spend=_amount(values.get("rd_spend")),
        **{name: bool(values.get(name)) for name in DECLARED},
    )
    return [
        *judge(facts, incident_window(on, policy.credit_window_years)),
        await credit_records.check(session, "enterprise", code.code if code.ok else None, on),
    ]


def _amount(typed: object) -> float | None:
    """A draft may hold words where a number is asked for: not given yet."""
    return float(typed) if isinstance(typed, int | float) else None


def place_of(draft: EnterpriseDraft) -> Place:
    """Where the enterprise is registered: what decides who reviews it."""
    return Place(
        city_code=draft.city_code, county_code=draft.county_code, zone_code=draft.zone_code
    )
