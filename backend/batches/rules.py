"""Rules of the monthly round (clauses 6.4.1 and 6.4.2)."""

from collections.abc import Sequence
from datetime import date

from backend.platform.rules import Verdict, failed, passed, rule

HASH_SHOWN = 16
"""So much of a list's hash stands on paper and screens."""


@rule(id="BATCH-01", title="每月推荐名单在截止日后冻结", clause="6.4.1")
def freezing_time(opens: date, today: date) -> Verdict:
    """A batch is frozen on its month's deadline day at the earliest; what follows is the next's."""
    if today >= opens:
        return passed()
    return failed(f"本批次在{opens:%Y年%-m月%-d日}截止，之前还可以继续审核，不能提前冻结。")


@rule(id="BATCH-02", title="只有冻结后的名单才能寄送和备案", clause="6.4.2")
def entry_can_be_returned(is_frozen: bool, is_pending: bool) -> Verdict:
    """The department returns single entries of a list it has before it, while they are pending."""
    if not is_frozen:
        return failed("名单尚未冻结或已经备案，不能退回其中的人员。")
    return passed() if is_pending else failed("这位特派员已经处理过，请刷新查看。")


@rule(id="BATCH-03", title="纸质件与平台名单一致后才能备案", clause="6.4.2")
def paper_agrees(
    printed_count: int, listed_count: int, printed_hash: str | None, list_hash: str
) -> Verdict:
    """The sealed list shows as many persons as the frozen one, and its hash where it was read."""
    wrong = []
    if printed_count != listed_count:
        wrong.append(f"纸质清单 {printed_count} 人，平台名单 {listed_count} 人")
    if printed_hash and not list_hash.startswith(printed_hash.lower()):
        wrong.append(f"纸质件校验值 {printed_hash}，平台名单为 {list_hash[:HASH_SHOWN]}")
    if not wrong:
        return passed()
    return failed(f"纸质件与平台名单不一致：{'；'.join(wrong)}。", differences=wrong)


@rule(id="BATCH-04", title="名单与冻结时一致才能报送和备案", clause="6.4.3")
def list_is_intact(alterations: Sequence[str]) -> Verdict:
    """A list that was altered after its freezing is neither printed nor filed."""
    if not alterations:
        return passed()
    return failed(f"名单与冻结时不一致，请先查明原因：{'；'.join(alterations[:3])}")


@rule(id="BATCH-06", title="公务员须经省科技厅决定同意后才能备案", clause="3.1.3")
def civil_servants_decided(waiting: Sequence[str]) -> Verdict:
    """The notice is silent on civil servants: each is decided on by itself first (A30)."""
    if not waiting:
        return passed()
    named = "、".join(waiting)
    return failed(f"{named}申报为公务员或参公管理人员，请先逐人决定同意参加或退回。")


@rule(id="BATCH-07", title="只对公务员作出一次决定", clause="3.1.3")
def may_be_allowed(*, needs_decision: bool, is_allowed: bool) -> Verdict:
    """Only who declared to be a civil servant needs the decision, and once."""
    if needs_decision and not is_allowed:
        return passed()
    return failed("这位特派员不需要或已经有省科技厅的决定，请刷新查看。")


@rule(id="BATCH-05", title="一致的纸质件只登记一次", clause="6.4.2")
def receipt_is_open(agreed: bool | None) -> Verdict:
    """Paper is registered until it agrees: never yet (None), or not in agreement."""
    return failed("纸质件已登记且与平台一致，不必重复登记。") if agreed else passed()
