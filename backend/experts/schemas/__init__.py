"""Shapes of experts: what they fill in, and what others get to see."""

from backend.experts.schemas.employers import EmployerChangeRead, EmployerDecisionIn, EmployerIn
from backend.experts.schemas.keywords import KeywordsIn, KeywordsRead
from backend.experts.schemas.registration import (
    Achievement,
    Award,
    ExpertDraft,
    ExpertForm,
    ExpertSelfTestIn,
    Post,
    Study,
)
from backend.experts.schemas.showing import (
    ContactRead,
    ExpertCard,
    ExpertDetail,
    ExpertQuery,
    ExpertSubmissionRead,
    RevealIn,
)

__all__ = [
    "Achievement",
    "Award",
    "ContactRead",
    "EmployerChangeRead",
    "EmployerDecisionIn",
    "EmployerIn",
    "ExpertCard",
    "ExpertDetail",
    "ExpertDraft",
    "ExpertForm",
    "ExpertQuery",
    "ExpertSelfTestIn",
    "ExpertSubmissionRead",
    "KeywordsIn",
    "KeywordsRead",
    "Post",
    "RevealIn",
    "Study",
]
