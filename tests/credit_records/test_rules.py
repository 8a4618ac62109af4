"""Bad-credit records."""

from datetime import date

import pytest

from backend.credit_records.rules import CreditFact, no_bad_credit, two_persons


@pytest.mark.clause("2.1.1", "6.1.2")
def test_an_active_record_refuses_and_names_its_document():
    verdict = no_bad_credit([CreditFact("材料造假", "演示字〔2026〕1号", date(2027, 3, 1))])
    assert verdict.outcome == "fail"
    assert verdict.rule.id == "CREDIT-01"
    assert "演示字〔2026〕1号" in verdict.reason
    assert "2027年3月1日" in verdict.reason
    assert no_bad_credit([]).ok


def test_the_proposer_does_not_confirm():
    assert not two_persons("a", "a").ok
    assert two_persons("a", "b").ok
