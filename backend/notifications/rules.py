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
