"""A team's life and its members' standing."""

from enum import StrEnum

from backend.platform.states import StateTable


class TeamState(StrEnum):
    """Members join while FORMING; COMPLETE teams apply and are bound."""

    FORMING = "forming"
    COMPLETE = "complete"
    SERVING = "serving"
    DISSOLVED = "dissolved"


TEAM = StateTable(
    subject="teams",
    initial=TeamState.FORMING,
    labels={
        TeamState.FORMING: "组建中",
        TeamState.COMPLETE: "已组成",
        TeamState.SERVING: "服务中",
        TeamState.DISSOLVED: "已解散",
    },
    moves={
        TeamState.FORMING: {
            "complete": TeamState.COMPLETE,
            "dissolve": TeamState.DISSOLVED,
        },
        TeamState.COMPLETE: {
            "reopen": TeamState.FORMING,
            "serve": TeamState.SERVING,
            "dissolve": TeamState.DISSOLVED,
        },
        TeamState.SERVING: {"dissolve": TeamState.DISSOLVED},
    },
)


class Standing(StrEnum):
    """A member's standing in a team."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REMOVED = "removed"
    LEFT = "left"


LIVE = frozenset({Standing.INVITED, Standing.ACCEPTED})
"""On the roster: asked, or agreed."""

STANDING_NAMES = {
    Standing.INVITED: "待答复",
    Standing.ACCEPTED: "已同意",
    Standing.DECLINED: "已谢绝",
    Standing.REMOVED: "已移出",
    Standing.LEFT: "已退出",
}


class DeclineCode(StrEnum):
    """Why somebody says no or steps back; it improves the next recommendation."""

    FIELD = "field"
    CAPACITY = "capacity"
    TIME = "time"
    PLACE = "place"
    TERMS = "terms"
    PAY = "pay"
    PARTNER = "partner"
    CONFLICT = "conflict"
    CHOSEN_OTHER = "chosen_other"
    OTHER = "other"


DECLINE_NAMES = {
    DeclineCode.FIELD: "研究方向不符",
    DeclineCode.CAPACITY: "已有服务较多",
    DeclineCode.TIME: "时间不合适",
    DeclineCode.PLACE: "地点不便",
    DeclineCode.TERMS: "条件不合适",
    DeclineCode.PAY: "报酬不合适",
    DeclineCode.PARTNER: "已有合作方",
    DeclineCode.CONFLICT: "需要回避",
    DeclineCode.CHOSEN_OTHER: "已选择其他特派员（团）",
    DeclineCode.OTHER: "其他原因",
}
