"""The published formula of an expert's mark (clause 5.7.1). Pure.

The enterprise's grade, the liaison's grade and the confirmed facts have the policy's weights.
What is missing is missing: the weights of what is there are scaled up, nothing counts as zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.policies.policy import RatingWeights

LOWEST, HIGHEST = 1, 5
FORMULA = (
    "综合得分 = 企业评价 × {enterprise}% + 联络员评价 × {liaison}% + 服务事实 × {facts}%；"
    "服务事实为经企业确认的服务天数与协议天数之比，折算为1至5分。"
    "缺少的部分不计分，其余部分按比例折算；少于{threshold}次评价时不公布平均分。"
)


@dataclass(frozen=True)
class Part:
    """One part of a mark: its weight in percent, and its value from 1 to 5 or None."""

    weight: int
    value: float | None


def facts_mark(confirmed_days: int, agreed_days: int) -> float | None:
    """Confirmed days of those agreed, from 1 to 5; nothing without a confirmed log."""
    if confirmed_days <= 0 or agreed_days <= 0:
        return None
    return LOWEST + (HIGHEST - LOWEST) * min(confirmed_days / agreed_days, 1)


def mark(
    weights: RatingWeights, enterprise: int | None, liaison: int | None, facts: float | None
) -> float | None:
    """An expert's mark for one service; None when neither party has rated."""
    if enterprise is None and liaison is None:
        return None
    parts = [
        Part(weights.enterprise, enterprise),
        Part(weights.liaison, liaison),
        Part(weights.facts, facts),
    ]
    there = [part for part in parts if part.value is not None]
    total = sum(part.weight for part in there)
    if total == 0:
        return None
    return round(sum(part.weight * (part.value or 0) for part in there) / total, 2)


def average(marks: Sequence[float], threshold: int) -> float | None:
    """The mean of an expert's marks; none is shown below the small-number threshold."""
    if len(marks) < max(threshold, 1):
        return None
    return round(sum(marks) / len(marks), 2)


def formula(weights: RatingWeights, threshold: int) -> str:
    """The formula in words, with the weights in force."""
    return FORMULA.format(
        enterprise=weights.enterprise,
        liaison=weights.liaison,
        facts=weights.facts,
        threshold=threshold,
    )
