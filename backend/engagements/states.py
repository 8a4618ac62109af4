"""An engagement's life, and its change requests'."""

from enum import StrEnum

from backend.platform.states import StateTable


class EngagementState(StrEnum):
    """ENDED by both sides; REPLACED and TERMINATED by an approved request (5.6.2)."""

    SERVING = "serving"
    END_PROPOSED = "end_proposed"
    ENDED = "ended"
    REPLACED = "replaced"
    TERMINATED = "terminated"


S = EngagementState
OVER = frozenset({S.ENDED, S.REPLACED, S.TERMINATED})

ENGAGEMENT = StateTable(
    subject="engagements",
    initial=S.SERVING,
    labels={
        S.SERVING: "服务中",
        S.END_PROPOSED: "已提出结束，待确认",
        S.ENDED: "已结束",
        S.REPLACED: "已更换特派员",
        S.TERMINATED: "已终止",
    },
    moves={
        S.SERVING: {
            "propose_end": S.END_PROPOSED,
            "replace": S.REPLACED,
            "terminate": S.TERMINATED,
        },
        S.END_PROPOSED: {
            "confirm_end": S.ENDED,
            "lapse": S.ENDED,
            "dispute_end": S.SERVING,
            "replace": S.REPLACED,
            "terminate": S.TERMINATED,
        },
    },
)


class ChangeState(StrEnum):
    """Requested online, decided by the competent organisation."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"


CHANGE_REQUEST = StateTable(
    subject="change_requests",
    initial=ChangeState.REQUESTED,
    labels={
        ChangeState.REQUESTED: "待主管部门决定",
        ChangeState.APPROVED: "已同意",
        ChangeState.REFUSED: "未同意",
    },
    moves={
        ChangeState.REQUESTED: {
            "approve": ChangeState.APPROVED,
            "refuse": ChangeState.REFUSED,
        },
    },
)


class ChangeKind(StrEnum):
    """What is asked for."""

    REPLACEMENT = "replacement"
    TERMINATION = "termination"
    SHORTFALL = "shortfall"
    """By the platform: a team below its fewest members was not filled up in time (A5)."""


CHANGE_KIND_NAMES = {
    ChangeKind.REPLACEMENT: "更换特派员",
    ChangeKind.TERMINATION: "终止服务",
    ChangeKind.SHORTFALL: "特派团人数不足，是否终止服务",
}


class Side(StrEnum):
    """Who has a say in a service."""

    EXPERT = "expert"
    ENTERPRISE = "enterprise"
    LIAISON = "liaison"


SIDE_NAMES = {
    Side.EXPERT: "科技特派员（团）",
    Side.ENTERPRISE: "企业",
    Side.LIAISON: "开发区联络员",
}

INDICATORS: dict[str, tuple[str, str]] = {
    "problems_solved": ("解决技术难题", "项"),
    "new_products": ("新产品、新工艺、新设备", "项"),
    "patents_filed": ("专利申请", "件"),
    "patents_granted": ("专利授权", "件"),
    "standards": ("标准、软件著作权", "件"),
    "contracts": ("技术合同", "份"),
    "contract_amount": ("技术合同金额", "万元"),
    "joint_projects": ("联合申报项目", "项"),
    "joint_platforms": ("共建平台", "个"),
    "rd_investment": ("带动研发投入", "万元"),
    "new_sales": ("新增销售", "万元"),
    "new_taxes": ("新增利税", "万元"),
    "saved_cost": ("节约成本", "万元"),
    "trainings": ("培训场次", "场"),
    "trainees": ("培训人次", "人次"),
    "talents": ("引进、培养人才", "人"),
    "certified_firms": ("培育高企、科小、专精特新", "家"),
    "policy_advice": ("政策咨询", "次"),
}
"""The industrial set of domain.md, section 3; days and hours are columns of the log."""

LOG_MODES = {"onsite": "现场服务", "remote": "远程服务"}
