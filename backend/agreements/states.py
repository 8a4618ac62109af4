"""An agreement's life."""

from enum import StrEnum

from backend.platform.states import StateTable


class AgreementState(StrEnum):
    """Filed (备案) means received, not approved; service starts with it."""

    DRAFTED = "drafted"
    PARTLY_SIGNED = "partly_signed"
    SIGNED = "signed"
    RETURNED = "returned"
    FILED = "filed"
    VOID = "void"


S = AgreementState

AGREEMENT = StateTable(
    subject="agreements",
    initial=S.DRAFTED,
    labels={
        S.DRAFTED: "待双方签署",
        S.PARTLY_SIGNED: "一方已签，待另一方签署",
        S.SIGNED: "双方已签，待备案",
        S.RETURNED: "备案退回，待修改",
        S.FILED: "已备案",
        S.VOID: "已作废",
    },
    moves={
        S.DRAFTED: {"revise": S.DRAFTED, "sign": S.PARTLY_SIGNED, "void": S.VOID},
        S.PARTLY_SIGNED: {"revise": S.DRAFTED, "sign": S.SIGNED, "void": S.VOID},
        S.SIGNED: {"file": S.FILED, "return": S.RETURNED, "void": S.VOID},
        S.RETURNED: {"revise": S.DRAFTED, "void": S.VOID},
    },
)
