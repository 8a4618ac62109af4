"""The kinds of matter, and which messages do not wait: one table. Pure.

A message is known by its title, as its slice writes it; holes stand for what is filled in. What
leaves by short message or WeChat is never the title itself but the words here, or the title where
it is one of the platform's own sentences without a hole: a name has no way in.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from backend.platform.language import HOLE, catalogue
from backend.platform.matters import Urgency

AREAS = {
    "demands": "科技服务需求",
    "matches": "邀请、申请和匹配",
    "teams": "特派团",
    "agreements": "协议签署和备案",
    "engagements": "入企服务和评价",
    "experts": "特派员申请和资格",
    "enterprises": "企业登记",
    "reviews": "待审核事项",
    "batches": "月度推荐批次和截止提醒",
    "waivers": "豁免",
    "integrity": "诚信和申诉",
    "organisations": "本单位账号",
    "commitments": "承诺书的新版本",
    "account": "账号和登录安全",
}
"""What messages are about, by the first part of their link."""
OTHER = "平台消息"
SOMETHING = "有新的进展，请登录查看"


class When(StrEnum):
    """What makes a message urgent."""

    ALWAYS = "always"
    DUE = "due"
    """A day its sentence names is today or tomorrow, or it says that today is the last one."""
    ROUND = "round"
    """The month's reviews end in three days at most: what is mended later waits a month."""
    SECURITY = "security"
    """Always, and at any hour."""


@dataclass(frozen=True)
class Known:
    """A message by its title: when it is urgent, and its words where the title has holes."""

    when: When | None
    words: str = ""


MATTERS = {
    "您的登录密码已修改": Known(When.SECURITY),
    "您的账号绑定了微信": Known(When.SECURITY),
    "您的科技特派员资格已被取消": Known(When.ALWAYS),
    "企业资格已被取消": Known(When.ALWAYS),
    "本单位推荐的对象被取消资格": Known(When.ALWAYS),
    "服务已终止": Known(When.ALWAYS),
    "特派团已解散": Known(When.ALWAYS),
    "名单与冻结时不一致：{}": Known(When.ALWAYS, "名单与冻结时不一致"),
    "您的申请需要修改": Known(When.ROUND),
    "您的申请被退回修改": Known(When.ROUND),
    "企业申请需要修改": Known(When.ROUND),
    "需求被退回修改": Known(When.ROUND),
    "还有{}项待审核，{}截止": Known(When.DUE, "待审核事项将到截止日"),
    "推荐函和清单请在{}前寄达": Known(When.DUE, "推荐函和清单将到报送截止日"),
    "需求即将到期": Known(When.DUE),
    "有企业邀请您提供服务": Known(When.DUE),
    "有特派员（团）申请服务": Known(When.DUE),
    "特派团“{}”等您答复": Known(When.DUE, "特派团等您答复"),
    "对方已同意，达成匹配": Known(When.DUE),
    "收到特派员的派驻协议副本": Known(When.DUE),
    "对方提出结束服务": Known(When.DUE),
    "服务变更征求贵单位意见": Known(When.DUE),
    "服务已结束，请评价": Known(When.DUE),
    "评价结果已公开": Known(When.DUE),
    "有差评需要跟进": Known(When.DUE),
    "收到一件诚信举报": Known(When.DUE),
    "收到一份申诉": Known(When.DUE),
    "豁免即将到期": Known(When.DUE),
    "特派团“{}”名单有变化": Known(None, "特派团名单有变化"),
    "特派团“{}”成员有答复": Known(None, "特派团成员有答复"),
    "举报 {} 有新进展": Known(None, "您的举报有新进展"),
    "企业状态变为“{}”": Known(None, "企业状态有变化"),
    "1件{}已由{}接办": Known(None, "一件待审核事项已被接办"),
}
# A deputy is told for whom he stands in, which is a name.
STANDING_IN = re.compile(r"^（代[^（）]*）")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
LAST = "今天是最后一个工作日"
ROUND_DAYS = 3


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], Known]]:
    open_ones = ((title, known) for title, known in MATTERS.items() if HOLE.search(title))
    return [
        (re.compile(".*?".join(map(re.escape, HOLE.split(title))), re.DOTALL), known)
        for title, known in open_ones
    ]


def known(title: str) -> Known | None:
    """The table's line of a title, whoever its reader stands in for."""
    plain = STANDING_IN.sub("", title)
    if plain in MATTERS:
        return MATTERS[plain]
    return next((line for like, line in _patterns() if like.fullmatch(plain)), None)


def words_of(title: str) -> str:
    """What may be said of a message outside: words of the platform that name nobody."""
    plain, line = STANDING_IN.sub("", title), known(title)
    if line is not None and line.words:
        return line.words
    return plain if plain in catalogue().words else SOMETHING


def _days_named(text: str, today: date) -> Iterator[date]:
    for year, month, day in DAY.findall(text):
        # In December somebody is asked for January.
        turns = not year and int(month) < today.month
        with suppress(ValueError):
            yield date(int(year or today.year + turns), int(month), int(day))


def is_due(text: str, today: date) -> bool:
    """Whether a sentence names today or tomorrow, or says that today is the last day."""
    soon = (today, today + timedelta(days=1))
    return LAST in text or any(day in soon for day in _days_named(text, today))


def days_left(today: date, deadline_day: int, moved: Mapping[date, date]) -> int:
    """Days until the reviews of the round still open end; `moved` holds moved ones by month."""
    this = today.replace(day=1)
    before, after = (this - timedelta(days=1)).replace(day=1), this + timedelta(days=32)
    months = (before, this, after.replace(day=1))
    ends = (moved.get(month, month.replace(day=deadline_day)) for month in months)
    return min((end - today).days for end in ends if end >= today)


def urgency(when: When | None, text: str, today: date, left: int | None) -> Urgency:
    """How urgent a message is; `left` are the days of the round, needed for ROUND alone."""
    if when is When.SECURITY:
        return Urgency.SECURITY
    urgent = {
        When.ALWAYS: True,
        When.DUE: is_due(text, today),
        When.ROUND: left is not None and left <= ROUND_DAYS,
    }
    return Urgency.URGENT if when and urgent[when] else Urgency.ORDINARY
