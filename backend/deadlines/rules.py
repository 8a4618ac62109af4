"""Moving one month's deadline (clauses 6.4.1 and 6.4.2, decision A18)."""

from datetime import date

from backend.platform.rules import Verdict, failed, passed, rule


@rule(id="DEADLINE-01", title="只能调整尚未到期的截止日", clause="6.4.1")
def still_ahead(present: date, moved_to: date, today: date) -> Verdict:
    """A deadline that has passed froze its lists: it stays; the new day lies ahead as well."""
    if today > present:
        return failed(f"{present:%Y年%-m月%-d日}已经截止，名单已冻结，不能再调整。")
    if moved_to < today:
        return failed("新的截止日不能早于今天。")
    return passed()


@rule(id="DEADLINE-02", title="审核截止不晚于报送截止，不跨到下月的截止日", clause="6.4.2")
def in_order(review: date, letter: date, next_review: date) -> Verdict:
    """Reviews end before letters are due, and a round before the next one."""
    if review > letter:
        return failed(
            f"审核截止日（{review:%-m月%-d日}）不能晚于报送截止日（{letter:%-m月%-d日}）；"
            "两个日期都要调整时，请先推迟报送截止日。"
        )
    if letter >= next_review:
        return failed(f"截止日须早于下一轮的审核截止日（{next_review:%Y年%-m月%-d日}）。")
    return passed()
