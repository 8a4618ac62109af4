"""The life of one demand in the browser: from typing it to six ratings."""

import pytest

from tests.browser.steps import demand
from tests.factories import enterprises


@pytest.mark.clause("5.1.1", "5.1.2", "5.1.3")
def test_one_demand_from_typing_to_publication(cast, desk, shoot) -> None:
    firm = cast.arrange(enterprises.approved_enterprise)
    clerk, reviewer = desk(firm.actor), desk(firm.reviewer)
    shoot(clerk, "home")
    demand.begin(clerk, shoot)
    demand.fill_in(clerk, shoot)
    demand.submit(clerk, shoot)
    demand.approve(reviewer, shoot)
