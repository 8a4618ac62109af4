"""资格自测: the rules of clause 2.2 on a few answers, for anybody, without keeping them."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists.checks.numbers import check_credit_code
from backend.enterprises.rules import EnterpriseFacts, incident_window, judge
from backend.enterprises.schemas import EnterpriseSelfTestIn
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.self_test import SelfTestRead, judge_answers
from backend.policies.service import current_policy

# Which answers a rule waits for, before its refusal means anything.
ASKS = {
    "ENT-PLACE": ("uscc", "city_code", "is_legal_person", "is_branch"),
    "ENT-DECLARED": (
        *("declares_taxes_paid", "declares_no_safety_accident"),
        *("declares_no_quality_accident", "declares_no_environmental_offence"),
    ),
    "ENT-RD": ("rd_spend", "declares_innovation", "declares_conditions"),
    "ENT-RULES": ("declares_rules_accepted",),
}
NOTHING = (None, "")


@read_case
async def self_test(session: AsyncSession, body: EnterpriseSelfTestIn) -> SelfTestRead:
    """Every rule's verdict on the answers, as if they were submitted today (clauses 2.2.1-2.2.4).

    Bad-credit records are not looked up: they are nobody's to ask about.
    """
    policy = await current_policy(session)
    given = body.model_dump(exclude={"uscc"})
    facts = EnterpriseFacts(
        code=check_credit_code(body.uscc or ""),
        city_code=body.city_code or "",
        rd_spend=body.rd_spend,
        **{name: bool(given[name]) for name in given.keys() - {"city_code", "rd_spend"}},
    )
    window = incident_window(clock.today(), policy.credit_window_years)
    return judge_answers(
        facts,
        lambda one: judge(one, window),
        _changes(facts),
        frozenset(_waiting(body)),
        policy.document,
    )


def _waiting(body: EnterpriseSelfTestIn) -> Iterator[str]:
    """Rules that lack an answer and have not been given a refusing one."""
    refusals = {name for name, answer in body.model_dump().items() if answer is False}
    refusals.discard("is_branch")
    if body.is_branch:
        refusals.add("is_branch")
    for rule_id, names in ASKS.items():
        is_open = any(getattr(body, name) in NOTHING for name in names)
        if is_open and refusals.isdisjoint(names):
            yield rule_id


def _changes(facts: EnterpriseFacts) -> Iterator[tuple[str, EnterpriseFacts]]:
    yield (
        "由所属的法人单位（总公司）用其统一社会信用代码申请",
        replace(facts, is_branch=False, is_legal_person=True),
    )
    yield "注册地在江西省内", replace(facts, city_code="360100")
    yield "上年度有研发投入", replace(facts, rd_spend=facts.rd_spend or 1.0)
    yield "有技术创新的意愿", replace(facts, declares_innovation=True)
    yield "能提供必要的工作条件", replace(facts, declares_conditions=True)
    yield "接受管理并遵守诚信承诺", replace(facts, declares_rules_accepted=True)
