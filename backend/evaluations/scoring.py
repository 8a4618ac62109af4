"""The published formula of an expert's mark (clause 5.7.1). Pure.

The enterprise's grade, the liaison's grade and the confirmed facts have the policy's weights.
What is missing is missing: the weights of what is there are scaled up, nothing counts as zero.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from backend.policies.policy import RatingWeights

LOWEST, HIGHEST = 1, 5
FORMULA = (
    "综合得分 = 企业评价 × {enterprise}% + 联络员评价 × {liaison}% + 服务事实 × {facts}%；"
    "服务事实为经企业确认的服务天数与协议天数之比，折算为1至5分。"
    "缺少的部分不计分，其余部分按比例折算；少于{threshold}次评价时不公布平均分。"
)

MEAN = (
    "各方平均 = 该方给出的总体评价（1至5分）之和 ÷ 评价次数，四舍五入到百分位。"
    "没有给出的评价不计入，有异议和批注的评价照常计入；不足{threshold}次评价，不显示平均。"
)
PART_NAMES = {
    "enterprise": "企业的总体评价",
    "liaison": "联络员的总体评价",
    "facts": "服务事实",
}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """One part of a mark: its weight in percent, and its value from 1 to 5 or None."""

    key: str
    weight: int
    value: float | None


def rounded(number: Decimal) -> float:
    """To the hundredth, half up, as one rounds by hand."""
    return float(number.quantize(CENT, ROUND_HALF_UP))


def facts_mark(confirmed_days: int, agreed_days: int) -> float | None:
    """Confirmed days of those agreed, from 1 to 5; nothing without a confirmed log."""
    if confirmed_days <= 0 or agreed_days <= 0:
        return None
    share = min(Decimal(confirmed_days) / agreed_days, Decimal(1))
    return rounded(LOWEST + (HIGHEST - LOWEST) * share)


def parts_of(
    weights: RatingWeights, enterprise: int | None, liaison: int | None, facts: float | None
) -> tuple[Part, Part, Part]:
    """What a mark is made of, with what is missing."""
    return (
        Part("enterprise", weights.enterprise, enterprise),
        Part("liaison", weights.liaison, liaison),
        Part("facts", weights.facts, facts),
    )


def _counted(parts: Sequence[Part]) -> list[tuple[int, Decimal]]:
    """Weight and value of what is there; nothing when neither party has rated."""
    there = [(one.weight, Decimal(str(one.value))) for one in parts if one.value is not None]
    has_rating = any(one.key != "facts" and one.value is not None for one in parts)
    return there if has_rating and sum(weight for weight, _ in there) else []


def mark(parts: Sequence[Part]) -> float | None:
    """An expert's mark for one service; None when neither party has rated."""
    there = _counted(parts)
    if not there:
        return None
    total = sum(weight for weight, _ in there)
    return rounded(sum((weight * value for weight, value in there), Decimal()) / total)


def arithmetic(parts: Sequence[Part]) -> str | None:
    """The mark worked out from the numbers shown: `(4×50 + 3.4×20) ÷ 70 = 3.83`."""
    there = _counted(parts)
    if not there:
        return None
    terms = " + ".join(f"{value.normalize():f}×{weight}" for weight, value in there)
    total = sum(weight for weight, _ in there)
    return f"({terms}) ÷ {total} = {mark(parts):.2f}"


def average(marks: Sequence[float], threshold: int) -> float | None:
    """The mean of an expert's marks; none is shown below the small-number threshold."""
    if len(marks) < max(threshold, 1):
        return None
    return rounded(sum((Decimal(str(one)) for one in marks), Decimal()) / len(marks))


def mean_line(values: Sequence[float], threshold: int) -> str | None:
    """The mean worked out from the numbers shown: `(5×2 + 3.83) ÷ 3 = 4.61`; none without a mean.

    Equal numbers are counted, so that the line of a hundred ratings is as short as that of five.
    """
    mean = average(values, threshold)
    if mean is None:
        return None
    counted = Counter(Decimal(str(value)).normalize() for value in values)
    terms = [
        f"{value:f}×{times}" if times > 1 else f"{value:f}"
        for value, times in sorted(counted.items(), reverse=True)
    ]
    return f"({' + '.join(terms)}) ÷ {len(values)} = {mean:.2f}"


def mean_formula(threshold: int) -> str:
    """How the average of one direction is made, in words."""
    return MEAN.format(threshold=threshold)


def formula(weights: RatingWeights, threshold: int) -> str:
    """The formula in words, with the weights in force."""
    return FORMULA.format(
        enterprise=weights.enterprise,
        liaison=weights.liaison,
        facts=weights.facts,
        threshold=threshold,
    )
