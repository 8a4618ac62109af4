"""A waiver's life."""

from enum import StrEnum

from backend.platform.states import StateTable


class WaiverState(StrEnum):
    """Requested, then decided by the role named for the rule. Time ends a grant by itself."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"


WAIVER = StateTable(
    subject="waivers",
    initial=WaiverState.REQUESTED,
    labels={
        WaiverState.REQUESTED: "待决定",
        WaiverState.GRANTED: "已同意",
        WaiverState.REFUSED: "未同意",
        WaiverState.REVOKED: "已撤销",
    },
    moves={
        WaiverState.REQUESTED: {
            "give_opinion": WaiverState.REQUESTED,
            "grant": WaiverState.GRANTED,
            "refuse": WaiverState.REFUSED,
        },
        WaiverState.GRANTED: {"revoke": WaiverState.REVOKED},
    },
)


class Stance(StrEnum):
    """What the recommending organisation thinks of a request the department decides."""

    SUPPORT = "support"
    OPPOSE = "oppose"


STANCE_NAMES = {Stance.SUPPORT: "建议同意", Stance.OPPOSE: "建议不同意"}


class Figure(StrEnum):
    """What is counted of waivers in a period; each figure opens exactly its rows."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"
