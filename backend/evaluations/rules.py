"""Rules of the mutual rating (clause 5.7.1)."""

from collections.abc import Collection
from datetime import date, datetime

from backend.evaluations.states import DIRECTIONS, RATER_NAMES, Grade, Rater
from backend.platform.rules import Verdict, failed, passed, rule

SPEAKING_GRADES = frozenset({Grade.VERY_POOR, Grade.POOR, Grade.EXCELLENT})


def expected_directions(has_liaison: bool) -> tuple[tuple[Rater, Rater], ...]:
    """The ratings due: six, or two where no liaison follows the service (decision A17)."""
    if has_liaison:
        return DIRECTIONS
    return tuple(pair for pair in DIRECTIONS if Rater.LIAISON not in pair)


@rule(id="RATE-01", title="服务结束后由三方互评", clause="5.7.1")
def rated_by_party(side: str | None, to_party: str, has_ended: bool, has_liaison: bool) -> Verdict:
    """The expert or team, the enterprise and the liaison rate each other, after the end."""
    if side is None:
        return failed("互评由特派员（团队由组长）、企业和开发区联络员三方进行，您不是其中一方。")
    if not has_ended:
        return failed("服务结束后才能评价。")
    if side == to_party:
        return failed("不能评价自己。")
    if (side, to_party) not in expected_directions(has_liaison):
        return failed("这项服务没有指定开发区联络员，由企业和科技特派员双方互评。")
    return passed()


@rule(id="RATE-02", title="每个方向只评价一次", clause="5.7.1")
def rated_once(to_party: str, given: Collection[str]) -> Verdict:
    """A party's word on another is given once and never altered."""
    if to_party in given:
        return failed(f"您这一方已评价过{RATER_NAMES[Rater(to_party)]}，评价提交后不能修改。")
    return passed()


@rule(id="RATE-03", title="很不满意、不满意和非常满意须写明理由", clause="5.7.1")
def says_why(grade: int, comment: str) -> Verdict:
    """The lowest two grades and the highest need words: ratings are objective and true."""
    if grade in SPEAKING_GRADES and not comment.strip():
        return failed("评价为“很不满意”“不满意”或“非常满意”时，请写明具体理由。")
    return passed()


@rule(id="RATE-04", title="在评价期限内评价", clause="5.7.1")
def within_window(now: datetime, closes_at: datetime) -> Verdict:
    """After the window closes the results are open and nothing is added."""
    if now >= closes_at:
        return failed("评价期限已过，结果已公开，不能再补充评价。")
    return passed()


@rule(id="RATE-05", title="按规定的项目评价", clause="5.7.1")
def rates_agreed_criteria(asked: Collection[str], answered: Collection[str]) -> Verdict:
    """Each direction has its own criteria; every one of them gets a grade."""
    if set(asked) == set(answered):
        return passed()
    return failed("请给每个评价项目打分，不要遗漏或添加其他项目。")


@rule(id="RATE-06", title="由被评价的一方提出异议", clause="5.7.1")
def disputed_by_the_rated(side: str | None, to_party: str) -> Verdict:
    """Whoever was rated may say that the rating is not so; for a team, its leader."""
    if side == to_party:
        return passed()
    return failed("异议由被评价的一方提出（团队由组长提出）。")


@rule(id="RATE-07", title="在期限内提出一次异议", clause="5.7.1")
def disputed_once_in_time(today: date, last_day: date, is_disputed: bool) -> Verdict:
    """Once, and within the days the policy gives after the results opened."""
    if is_disputed:
        return failed("对这项评价已提出过异议，请等待省科技厅批注。")
    if today > last_day:
        return failed(f"异议应在{last_day:%Y年%-m月%-d日}前提出，期限已过。")
    return passed()


@rule(id="RATE-08", title="差评由主管的组织推荐部门跟进", clause="5.7.1")
def followed_up_by_competent(is_competent: bool, is_party: bool) -> Verdict:
    """The organisation that filed the service follows a bad grade up, by somebody uninvolved."""
    if not is_competent:
        return failed("差评由备案这项服务的组织推荐部门跟进，省科技厅督办。")
    if is_party:
        return failed("您是评价各方之一，请由本单位其他同事跟进。")
    return passed()


@rule(id="RATE-09", title="组长可对每名成员写一条说明", clause="5.7.1")
def notes_own_member(side: str | None, is_member: bool, is_noted: bool, is_open: bool) -> Verdict:
    """The team is rated as one; its leader may add a word on each member, once."""
    if side != Rater.EXPERT:
        return failed("成员说明由特派团组长填写。")
    if not is_member:
        return failed("只能对本团的其他成员写说明。")
    if is_noted:
        return failed("对这名成员已写过说明，提交后不能修改。")
    if is_open:
        return failed("评价期限已过，不能再补充说明。")
    return passed()
