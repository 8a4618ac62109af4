"""Rules of the monthly round (clauses 6.4.1 and 6.4.2)."""

from datetime import date

from backend.platform.rules import Verdict, failed, passed, rule


@rule(id="BATCH-01", title="每月推荐名单在截止日后冻结", clause="6.4.1")
def freezing_time(month: date, today: date, deadline_day: int) -> Verdict:
    """A batch is frozen on its month's deadline day at the earliest; what follows is the next's."""
    opens = month.replace(day=deadline_day)
    if today >= opens:
        return passed()
    return failed(f"本批次在{opens:%Y年%-m月%-d日}截止，之前还可以继续审核，不能提前冻结。")


@rule(id="BATCH-02", title="只有冻结后的名单才能寄送和备案", clause="6.4.2")
def entry_can_be_returned(is_frozen: bool, is_pending: bool) -> Verdict:
    """The department returns single entries of a list it has before it, while they are pending."""
    if not is_frozen:
        return failed("名单尚未冻结或已经备案，不能退回其中的人员。")
    return passed() if is_pending else failed("这位特派员已经处理过，请刷新查看。")
