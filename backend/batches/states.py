"""A monthly batch's life, and its entries'."""

from enum import StrEnum

from backend.platform.states import StateTable


class BatchState(StrEnum):
    """Open until the 20th, frozen, posted, received, acknowledged."""

    OPEN = "open"
    FROZEN = "frozen"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"


BATCH = StateTable(
    subject="batches",
    initial=BatchState.OPEN,
    labels={
        BatchState.OPEN: "收集中",
        BatchState.FROZEN: "已截止，待寄送",
        BatchState.RECEIVED: "省厅已收到纸质件",
        BatchState.ACKNOWLEDGED: "已备案",
    },
    moves={
        BatchState.OPEN: {"freeze": BatchState.FROZEN},
        BatchState.FROZEN: {"receive": BatchState.RECEIVED},
        # Paper that does not agree is registered again once it was put right.
        BatchState.RECEIVED: {
            "receive": BatchState.RECEIVED,
            "acknowledge": BatchState.ACKNOWLEDGED,
        },
    },
)

# The department has the list before it.
BEFORE_DEPARTMENT = frozenset({BatchState.FROZEN, BatchState.RECEIVED})


class Standing(StrEnum):
    """Where one organisation is in one month's round, as the department's register shows it."""

    MISMATCH = "mismatch"
    MISSING = "missing"
    OPEN = "open"
    NOTHING = "nothing"
    RECEIVED = "received"


STANDING_NAMES = {
    Standing.MISMATCH: "纸质件不一致",
    Standing.MISSING: "已冻结，未收到纸质件",
    Standing.OPEN: "有审核通过，名单未冻结",
    Standing.NOTHING: "本月没有推荐",
    Standing.RECEIVED: "已收到，一致",
}


class EntryOutcome(StrEnum):
    """What became of one expert in a batch."""

    PENDING = "pending"
    FILED = "filed"
    RETURNED = "returned"


OUTCOME_NAMES = {
    EntryOutcome.PENDING: "待备案",
    EntryOutcome.FILED: "已备案入库",
    EntryOutcome.RETURNED: "退回",
}
