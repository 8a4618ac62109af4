"""The written content of the demo province: enough of it, coherent, coded and plainly invented."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from backend.demo import content, people
from backend.demo.demands import demand
from tests.codelists.tables import rows_of

DEMANDS = [people.demand(index) for index in range(people.demand_count())]
CHAINS = {row["id"] for row in rows_of("chains") if row["kind"] == "chain"}


def codes(name: str, column: str = "code") -> set[str]:
    return {row[column] for row in rows_of(name)}


def repeated(items: Iterable[str]) -> list[str]:
    return [item for item, times in Counter(items).items() if times > 1]


def test_every_chain_has_enough_demands() -> None:
    by_chain = Counter(one.chain for one in DEMANDS)
    assert set(by_chain) == CHAINS
    assert min(by_chain.values()) >= 17
    assert len(DEMANDS) >= 204


def test_every_demand_is_complete_and_of_readable_length() -> None:
    for one in DEMANDS:
        length = len(one.title) + len(one.text) + len(one.pay_text) + len(one.ip_text)
        assert 120 <= length <= 350, one.title
        assert 1 <= len(one.indicators) <= 4, one.title
        assert 3 <= len(one.keywords) <= 8, one.title
        assert 1 <= one.deadline_months <= 36, one.title
        assert one.budget_wan > 0, one.title


def test_every_indicator_goes_from_one_number_to_another() -> None:
    for one in DEMANDS:
        for indicator in one.indicators:
            assert Decimal(indicator.current) != Decimal(indicator.target), one.title
            assert indicator.name, one.title
            assert indicator.unit, one.title


def test_no_two_demands_directions_or_results_are_the_same() -> None:
    directions = content.direction_rows()
    assert not repeated(one.title for one in DEMANDS)
    assert not repeated(one.present_state for one in DEMANDS)
    assert not repeated(row["direction"] for row in directions)
    assert not repeated(row["word"] for row in content.firm_rows())
    assert not repeated(item["title"] for row in directions for item in row["achievements"])


def test_every_code_of_a_demand_is_in_its_list() -> None:
    assert {one.kind for one in DEMANDS} <= codes("demand_types")
    assert {one.mode for one in DEMANDS} <= codes("service_types")
    assert {one.industry for one in DEMANDS} <= codes("industries")
    assert {code for one in DEMANDS for code in one.disciplines} <= codes("disciplines")


def test_a_demand_comes_from_a_firm_of_its_chain() -> None:
    for one in DEMANDS:
        assert people.enterprise(one.enterprise).chain == one.chain, one.title
    assert len({one.enterprise for one in DEMANDS}) >= 140


def test_nearly_every_demand_has_several_plausible_experts_and_none_has_all() -> None:
    experts = [people.expert(index) for index in range(people.EXPERTS)]
    fitting = [
        sum(one.chain in e.chains and bool(set(one.keywords) & set(e.keywords)) for e in experts)
        for one in DEMANDS
    ]
    assert min(fitting) >= 2
    assert max(fitting) <= 40
    assert sum(count >= 3 for count in fitting) >= 0.9 * len(DEMANDS)


def test_directions_are_many_and_well_described() -> None:
    rows = content.direction_rows()
    assert len(rows) >= 100
    for row in rows:
        assert 4 <= len(row["keywords"]) <= 8, row["direction"]
        assert 3 <= len(row["achievements"]) <= 5, row["direction"]
        assert row["summary"].count("。") == 3, row["direction"]


def test_the_same_demand_every_time() -> None:
    first = demand(7)
    demand.cache_clear()
    assert demand(7) == first
