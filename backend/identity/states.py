"""An account's life, and that of an invitation to act for somebody."""

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


class InvitationState(StrEnum):
    """What became of an activation link."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


INVITATION = StateTable(
    subject="invitations",
    initial=InvitationState.PENDING,
    labels={
        InvitationState.PENDING: "待激活",
        InvitationState.ACCEPTED: "已激活",
        InvitationState.REVOKED: "已撤销",
    },
    moves={
        InvitationState.PENDING: {
            "resend": InvitationState.PENDING,
            "accept": InvitationState.ACCEPTED,
            "revoke": InvitationState.REVOKED,
        },
    },
)
