"""The rule of exports."""

from backend.platform.rules import Verdict, failed, passed, rule

MOST_ROWS = 50_000


@rule(id="EXPORT-01", title="一次导出的条数有上限", clause="A3.4")
def within_reach(rows: int) -> Verdict:
    """One file takes 50,000 rows: whoever needs more narrows the list first."""
    if rows <= MOST_ROWS:
        return passed()
    return failed(f"列表超过 {MOST_ROWS:,} 条，一份表格装不下。请先用筛选条件缩小范围再导出。")
