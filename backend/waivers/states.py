"""A waiver's life."""

from enum import StrEnum

from backend.platform.states import StateTable


class WaiverState(StrEnum):
    """Requested, then decided by the role the policy names."""

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
            "grant": WaiverState.GRANTED,
            "refuse": WaiverState.REFUSED,
        },
        WaiverState.GRANTED: {"revoke": WaiverState.REVOKED},
    },
)
