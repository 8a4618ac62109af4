"""A bad-credit record's life: two persons make it, time or an appeal ends it."""

from enum import StrEnum

from backend.platform.states import StateTable


class CreditState(StrEnum):
    """Proposed by one officer, confirmed by another."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DISMISSED = "dismissed"
    LIFTED = "lifted"


CREDIT_RECORD = StateTable(
    subject="credit_records",
    initial=CreditState.PROPOSED,
    labels={
        CreditState.PROPOSED: "待第二人确认",
        CreditState.ACTIVE: "生效中",
        CreditState.DISMISSED: "不予认定",
        CreditState.LIFTED: "已解除",
    },
    moves={
        CreditState.PROPOSED: {
            "confirm": CreditState.ACTIVE,
            "dismiss": CreditState.DISMISSED,
        },
        CreditState.ACTIVE: {"lift": CreditState.LIFTED},
    },
)
