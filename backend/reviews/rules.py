"""Rules of reviewing (clauses 4.4, 5.1.3, annex 2 clause 3)."""

from datetime import date

from backend.platform.rules import Verdict, failed, passed, rule
from backend.reviews.states import Decision


@rule(id="REV-01", title="不得审核本人的事项", clause="A2.3")
def not_ones_own(reviewer: str, subject_account: str | None) -> Verdict:
    """Nobody decides on their own application, demand or agreement."""
    if subject_account is not None and reviewer == subject_account:
        return failed("这是您本人的事项，请由本单位其他同事审核。")
    return passed()


@rule(id="REV-02", title="推荐单位对资质真实性负责", clause="4.4")
def authenticity_attested(decision: Decision, attested: bool) -> Verdict:
    """An approval carries the reviewer's attestation, name and time."""
    if decision is Decision.APPROVE and not attested:
        return failed("通过前请勾选“已核实材料真实性”，推荐单位对资质真实性负责。")
    return passed()


@rule(id="REV-03", title="退回或不予通过须说明理由", clause="3.1.2")
def reasons_given(decision: Decision, reasons: int, note: str) -> Verdict:
    """A return or rejection tells the applicant every fault at once."""
    if decision is Decision.APPROVE or reasons or note.strip():
        return passed()
    return failed("请写明理由，一次说清所有需要修改的地方，申请人才知道怎么改。")


@rule(id="REV-04", title="审核的是申请人最近一次提交的内容", clause="3.1.2")
def newest_submission(seen: int, submitted: int) -> Verdict:
    """A decision is about the version the reviewer read."""
    if seen == submitted:
        return passed()
    return failed("申请人又提交了新的内容，请查看最新一版后再审核。")


@rule(id="REV-05", title="审核决定可在限时内由本人撤销", clause="3.1.2")
def decision_can_be_undone(is_mine: bool, minutes: float, limit: int) -> Verdict:
    """Whoever took a decision may take it back for some minutes."""
    if not is_mine:
        return failed("只有作出这项决定的人可以撤销它。")
    if minutes > limit:
        return failed(f"作出决定已超过{limit}分钟，不能再撤销。确有错误的，请联系省科技厅处理。")
    return passed()


@rule(id="REV-06", title="已经进入下一步的决定不能撤销", clause="3.1.2")
def nothing_rests_on_it(what_rests: str) -> Verdict:
    """A decision that somebody has built upon stays."""
    if not what_rests:
        return passed()
    return failed(f"{what_rests}，这项决定不能再撤销。")


@rule(id="REV-07", title="逾期未审的事项可由设区市接办", clause="6.3")
def ripe_for_take_over(overdue_days: int, threshold: int, nobody_left: bool) -> Verdict:
    """The city takes over what is overdue for some days, or what nobody below may decide."""
    if nobody_left or overdue_days >= threshold:
        return passed()
    return failed(f"逾期满{threshold}天才能接办，现在还由原单位审核。")


def days_left(due_on: date, today: date) -> int:
    """Calendar days to a due day; negative when overdue."""
    return (due_on - today).days
