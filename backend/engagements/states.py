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


CHANGE_KIND_NAMES = {
    ChangeKind.REPLACEMENT: "更换特派员",
    ChangeKind.TERMINATION: "终止服务",
}
