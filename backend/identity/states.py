"""An account's life."""

from enum import StrEnum

from backend.platform.states import StateTable


class AccountState(StrEnum):
    """Whether an account may sign in."""

    ACTIVE = "active"
    DISABLED = "disabled"


ACCOUNT = StateTable(
    subject="accounts",
    initial=AccountState.ACTIVE,
    labels={AccountState.ACTIVE: "正常", AccountState.DISABLED: "已停用"},
    moves={
        AccountState.ACTIVE: {"disable": AccountState.DISABLED},
        AccountState.DISABLED: {"enable": AccountState.ACTIVE},
    },
)
