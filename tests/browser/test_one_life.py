"""The life of one demand in the browser: from typing it to both signatures."""

from functools import partial

import pytest

from tests.browser.steps import demand, match
from tests.factories import enterprises, experts

EXPERT = {
    "name": "林演示",
    "employer_name": "演示铜箔研究院",
    "keywords": ["铜箔", "电解添加剂", "粗糙度"],
}


@pytest.mark.clause("1.1", "5.1.1", "5.1.2", "5.1.3", "5.2.1", "5.3.1")
@pytest.mark.clause("5.4.1", "A3.3")
def test_one_demand_from_typing_to_signatures(cast, desk, handset, shoot) -> None:
    firm = cast.arrange(enterprises.approved_enterprise)
    made = cast.arrange(partial(experts.filed_expert, **EXPERT))
    clerk, reviewer = desk(firm.actor), desk(firm.reviewer)
    shoot(clerk, "home")
    demand.begin(clerk, shoot)
    demand.fill_in(clerk, shoot)
    demand.submit(clerk, shoot)
    demand.approve(reviewer, shoot)
    match.invite(clerk, shoot, made.name)
    expert = handset(made.actor)
    match.accept(expert, shoot)
    match.draw_up(clerk, shoot)
    match.sign(clerk, shoot, "演示法人")
    match.sign(expert, shoot, made.name)
