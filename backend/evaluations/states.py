"""Who rates whom, in which words, and what may follow of a rating."""

from enum import IntEnum, StrEnum

from backend.platform.states import StateTable


class Rater(StrEnum):
    """The three parties of clause 5.7.1; a team is one party."""

    EXPERT = "expert"
    ENTERPRISE = "enterprise"
    LIAISON = "liaison"


RATER_NAMES = {
    Rater.EXPERT: "科技特派员（团）",
    Rater.ENTERPRISE: "企业",
    Rater.LIAISON: "开发区联络员",
}

DIRECTIONS = tuple((a, b) for a in Rater for b in Rater if a is not b)
"""The six directed ratings."""


class Grade(IntEnum):
    """Five grades; 1, 2 and 5 need words."""

    VERY_POOR = 1
    POOR = 2
    FAIR = 3
    GOOD = 4
    EXCELLENT = 5


GRADE_NAMES = {
    Grade.VERY_POOR: "很不满意",
    Grade.POOR: "不满意",
    Grade.FAIR: "基本满意",
    Grade.GOOD: "满意",
    Grade.EXCELLENT: "非常满意",
}

BAD_GRADES = frozenset({Grade.VERY_POOR, Grade.POOR})
"""What is followed up."""

CRITERIA: dict[tuple[Rater, Rater], dict[str, str]] = {
    (Rater.EXPERT, Rater.ENTERPRISE): {
        "conditions": "工作条件",
        "cooperation": "配合程度",
        "truth": "需求真实",
        "confidentiality": "保密与尊重",
    },
    (Rater.EXPERT, Rater.LIAISON): {
        "responsiveness": "响应及时",
        "coordination": "协调有力",
        "fairness": "公正客观",
    },
    (Rater.ENTERPRISE, Rater.EXPERT): {
        "skill": "专业能力",
        "effect": "对照指标的成效",
        "attendance": "到岗情况",
        "ethics": "职业操守",
        "confidentiality": "保密",
    },
    (Rater.ENTERPRISE, Rater.LIAISON): {
        "responsiveness": "响应及时",
        "help": "填报帮助",
        "fairness": "公正客观",
    },
    (Rater.LIAISON, Rater.EXPERT): {
        "attendance": "到岗情况",
        "effect": "服务成效",
        "cooperation": "配合程度",
        "records": "记录质量",
    },
    (Rater.LIAISON, Rater.ENTERPRISE): {
        "conditions": "工作条件",
        "cooperation": "配合程度",
        "honesty": "诚信",
    },
}
"""domain.md 2.2."""


class DisputeState(StrEnum):
    """Raised by the rated side; the department's annotation is the last word on it."""

    RAISED = "raised"
    ANNOTATED = "annotated"


DISPUTE = StateTable(
    subject="rating_disputes",
    initial=DisputeState.RAISED,
    labels={
        DisputeState.RAISED: "待省科技厅批注",
        DisputeState.ANNOTATED: "省科技厅已批注",
    },
    moves={DisputeState.RAISED: {"annotate": DisputeState.ANNOTATED}},
)


class FollowUpState(StrEnum):
    """A bad grade waits with the competent organisation until it says what was done."""

    OPEN = "open"
    CLOSED = "closed"


FOLLOW_UP = StateTable(
    subject="rating_follow_ups",
    initial=FollowUpState.OPEN,
    labels={FollowUpState.OPEN: "待跟进", FollowUpState.CLOSED: "已办结"},
    moves={FollowUpState.OPEN: {"close": FollowUpState.CLOSED}},
)
