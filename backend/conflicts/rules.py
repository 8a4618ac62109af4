"""The avoidance rule (回避, annex 2 clause 3; decision A23)."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.platform.rules import Verdict, failed, passed, rule

KIND_NAMES = {
    "post": "任职",
    "legal_representative": "担任法定代表人",
    "shares": "持有股份",
    "relative": "有近亲属任主要负责人",
    "employer_holds": "所在单位持股或出资设立",
    "paid_contract": "近三年有付费合同",
}
EMPLOYED = "工作单位"
DECLARED = "本人申报"
INTEREST_NAMES = {
    "post": "任职或兼职",
    "shares": "持有股份",
    "own_unit": "本单位举办或管理",
    "relative": "近亲属",
    "close_person": "其他可能影响公正的人",
    "other": "其他利害关系",
}
# The last two need a decision rather than forbid.
BLOCKING = frozenset({"post", "legal_representative", "shares", "relative"})


@dataclass(frozen=True)
class Tie:
    """Something that connects one expert with one enterprise."""

    expert_name: str
    kind: str


@rule(id="CON-01", title="回避：与企业没有利益关系", clause="A2.3")
def no_conflict_of_interest(ties: Sequence[Tie]) -> Verdict:
    """A post, shares, a relative in charge or the same employer blocks a match."""
    blocking = [tie for tie in ties if tie.kind in BLOCKING]
    if not blocking:
        return passed()
    named = "、".join(sorted({f"{t.expert_name}（{KIND_NAMES[t.kind]}）" for t in blocking}))
    return failed(
        f"按回避原则不能匹配：{named}与该企业存在利益关系。",
        experts=sorted({tie.expert_name for tie in blocking}),
    )
