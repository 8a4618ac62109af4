"""Whose turn it is with an expert's registration. Pure."""

from uuid import UUID

from backend.experts.states import ExpertState
from backend.platform.standing import Turn, at_office, over

APPLICANT, DEPARTMENT = "申请人", "省科技厅"
_APPLICANTS = {
    ExpertState.DRAFT: "填写完整、签署承诺书后提交审核",
    ExpertState.RETURNED: "按意见修改后重新提交",
    ExpertState.PAUSED: "恢复后才能接受新的服务",
}
_OVER = {
    ExpertState.FILED: "已入库，可以申请需求、接受企业邀请",
    ExpertState.REJECTED: "未通过审核，理由见审核意见",
    ExpertState.WITHDRAWN: "申请已撤回，可以重新申请",
    ExpertState.DISQUALIFIED: "资格已取消，可以依规申诉",
}


def turn_of(state: str, office: UUID | None, is_own: bool) -> Turn:
    """Who has the registration now."""
    at = ExpertState(state)
    if at in _OVER:
        return over(_OVER[at], office)
    if at in _APPLICANTS:
        return Turn(_APPLICANTS[at], APPLICANT, is_mine=is_own, office=office)
    if at is ExpertState.SUBMITTED:
        return at_office("审核；通过后列入当月推荐名单，由省科技厅备案", office)
    return Turn("收到推荐函和清单后备案，备案后即入库", DEPARTMENT, office=office)
