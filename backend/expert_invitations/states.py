"""An invitation's life."""

from enum import StrEnum

from backend.platform.states import StateTable


class InvitationState(StrEnum):
    """Until the invited person signs up; what follows is the registration's own life."""

    INVITED = "invited"
    SIGNED_UP = "signed_up"
    REVOKED = "revoked"


EXPERT_INVITATION = StateTable(
    subject="expert_invitations",
    initial=InvitationState.INVITED,
    labels={
        InvitationState.INVITED: "已邀请",
        InvitationState.SIGNED_UP: "已注册",
        InvitationState.REVOKED: "已撤销",
    },
    moves={
        InvitationState.INVITED: {
            "resend": InvitationState.INVITED,
            "hand_over": InvitationState.INVITED,
            "accept": InvitationState.SIGNED_UP,
            "revoke": InvitationState.REVOKED,
        },
    },
)


class Stage(StrEnum):
    """How far an invited person has come, the registration counted in."""

    INVITED = "invited"
    EXPIRED = "expired"
    SIGNED_UP = "signed_up"
    SUBMITTED = "submitted"
    IN_LIBRARY = "in_library"
    ENDED = "ended"
    REVOKED = "revoked"


STAGE_NAMES = {
    Stage.INVITED: "已邀请，待注册",
    Stage.EXPIRED: "邀请已过期",
    Stage.SIGNED_UP: "已注册，填写中",
    Stage.SUBMITTED: "已提交申请",
    Stage.IN_LIBRARY: "已入库",
    Stage.ENDED: "未入库",
    Stage.REVOKED: "邀请已撤销",
}


class Outcome(StrEnum):
    """What becomes of one line of the spreadsheet."""

    INVITE = "invite"
    REGISTERED = "registered"
    INVITED = "invited"
    FAULTY = "faulty"


OUTCOME_NAMES = {
    Outcome.INVITE: "将发出邀请",
    Outcome.REGISTERED: "已有账号，无需邀请",
    Outcome.INVITED: "本单位已邀请过",
    Outcome.FAULTY: "需要修改",
}
