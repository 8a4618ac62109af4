"""Rules of service under way, its end and its changes (clauses 5.6.1 and 5.6.2)."""

from datetime import date

from backend.engagements.states import SIDE_NAMES, Side
from backend.platform.rules import Verdict, failed, passed, rule


@rule(id="SRV-01", title="服务由协议双方办理", clause="5.6.1")
def speaks_for_a_side(side: str | None) -> Verdict:
    """The enterprise and the expert, or the team's leader, act on their service."""
    if side in {Side.EXPERT, Side.ENTERPRISE}:
        return passed()
    return failed("这项操作由企业或科技特派员（团队由组长）办理。")


@rule(id="LOG-01", title="服务记录由提供服务的特派员填写", clause="5.7.1")
def logs_own_service(serves: bool, day: date, started_on: date, today: date) -> Verdict:
    """Who serves writes the log, of days from the start to today."""
    if not serves:
        return failed("服务记录由提供服务的特派员本人填写。")
    if day < started_on:
        return failed(f"服务自{started_on:%Y年%-m月%-d日}开始，不能填写更早的日期。")
    if day > today:
        return failed("不能填写今天以后的日期，请在服务之后填写。")
    return passed()


@rule(id="LOG-02", title="服务记录由企业逐条确认", clause="A3.3")
def confirmed_by_enterprise(side: str | None, is_confirmed: bool) -> Verdict:
    """The enterprise confirms each line once; the expert cannot confirm his own."""
    if side != Side.ENTERPRISE:
        return failed("服务记录由接受服务的企业确认。")
    if is_confirmed:
        return failed("这条记录已经确认。")
    return passed()


@rule(id="END-01", title="结束服务由另一方确认", clause="5.6.1")
def answered_by_other_side(side: str | None, proposed_by: str | None) -> Verdict:
    """Who proposed the end cannot confirm or dispute it; silence confirms when time is up."""
    if side not in {Side.EXPERT, Side.ENTERPRISE}:
        return failed("结束服务由企业和科技特派员（团队由组长）双方确认。")
    if side == proposed_by:
        other = Side.ENTERPRISE if side == Side.EXPERT else Side.EXPERT
        return failed(f"您已提出结束服务，正在等待{SIDE_NAMES[other]}确认。")
    return passed()


@rule(id="CHG-01", title="更换特派员或终止服务须经同意", clause="5.6.2")
def decided_by_competent(is_competent: bool) -> Verdict:
    """A replacement or early end takes effect by the consent of the enterprise's organisation."""
    if is_competent:
        return passed()
    return failed("这项申请由企业所在地的组织推荐部门决定，您可以查看，不能决定。")


@rule(id="CHG-04", title="特派团人数不足由组织推荐部门决定是否继续", clause="5.2.4")
def shortfall_decided_by_office(is_office: bool) -> Verdict:
    """Going on with fewer is an exception the enterprise's organisation alone grants (A1)."""
    if is_office:
        return passed()
    return failed("特派团人数不足时是否继续，由企业所在地的组织推荐部门决定。")


@rule(id="CHG-02", title="申请人不能决定自己的申请", clause="5.6.2")
def decided_by_another(is_requester: bool) -> Verdict:
    """Nobody decides on his own request."""
    if is_requester:
        return failed("这是您本人提出的申请，须由他人决定。")
    return passed()


@rule(id="CHG-03", title="一次只有一项待决定的变更", clause="5.6.2")
def no_open_change(has_open: bool) -> Verdict:
    """A second request waits until the first is decided."""
    if has_open:
        return failed("已有一项变更申请正在等待决定，决定后才能再提出。")
    return passed()
