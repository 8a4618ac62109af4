"""The life of one demand, through the public API only, by everybody whose step it is."""

from datetime import datetime

import pytest

from backend.platform import clock
from tests.factories import enterprises, experts
from tests.factories.demands import CONTENT
from tests.journeys import life

REVIEWING = datetime(2026, 11, 12, 9, tzinfo=clock.SHANGHAI)
AFTER_THE_20TH = datetime(2026, 11, 21, 9, tzinfo=clock.SHANGHAI)


@pytest.mark.clause(
    "1.1", "3.0", "3.1.1", "3.1.2", "3.1.3", "3.2.1", "3.2.2", "5.1.1", "5.1.2", "5.1.3"
)
@pytest.mark.clause("5.3.1", "5.3.2", "5.4.1", "5.4.2", "5.6.1", "5.7.1", "A2.5", "A3.5")
async def test_a_typed_demand_becomes_six_ratings(province):
    with clock.at(REVIEWING):
        form = experts.registration()
        bureau = await province.bureau(form["city_code"])
        expert = await life.register_expert(province, form)
        await life.recommend_expert(bureau, expert)
        enterprise = await life.register_enterprise(
            province, enterprises.registration(contact_email="firm@demo.example")
        )
    with clock.at(AFTER_THE_20TH):
        assert await life.send_round(bureau, province.officer) == 1
        county = province.counties["360121"]
        demand = await life.publish_demand(enterprise, county, CONTENT)
        path = f"/demands/{demand['id']}/recommended-experts"
        found = (await enterprise.who.get(path))["items"]
        assert [one["expert"]["id"] for one in found] == [expert.id]
        assert found[0]["reasons"]
        invitation = {
            "demand_id": demand["id"],
            "expert_id": expert.id,
            "way": "recommended",
            "message": "诚邀您来厂看看。",
        }
        match = await enterprise.who.post("/matches/invitations", invitation)
        agreed = await life.consent(expert.who, match)
        engagement = await life.agree(agreed, enterprise.who, expert.who, county)
        await life.serve(engagement, enterprise.who, expert.who)
        parties = {
            "expert": expert.who,
            "enterprise": enterprise.who,
            "liaison": province.liaisons["360121"],
        }
        result = await life.rate(engagement, parties)
        assert result["is_open"]
        assert result["given"] == result["expected"] == 6
        places = await expert.who.get(f"/experts/{expert.id}/places")
        assert places["used"] == 0
    assert not [status for status in province.statuses if status >= 400]
