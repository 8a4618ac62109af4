"""资格自测: the rules of clause 2.1 on a few answers, for anybody, without keeping them."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from backend.experts.rules import Applicant, judge
from backend.experts.schemas import ExpertDraft, ExpertSelfTestIn
from backend.experts.service import checking
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.self_test import SelfTestRead, judge_answers
from backend.policies.policy import Policy
from backend.policies.service import current_policy

# Which answers a rule waits for, before its refusal means anything.
ASKS = {
    "ELIG-VOLUNTARY": ("declares_voluntary",),
    "ELIG-SKILL": ("has_skills",),
    "ELIG-DEGREE": ("degree_code", "title_name"),
    "ELIG-HEALTH": ("declares_health",),
    "ELIG-AGE": ("birth_date",),
    "ELIG-WILLING": ("declares_willing",),
    "ELIG-FIELD": ("main_discipline",),
    "ELIG-CIVIL": ("is_civil_servant",),
}


@read_case
async def self_test(session: AsyncSession, body: ExpertSelfTestIn) -> SelfTestRead:
    """Every rule's verdict on the answers, as if they were submitted today (clauses 2.1.1-2.1.7).

    Bad-credit records are not looked up: they are nobody's to ask about.
    """
    policy = await current_policy(session)
    draft = ExpertDraft.model_validate(body.model_dump(exclude={"has_skills"}))
    applicant = await checking.applicant_of(session, draft, policy, clock.today())
    applicant = replace(applicant, has_skills=bool(body.has_skills))
    waiting = {
        rule_id
        for rule_id, names in ASKS.items()
        if all(getattr(body, name) in (None, "") for name in names)
    }
    return judge_answers(
        applicant,
        lambda one: judge(one, policy),
        _changes(applicant, policy),
        frozenset(waiting),
        policy.document,
    )


def _changes(applicant: Applicant, policy: Policy) -> Iterator[tuple[str, Applicant]]:
    level = policy.minimum_title_level
    science = policy.discipline_groups[0]
    yield "取得博士学位（以学位证书为准）", replace(applicant, has_doctorate=True)
    yield f"取得{level}以上职称", replace(applicant, title_meets=True, title_level=level)
    yield (
        "主要学科属于自然、农业、医药或工程与技术科学",
        replace(applicant, groups=(science,), main_discipline=""),
    )
    yield "有专业特长、从业经历和至少一项代表性成果", replace(applicant, has_skills=True)
    yield "自愿参加并服从管理", replace(applicant, declares_voluntary=True)
    yield "身体健康，能够胜任服务工作", replace(applicant, declares_health=True)
    yield "自愿到企业生产一线服务", replace(applicant, declares_willing=True)
