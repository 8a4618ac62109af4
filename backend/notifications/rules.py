"""Rules of how somebody is told."""

from backend.platform.rules import Verdict, failed, passed, rule


@rule(id="TOLD-01", title="免打扰时段有起有止", clause="7.1")
def quiet_hours_end(start: int | None, end: int | None) -> Verdict:
    """Quiet hours have a beginning and another end."""
    if (start is None) != (end is None):
        return failed("请同时填写免打扰的开始和结束时间，或者都不填。")
    if start is not None and start == end:
        return failed("免打扰的开始和结束时间不能相同。")
    return passed()


@rule(id="TOLD-02", title="微信绑定由本人当场完成", clause="7.1")
def comes_back_in_time(*, is_own: bool, is_used: bool, is_over: bool) -> Verdict:
    """Who comes back from WeChat is signed in to the account that began, once, in ten minutes."""
    if not is_own:
        return failed(
            "这次微信绑定不是由您现在登录的账号发起的。请用要绑定的账号登录，再重新开始绑定。"
        )
    if is_used:
        return failed("这个绑定链接已经用过，每个链接只能用一次。需要的话，请重新开始绑定。")
    if is_over:
        return failed("这个绑定链接已超过十分钟有效期，请重新开始绑定。")
    return passed()
