"""The offices a journey needs, opened as they are in reality: by the department."""

from dataclasses import dataclass, field
from itertools import count

import httpx

from tests.factories.people import PASSWORD
from tests.journeys.visitor import Visitor

_numbers = count(1)


@dataclass
class Province:
    """The department's officer and the organisations' first members, signed in."""

    client: httpx.AsyncClient
    officer: Visitor
    bureaus: dict[str, Visitor] = field(default_factory=dict)
    """City code → reviewer of experts."""
    counties: dict[str, Visitor] = field(default_factory=dict)
    """County code → reviewer of enterprises, demands and agreements."""
    liaisons: dict[str, Visitor] = field(default_factory=dict)
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self) -> Visitor:
        """Somebody new."""
        found = Visitor(self.client)
        self.visitors.append(found)
        return found

    @property
    def statuses(self) -> list[int]:
        """Every answer anybody got."""
        people = [self.officer, *self.visitors]
        return [status for person in people for status in person.calls]

    async def _organisation(self, name: str, type: str, **place: str) -> Visitor:
        body = {
            "name": name,
            "type": type,
            "contact_name": "演示联系人",
            "contact_phone": "0791-00000000",
            **place,
        }
        applied = await self.officer.post("/organisations", body)
        await self.officer.post(f"/organisations/{applied['id']}/receive_paper")
        manager = {
            "manager_name": f"{name}审核员",
            "manager_email": f"office{next(_numbers)}@demo.example",
            "initial_password": PASSWORD,
        }
        await self.officer.post(f"/organisations/{applied['id']}/allot", manager)
        member = self.visitor()
        member.identifier, member.password = manager["manager_email"], PASSWORD
        return await (await member.sign_in()).wear("reviewer")

    async def bureau(self, city_code: str) -> Visitor:
        """The city's bureau, opened the first time it is asked for."""
        if city_code not in self.bureaus:
            self.bureaus[city_code] = await self._organisation(
                f"演示科技局{city_code}", "city_bureau", city_code=city_code
            )
        return self.bureaus[city_code]

    async def county(self, county_code: str) -> Visitor:
        """The county's department with a liaison, opened the first time it is asked for."""
        if county_code not in self.counties:
            city = f"{county_code[:4]}00"
            reviewer = await self._organisation(
                f"演示科技主管部门{county_code}",
                "county_department",
                city_code=city,
                county_code=county_code,
            )
            self.counties[county_code] = reviewer
            self.liaisons[county_code] = await self._liaison(reviewer)
        return self.counties[county_code]

    async def _liaison(self, manager: Visitor) -> Visitor:
        me = await manager.get("/me")
        email = f"liaison{next(_numbers)}@demo.example"
        body = {
            "display_name": "演示联络员",
            "email": email,
            "password": PASSWORD,
            "role": "liaison",
        }
        place = me["membership"]["organisation"]["id"]
        await manager.post(f"/organisations/{place}/members", body)
        liaison = self.visitor()
        liaison.identifier, liaison.password = email, PASSWORD
        return await (await liaison.sign_in()).wear("liaison")
