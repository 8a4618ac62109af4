"""A bad-credit record's life: two persons make it, time or an appeal ends it."""

from enum import StrEnum

from backend.platform.states import StateTable


class CreditState(StrEnum):
    """Proposed by one officer, confirmed by another."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DISMISSED = "dismissed"
    LIFTED = "lifted"
    EXPIRED = "expired"


CONFIRMED = frozenset({CreditState.ACTIVE, CreditState.LIFTED, CreditState.EXPIRED})
"""Two officers have said so: organisations may know of it."""

CREDIT_RECORD = StateTable(
    subject="credit_records",
    initial=CreditState.PROPOSED,
    labels={
        CreditState.PROPOSED: "待第二人确认",
        CreditState.ACTIVE: "生效中",
        CreditState.DISMISSED: "不予认定",
        CreditState.LIFTED: "已解除",
        CreditState.EXPIRED: "已到期",
    },
    moves={
        CreditState.PROPOSED: {
            "confirm": CreditState.ACTIVE,
            "dismiss": CreditState.DISMISSED,
        },
        CreditState.ACTIVE: {
            "amend": CreditState.ACTIVE,
            "lift": CreditState.LIFTED,
            "expire": CreditState.EXPIRED,
        },
    },
)


class Source(StrEnum):
    """Where a record comes from."""

    FINDING = "finding"
    IMPORT = "import"


KIND_NAMES = {"person": "个人", "enterprise": "企业"}
CHECK_RESULTS = {
    "clean": "未发现不良记录",
    "hit": "发现不良记录",
    "unclear": "结果不能确定",
}
"""What a manual look into an outside list can come to."""
