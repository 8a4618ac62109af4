"""The demands of the demo province, each written for one firm."""

from functools import cache

from backend.demo import content
from backend.demo.records import Demand, Indicator

# Every so many demands, the enterprise stays unnamed until it is matched.
_ANONYMOUS_EVERY = 14


@cache
def demand(index: int) -> Demand:
    """Demand number `index`, chain after chain; its enterprise is one that makes such things."""
    row = content.demand_rows()[index]
    return Demand(
        index=index,
        enterprise=content.first_firm_of(row["chain"]) + row["firm"],
        title=row["title"],
        kind=row["kind"],
        chain=row["chain"],
        industry=row["industry"],
        disciplines=tuple(row["disciplines"]),
        present_state=row["present_state"],
        tried=row["tried"],
        indicators=tuple(Indicator(**indicator) for indicator in row["indicators"]),
        deadline_months=row["deadline_months"],
        conditions=row["conditions"],
        budget_wan=row["budget_wan"],
        pay_code=row["pay"]["code"],
        pay_text=row["pay"]["text"],
        ip_code=row["ip"]["code"],
        ip_text=row["ip"]["text"],
        expert_wanted=row["expert_wanted"],
        mode=row["mode"],
        days=row["days"],
        team_wanted=row["team_wanted"],
        keywords=tuple(row["keywords"]),
        disclosure="anonymous" if index % _ANONYMOUS_EVERY == _ANONYMOUS_EVERY - 1 else "full",
    )


def demand_count() -> int:
    """How many demands have been written."""
    return len(content.demand_rows())
