"""The life of one demand in the browser: from typing it to six ratings."""

from functools import partial

import pytest

from tests.browser.steps import demand, match, service
from tests.factories import enterprises, experts, organisations
from tests.factories.organisations import Role

EXPERT = {
    "name": "林演示",
    "employer_name": "演示铜箔研究院",
    "keywords": ["铜箔", "电解添加剂", "粗糙度"],
}


@pytest.mark.clause("1.1", "5.1.1", "5.1.2", "5.1.3", "5.2.1", "5.3.1")
@pytest.mark.clause("5.4.1", "5.4.2", "5.6.1", "5.7.1", "A2.5", "A3.3", "A3.5")
def test_one_demand_from_typing_to_six_ratings(cast, desk, handset, shoot) -> None:
    firm = cast.arrange(enterprises.approved_enterprise)
    made = cast.arrange(partial(experts.filed_expert, **EXPERT))
    office = firm.reviewer.organisation_id
    helper = cast.arrange(lambda db: organisations.member_of(db, office, Role.LIAISON))
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
    match.file(reviewer, shoot)
    service.log_a_visit(expert, shoot)
    service.confirm_the_visit(clerk, shoot)
    service.propose_the_end(expert, shoot)
    service.confirm_the_end(clerk, shoot)
    service.rate(expert, shoot, "expert")
    service.rate(clerk, shoot, "enterprise")
    service.rate(desk(helper), shoot, "liaison")
    service.read_the_results(expert, shoot)
    assert_ended_with_six_ratings(cast.person(made.actor))


def assert_ended_with_six_ratings(person) -> None:
    """As the public API tells it."""
    (served,) = person.ask("/engagements")["items"]
    assert served["state"] == "ended"
    ratings = person.ask(f"/engagements/{served['id']}/ratings")
    assert ratings["is_open"]
    assert ratings["given"] == ratings["expected"] == 6
