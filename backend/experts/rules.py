"""Who may be an expert (clauses 2.1.1 to 2.1.7). Unknown facts count as not given yet."""

from dataclasses import dataclass
from datetime import date

from backend.platform.rules import Verdict, failed, needs_waiver, passed, rule
from backend.policies.policy import AgeMode, Policy

HUMANITIES = "E"


@dataclass(frozen=True)
class Applicant:
    """What the rules need of a registration."""

    on: date
    """The day of submission: age is judged then and never again (decision A2)."""
    birth_date: date | None = None
    has_doctorate: bool = False
    title_name: str = ""
    title_level: str = ""
    title_meets: bool = False
    title_note: str = ""
    """Why the table of titles cannot tell the level; a person has to look."""
    main_discipline: str = ""
    groups: tuple[str, ...] = ()
    """Groups of GB/T 13745 of all declared disciplines, the main one's first."""
    has_skills: bool = False
    declares_voluntary: bool = False
    declares_health: bool = False
    declares_willing: bool = False
    is_civil_servant: bool = False


def for_reviewer(reason: str) -> Verdict:
    """It passes for now; the reviewer decides it and gives a reason."""
    return passed(reason, needs_reason=True)


@rule(
    id="ELIG-VOLUNTARY",
    title="自愿参加并服从管理",
    clause="2.1.1",
    unmet="还没有声明自愿参加并服从管理",
)
def voluntary(applicant: Applicant) -> Verdict:
    """The applicant declares to take part voluntarily and to follow the rules."""
    if applicant.declares_voluntary:
        return passed()
    return failed("请声明自愿参加科技特派员行动并服从管理。")


@rule(
    id="ELIG-SKILL",
    title="具备专业知识技能与协调能力",
    clause="2.1.2",
    unmet="专业特长、从业年限或成果还没有填写",
)
def skilled(applicant: Applicant) -> Verdict:
    """Skills, experience and results are filled in; the recommender attests to them."""
    if applicant.has_skills:
        return passed()
    return failed("请填写专业特长、从业年限和至少一项代表性成果，由推荐单位核实。")


@rule(
    id="ELIG-DEGREE",
    title="博士学位或副高以上职称",
    clause="2.1.3",
    waivable=True,
    unmet="没有博士学位，也没有副高以上职称",
)
def degree_or_title(applicant: Applicant, policy: Policy) -> Verdict:
    """A doctorate or an associate-senior title passes; an unlisted title goes to the reviewer."""
    if applicant.has_doctorate and policy.doctorate_suffices:
        return passed("具有博士学位")
    if applicant.title_meets:
        return passed(f"具有{applicant.title_level}职称（{applicant.title_name}）")
    if applicant.title_name and applicant.title_note:
        return for_reviewer(applicant.title_note)
    return needs_waiver(
        f"原则上应具有博士学位或{policy.minimum_title_level}以上职称。"
        "如确有专长，可以申请豁免，由省科技厅决定。"
    )


@rule(
    id="ELIG-HEALTH",
    title="身体健康",
    clause="2.1.4",
    unmet="还没有声明身体健康",
)
def healthy(applicant: Applicant) -> Verdict:
    """The applicant declares to be in good health."""
    return passed() if applicant.declares_health else failed("请声明身体健康，能够胜任服务工作。")


def earliest_birth_date(policy: Policy, on: date) -> date:
    """The earliest birth date still inside on a day of submission (decision A2)."""
    if policy.age_mode is AgeMode.FIXED_CUTOFF:
        return policy.age_cutoff_date
    return date(on.year - policy.max_age_years, on.month, 1)


@rule(
    id="ELIG-AGE",
    title="年龄不超过60周岁",
    clause="2.1.5",
    waivable=True,
    unmet="出生日期不在规定的范围内",
)
def within_age(applicant: Applicant, policy: Policy) -> Verdict:
    """Born on or after the policy's cut-off, fixed or rolling, judged at submission."""
    born, limit = applicant.birth_date, earliest_birth_date(policy, applicant.on)
    if born is None:
        return failed("请填写出生日期。")
    inclusive = policy.age_cutoff_inclusive or policy.age_mode is AgeMode.ROLLING
    if born > limit or (inclusive and born == limit):
        return passed()
    sign = "（含）" if inclusive else ""
    return needs_waiver(
        f"原则上应在{limit:%Y年%-m月%-d日}{sign}以后出生。"
        "如确有需要，可以申请豁免，由省科技厅决定。",
        limit=limit.isoformat(),
    )


@rule(
    id="ELIG-WILLING",
    title="自愿到企业生产一线服务",
    clause="2.1.6",
    unmet="还没有声明自愿到企业一线服务",
)
def willing(applicant: Applicant) -> Verdict:
    """The applicant declares to be willing to serve on the shop floor."""
    return passed() if applicant.declares_willing else failed("请声明自愿到企业生产一线开展服务。")


@rule(
    id="ELIG-FIELD",
    title="从事自然科学领域工作",
    clause="2.1.7",
    unmet="所填学科不属于自然科学领域",
)
def natural_science(applicant: Applicant, policy: Policy) -> Verdict:
    """The main discipline lies in groups A to D; mixed fields go to the reviewer."""
    if not applicant.groups:
        return failed("请选择主要学科（GB/T 13745）。")
    inside = [group in policy.discipline_groups for group in applicant.groups]
    if applicant.main_discipline[:3] in policy.mixed_disciplines:
        return for_reviewer(
            "主要学科为文理交叉学科，由审核人员认定是否属于自然科学领域并说明理由。"
        )
    if inside[0]:
        return passed()
    if any(inside):
        return for_reviewer("主要学科不属于自然科学，其他学科属于，由审核人员认定并说明理由。")
    return failed(
        "本次面向自然科学领域（自然、农业、医药、工程与技术科学），所填学科均为人文与社会科学。"
    )


@rule(id="ELIG-CIVIL", title="公务员参加须经审核认定", clause="3.1.2")
def no_civil_servant(applicant: Applicant) -> Verdict:
    """The notice is silent: the recommender gives a reason, the department decides (A30)."""
    if applicant.is_civil_servant:
        return for_reviewer(
            "申请人为公务员或参公管理人员：推荐单位通过时须说明理由，省科技厅备案时决定。"
        )
    return passed()


@rule(id="ELIG-REASON", title="特殊情况的认定须说明理由", clause="3.1.2")
def special_reason(points: list[str], note: str) -> Verdict:
    """An approval says why where the applicant's case was left to the reviewer."""
    if not points or note.strip():
        return passed()
    return failed(f"请在审核意见中写明认定理由：{'；'.join(points)}")


@rule(id="EMP-01", title="入库后更换工作单位须报告，由新的推荐单位确认", clause="3.1.2")
def employer_may_change(*, is_filed: bool, is_waiting: bool, is_same: bool) -> Verdict:
    """Who is filed reports a new employer, one at a time; before that the form says it (A29)."""
    if not is_filed:
        return failed("入库后才需要报告工作单位变更；现在请在申请中直接修改工作单位。")
    if is_waiting:
        return failed("已有一项工作单位变更在等待确认；填写有误的，请先撤回再重新报告。")
    if is_same:
        return failed("填写的就是现在登记的工作单位，不需要报告。")
    return passed()


@rule(id="EMP-02", title="本人的工作单位变更须由他人确认", clause="A2.3")
def confirmed_by_another(confirming: str, concerned: str) -> Verdict:
    """Nobody confirms a change of his own."""
    if confirming == concerned:
        return failed("这是您本人的工作单位变更，须由本单位其他审核人员确认。")
    return passed()


@rule(id="EXP-SERVING", title="服务未结束不能退出", clause="5.6.2")
def not_serving(open_places: int) -> Verdict:
    """Leaving the library needs every service ended or terminated first."""
    if open_places:
        return failed(f"您还有{open_places}家企业的服务未结束，请先办理结束或终止。")
    return passed()


def judge(applicant: Applicant, policy: Policy) -> list[Verdict]:
    """Every rule of clause 2.1 on one applicant, in the notice's order."""
    return [
        voluntary(applicant),
        skilled(applicant),
        degree_or_title(applicant, policy),
        healthy(applicant),
        within_age(applicant, policy),
        willing(applicant),
        natural_science(applicant, policy),
        no_civil_servant(applicant),
    ]
