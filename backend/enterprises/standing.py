"""Whose turn it is with an enterprise's registration. Pure."""

from uuid import UUID

from backend.enterprises.states import EnterpriseState
from backend.platform.standing import Turn, at_office, over

ENTERPRISE = "企业"
_ENTERPRISES = {
    EnterpriseState.DRAFT: "填写完整、签署承诺书后提交审核",
    EnterpriseState.RETURNED: "按意见修改后重新提交",
}
_OVER = {
    EnterpriseState.APPROVED: "已通过审核，可以发布科技服务需求",
    EnterpriseState.REJECTED: "未通过审核，理由见审核意见",
    EnterpriseState.WITHDRAWN: "申请已撤回，可以重新申请",
    EnterpriseState.DISQUALIFIED: "资格已取消，可以依规申诉",
}


def turn_of(state: str, office: UUID | None, is_own: bool) -> Turn:
    """Who has the registration now."""
    at = EnterpriseState(state)
    if at in _OVER:
        return over(_OVER[at], office)
    if at in _ENTERPRISES:
        return Turn(_ENTERPRISES[at], ENTERPRISE, is_mine=is_own, office=office)
    if at is EnterpriseState.SUSPENDED:
        return at_office("决定是否恢复；暂停期间不能发布需求", office)
    return at_office("审核；通过后可以发布需求", office)
