"""Rules of the mutual rating (clause 5.7.1)."""

from collections.abc import Collection
from datetime import datetime

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
