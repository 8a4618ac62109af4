"""A recommending organisation's types and life, and the handing over of its manager's role."""

from enum import StrEnum

from backend.platform.states import StateTable


class OrganisationType(StrEnum):
    """The seven types of clauses 4.1 to 4.3."""

    PROVINCIAL_UNIT = "provincial_unit"
    CITY_BUREAU = "city_bureau"
    NEW_AREA_BUREAU = "new_area_bureau"
    DEVELOPMENT_ZONE = "development_zone"
    COUNTY_DEPARTMENT = "county_department"
    UNIVERSITY = "university"
    RESEARCH_INSTITUTE = "research_institute"


TYPE_NAMES = {
    OrganisationType.PROVINCIAL_UNIT: "省直单位科技主管部门",
    OrganisationType.CITY_BUREAU: "设区市科技局",
    OrganisationType.NEW_AREA_BUREAU: "赣江新区创新发展局",
    OrganisationType.DEVELOPMENT_ZONE: "开发区管委会",
    OrganisationType.COUNTY_DEPARTMENT: "县（市、区）科技管理部门",
    OrganisationType.UNIVERSITY: "省属高校",
    OrganisationType.RESEARCH_INSTITUTE: "省属科研院所",
}


class OrganisationState(StrEnum):
    """From the annex-1 form to an allotted account."""

    APPLIED = "applied"
    RETURNED = "returned"
    PAPER_RECEIVED = "paper_received"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"


ORGANISATION = StateTable(
    subject="organisations",
    initial=OrganisationState.APPLIED,
    labels={
        OrganisationState.APPLIED: "已填表，待寄送盖章件",
        OrganisationState.RETURNED: "已退回补正",
        OrganisationState.PAPER_RECEIVED: "已收到盖章件",
        OrganisationState.ACTIVE: "已分配账号",
        OrganisationState.SUSPENDED: "已暂停",
        OrganisationState.REFUSED: "未通过",
    },
    moves={
        OrganisationState.APPLIED: {
            "submit": OrganisationState.APPLIED,
            "receive_paper": OrganisationState.PAPER_RECEIVED,
            "return": OrganisationState.RETURNED,
            "refuse": OrganisationState.REFUSED,
        },
        OrganisationState.RETURNED: {
            "submit": OrganisationState.APPLIED,
            "refuse": OrganisationState.REFUSED,
        },
        OrganisationState.PAPER_RECEIVED: {
            "allot": OrganisationState.ACTIVE,
            "return": OrganisationState.RETURNED,
            "refuse": OrganisationState.REFUSED,
        },
        OrganisationState.ACTIVE: {"suspend": OrganisationState.SUSPENDED},
        OrganisationState.SUSPENDED: {"resume": OrganisationState.ACTIVE},
    },
)

# The applicant may still change the form: it was not sent, is on its way, or came back.
EDITABLE = frozenset({OrganisationState.APPLIED, OrganisationState.RETURNED})


class HandoverState(StrEnum):
    """Whether the colleague has said yes."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


HANDOVER = StateTable(
    subject="handovers",
    initial=HandoverState.OFFERED,
    labels={
        HandoverState.OFFERED: "待接手人确认",
        HandoverState.ACCEPTED: "已移交",
        HandoverState.DECLINED: "接手人未同意",
        HandoverState.WITHDRAWN: "已撤回",
    },
    moves={
        HandoverState.OFFERED: {
            "accept": HandoverState.ACCEPTED,
            "decline": HandoverState.DECLINED,
            "withdraw": HandoverState.WITHDRAWN,
        },
    },
)
