"""The lives of a report, an appeal and a service put before the department."""

from enum import StrEnum

from backend.platform.states import StateTable


class ReportState(StrEnum):
    """A report of a false statement (举报): looked into, then a finding or a reasoned no."""

    RECEIVED = "received"
    LOOKING_INTO = "looking_into"
    FINDING_PROPOSED = "finding_proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


REPORT = StateTable(
    subject="integrity_reports",
    initial=ReportState.RECEIVED,
    labels={
        ReportState.RECEIVED: "已收到",
        ReportState.LOOKING_INTO: "核查中",
        ReportState.FINDING_PROPOSED: "已提出认定",
        ReportState.CONFIRMED: "已认定",
        ReportState.DISMISSED: "不予认定",
    },
    moves={
        ReportState.RECEIVED: {
            "look_into": ReportState.LOOKING_INTO,
            "dismiss": ReportState.DISMISSED,
        },
        ReportState.LOOKING_INTO: {
            "note": ReportState.LOOKING_INTO,
            "propose": ReportState.FINDING_PROPOSED,
            "dismiss": ReportState.DISMISSED,
        },
        ReportState.FINDING_PROPOSED: {
            "confirm": ReportState.CONFIRMED,
            "dismiss": ReportState.DISMISSED,
        },
        ReportState.DISMISSED: {"look_into": ReportState.LOOKING_INTO},
    },
)


class AppealState(StrEnum):
    """An appeal against a confirmed finding, decided once."""

    FILED = "filed"
    UPHELD = "upheld"
    REVOKED = "revoked"
    CHANGED = "changed"


APPEAL = StateTable(
    subject="integrity_appeals",
    initial=AppealState.FILED,
    labels={
        AppealState.FILED: "申诉待决定",
        AppealState.UPHELD: "维持认定",
        AppealState.REVOKED: "撤销认定",
        AppealState.CHANGED: "变更认定",
    },
    moves={
        AppealState.FILED: {
            "uphold": AppealState.UPHELD,
            "revoke": AppealState.REVOKED,
            "change": AppealState.CHANGED,
        },
    },
)


class HoldState(StrEnum):
    """A running service of a disqualified side: goes on until the department has decided."""

    OPEN = "open"
    CONTINUED = "continued"
    ENDED = "ended"
    CLEARED = "cleared"


HOLD = StateTable(
    subject="service_holds",
    initial=HoldState.OPEN,
    labels={
        HoldState.OPEN: "待决定",
        HoldState.CONTINUED: "继续服务",
        HoldState.ENDED: "终止服务",
        HoldState.CLEARED: "不再需要决定",
    },
    moves={
        HoldState.OPEN: {
            "continue": HoldState.CONTINUED,
            "end": HoldState.ENDED,
            "clear": HoldState.CLEARED,
        },
    },
)

SUBJECT_NAMES = {"experts": "特派员", "enterprises": "企业"}
