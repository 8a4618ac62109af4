"""Rules of bad-credit records (clauses 2.1.1, 2.2.2, 6.1.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.platform.rules import Verdict, failed, passed, rule


@dataclass(frozen=True)
class CreditFact:
    """What a rule needs of a record."""

    behaviour: str
    decision_document: str
    valid_to: date | None


@rule(
    id="CREDIT-01", title="没有生效中的不良信用记录", clause="2.1.1", unmet="有生效中的不良信用记录"
)
def no_bad_credit(records: Sequence[CreditFact]) -> Verdict:
    """An active record blocks registration, application and consent; running service goes on."""
    if not records:
        return passed()
    paper, end = records[0].decision_document, records[0].valid_to
    if end is None:
        return failed(
            f"存在生效中的不良信用记录（{paper}），暂不能办理。"
            "可在“我的诚信记录”中查看认定文书，如有异议可以申诉。"
        )
    return failed(
        f"存在生效中的不良信用记录（{paper}，有效期至{end:%Y年%-m月%-d日}），暂不能办理。"
        "可在“我的诚信记录”中查看认定文书，如有异议可以申诉。"
    )


@rule(id="CREDIT-02", title="不良信用认定须两人办理", clause="6.1.2")
def two_persons(proposed_by: str, confirming: str) -> Verdict:
    """Who proposed a record cannot confirm it."""
    if proposed_by == confirming:
        return failed("认定须由另一位工作人员确认，您是提出人，不能自己确认。")
    return passed()
