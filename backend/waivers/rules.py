"""Rules of waivers (原则上, decision A1)."""

from collections.abc import Collection
from datetime import date

from backend.platform.rules import Verdict, failed, passed, rule

RULE_NAMES = {
    "ELIG-DEGREE": "博士学位或副高以上职称",
    "ELIG-AGE": "年龄不超过60周岁",
    "TEAM-SIZE": "团队总数4至7人",
    "MATCH-ONE": "每一项需求匹配一名特派员或特派团",
    "CAP-01": "同时服务企业不超过3家",
}
# Whom or what a waiver of each rule is for; it reaches no further.
SUBJECT_OF = {
    "ELIG-DEGREE": "experts",
    "ELIG-AGE": "experts",
    "TEAM-SIZE": "teams",
    "MATCH-ONE": "demands",
    "CAP-01": "experts",
}
SCOPE_NAMES = {"experts": "仅限此人", "teams": "仅限此团", "demands": "仅限此项需求"}
# Who decides: eligibility is the department's, the rest the competent organisation's.
DECIDED_BY_DEPARTMENT = frozenset({"ELIG-DEGREE", "ELIG-AGE"})


@rule(id="WAIVER-01", title="豁免由规定的部门决定", clause="2.1.3")
def right_decider(
    rule_id: str, action: str, *, is_department: bool, is_competent: bool, has_office: bool
) -> Verdict:
    """The department waives eligibility, the competent organisation the rest.

    The department may revoke every waiver, and decides where no organisation is competent.
    """
    if rule_id in DECIDED_BY_DEPARTMENT:
        return passed() if is_department else failed("资格类豁免由省科技厅决定，您可以填写意见。")
    if is_competent:
        return passed()
    if is_department and (action == "revoke" or not has_office):
        return passed()
    if is_department:
        return failed("这项豁免由主管的推荐部门决定；同意后省科技厅可以撤销。")
    return failed("这项豁免由主管的推荐部门决定。")


@rule(id="WAIVER-02", title="受益人不能决定自己的豁免", clause="2.1.3")
def not_the_beneficiary(decider: str, beneficiaries: Collection[str], requester: str) -> Verdict:
    """Neither who benefits nor who asked decides."""
    if decider == requester or decider in beneficiaries:
        return failed("您是申请人或受益人，这项豁免须由他人决定。")
    return passed()


@rule(id="WAIVER-03", title="资格类豁免先由推荐单位提出意见", clause="2.1.3")
def opinion_first(rule_id: str, *, has_office: bool, has_opinion: bool) -> Verdict:
    """The department decides on degree, title and age after the recommender has been heard."""
    if rule_id not in DECIDED_BY_DEPARTMENT or not has_office or has_opinion:
        return passed()
    return failed("推荐单位还没有提出意见，请等意见提出后再决定。")


@rule(id="WAIVER-04", title="只有“原则上”的五项条件可以豁免", clause="2.1.3")
def waivable(rule_id: str, subject_type: str) -> Verdict:
    """Five rules hold in principle; no other can be waived, and each for its own subject."""
    if rule_id not in RULE_NAMES:
        return failed(
            f"这项条件（{rule_id}）是硬性规定，不能豁免。"
            f"可以申请豁免的只有：{'、'.join(RULE_NAMES.values())}。"
        )
    if SUBJECT_OF[rule_id] != subject_type:
        return failed(f"“{RULE_NAMES[rule_id]}”的豁免{SCOPE_NAMES[SUBJECT_OF[rule_id]]}申请。")
    return passed()


@rule(id="WAIVER-05", title="豁免有期限", clause="2.1.3")
def ends_some_day(valid_until: date | None, today: date) -> Verdict:
    """A grant names its last day, which is not past."""
    if valid_until is None:
        return failed("请填写豁免的有效期，到期自动失效。")
    if valid_until < today:
        return failed("有效期应不早于今天。")
    return passed()


@rule(id="WAIVER-06", title="意见由主管的推荐单位提出", clause="2.1.3")
def right_adviser(rule_id: str, *, is_competent: bool, is_beneficiary: bool) -> Verdict:
    """The competent organisation advises on eligibility; nobody advises on his own case."""
    if rule_id not in DECIDED_BY_DEPARTMENT:
        return failed("这项豁免由推荐单位直接决定，不需要另提意见。")
    if not is_competent:
        return failed("意见由主管的推荐单位提出。")
    if is_beneficiary:
        return failed("您是受益人，请由同事提出意见。")
    return passed()
