"""Rules of reports, findings and appeals (clause 6.1.2)."""

from collections.abc import Collection
from datetime import date

from backend.platform.rules import Verdict, failed, passed, rule


@rule(id="REPORT-01", title="举报由与其无关的人办理", clause="6.1.2")
def handled_by_another(handler: str, concerned: Collection[str]) -> Verdict:
    """Neither who reported nor who is reported handles a report."""
    if handler in concerned:
        return failed("您与这件举报有关，请由同事办理。")
    return passed()


@rule(id="APPEAL-01", title="申诉在规定期限内提出", clause="6.1.2")
def within_time(appeal_until: date | None, today: date, *, is_active: bool) -> Verdict:
    """An appeal is against a record in force, by its last day; without notice no day runs out."""
    if not is_active:
        return failed("这条记录已不在生效中，无需申诉。")
    if appeal_until is not None and today > appeal_until:
        return failed(
            f"申诉期限已于{appeal_until:%Y年%-m月%-d日}届满。如有新的证据，可以书面向省科技厅反映。"
        )
    return passed()


@rule(id="APPEAL-02", title="申诉由原经办人以外的人决定", clause="6.1.2")
def decided_by_another(decider: str, handled_by: Collection[str]) -> Verdict:
    """Who proposed or confirmed the finding does not decide on the appeal against it."""
    if decider in handled_by:
        return failed("您参与了原认定，申诉须由其他人员决定。")
    return passed()


@rule(id="APPEAL-03", title="一项认定只申诉一次", clause="6.1.2")
def appealed_once(has_appeal: bool) -> Verdict:
    """The decision on an appeal is the department's last word on the finding."""
    if has_appeal:
        return failed("您已就这项认定提出过申诉，请在本页查看办理情况和结果。")
    return passed()
