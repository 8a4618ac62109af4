"""Rules of waivers (原则上, decision A1)."""

from backend.platform.rules import Verdict, failed, passed, rule

RULE_NAMES = {
    "ELIG-DEGREE": "博士学位或副高以上职称",
    "ELIG-AGE": "年龄不超过60周岁",
    "TEAM-SIZE": "团队总数4至7人",
    "MATCH-ONE": "每一项需求匹配一名特派员或特派团",
    "CAP-01": "同时服务企业不超过3家",
}
# Who decides: eligibility is the department's, the rest the competent organisation's.
DECIDED_BY_DEPARTMENT = frozenset({"ELIG-DEGREE", "ELIG-AGE"})


@rule(id="WAIVER-01", title="豁免由规定的部门决定", clause="2.1.3")
def right_decider(rule_id: str, is_department: bool, is_competent: bool) -> Verdict:
    """Eligibility is waived by the department, the other three by the competent organisation."""
    if rule_id in DECIDED_BY_DEPARTMENT:
        return passed() if is_department else failed("资格类豁免由省科技厅决定，您可以填写意见。")
    return passed() if is_competent or is_department else failed("这项豁免由主管的推荐部门决定。")


@rule(id="WAIVER-02", title="受益人不能决定自己的豁免", clause="2.1.3")
def not_the_beneficiary(decider: str, beneficiary: str, requester: str) -> Verdict:
    """Neither who benefits nor who asked decides."""
    if decider in {beneficiary, requester}:
        return failed("您是申请人或受益人，这项豁免须由他人决定。")
    return passed()
