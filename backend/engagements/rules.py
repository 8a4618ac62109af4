"""Rules of service under way, its end and its changes (clauses 5.6.1 and 5.6.2)."""

from collections.abc import Collection, Sequence
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


@rule(id="LOG-03", title="有异议的记录由填写人更正", clause="A3.3")
def corrects_own_line(is_writer: bool, is_disputed: bool) -> Verdict:
    """Who wrote a line corrects it, once the enterprise disputed it."""
    if not is_writer:
        return failed("服务记录由填写的特派员本人更正。")
    if not is_disputed:
        return failed("企业没有对这条记录提出异议，不需要更正。")
    return passed()


@rule(id="LOG-04", title="指标实测值对应协议约定的指标", clause="A3.3")
def measures_agreed_targets(measured: Collection[str], targets: Collection[str]) -> Verdict:
    """A result is reported for a target of the agreement, by its name."""
    unknown = [name for name in measured if name not in targets]
    if unknown:
        return failed(f"协议没有约定这些指标：{'、'.join(unknown)}。请按协议中的指标名称填写。")
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


@rule(id="CHG-07", title="特派团人数不足由组织推荐部门决定是否继续", clause="5.2.4")
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


@rule(id="CHG-04", title="先听取特派员推荐单位的意见", clause="5.6.2")
def recommender_was_heard(waiting: Sequence[str], due: date | None, today: date) -> Verdict:
    """Before a decision the experts' recommenders speak, or let their working days pass."""
    if not waiting or due is None or today > due:
        return passed()
    words = f"{'、'.join(waiting)}可在{due:%Y年%-m月%-d日}前提出意见，收到意见或期满后再决定。"
    return failed(words, waiting=list(waiting))


@rule(id="CHG-05", title="单位意见不同或跨市的变更由省科技厅决定", clause="5.6.2")
def decided_at_right_level(
    is_department: bool, is_cross_city: bool, objections: Sequence[str], decision: str
) -> Verdict:
    """The department decides across cities, and where the two organisations differ."""
    if is_department:
        return passed()
    if is_cross_city:
        return failed("特派员推荐单位与企业不在同一设区市，这项变更由省科技厅决定。")
    if objections and decision == "approve":
        return failed(f"{'、'.join(objections)}不同意，双方单位意见不同，由省科技厅决定。")
    return passed()


@rule(id="CHG-06", title="特派员推荐单位在期限内提出意见", clause="5.6.2")
def gives_opinion_in_time(due: date | None, today: date, was_heard: bool) -> Verdict:
    """A recommender speaks once, within its working days."""
    if due is None:
        return failed("这项变更不需要贵单位的意见。")
    if was_heard:
        return failed("贵单位已经提出意见。")
    if today > due:
        return failed(f"提出意见的期限已于{due:%Y年%-m月%-d日}届满，视为没有异议。")
    return passed()
