"""The offices a journey needs, opened as they are in reality: by the department."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.factories import organisations
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
        begun = await self.officer.post("/annex-1", {"name": name})
        link = {"Tepai-Link": begun["link"].split("#")[1]}
        file = {"file": ("单位.png", organisations.image().read(), "image/png")}
        uploaded = await self.officer.send("POST", "/annex-1/pictures", files=file, extra=link)
        body = organisations.answers(name=name, type=type, **place)
        body["pictures"] = [uploaded.json()["id"]]
        version = begun["form"]["version"]
        saved = await self.officer.send("PATCH", "/annex-1", json=body, version=version, extra=link)
        version = saved.json()["version"]
        submitted = await self.officer.post("/annex-1/submit", version=version, extra=link)
        code = submitted["versions"][-1]["code"]
        (found,) = (await self.officer.get("/organisations", q=code))["items"]
        await self.officer.post(f"/organisations/{found['id']}/receive-paper", {"code": code})
        email = f"office{next(_numbers)}@demo.example"
        manager = {"display_name": f"{name}审核员", "email": email}
        allotted = await self.officer.post(f"/organisations/{found['id']}/allot", manager)
        return await self._activated(allotted["sent"], email, "reviewer")

    async def _activated(self, sent: dict[str, Any], email: str, role: str) -> Visitor:
        """The invited opens the link, sets a password and signs in."""
        member = self.visitor()
        link = {"Tepai-Link": sent["link"].split("#")[1]}
        await member.post("/invitation/accept", {"password": PASSWORD}, extra=link)
        member.identifier, member.password = email, PASSWORD
        return await (await member.sign_in()).wear(role)

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
        body = {"display_name": "演示联络员", "email": email, "role": "liaison"}
        place = me["membership"]["organisation"]["id"]
        sent = await manager.post(f"/organisations/{place}/invitations", body)
        return await self._activated(sent, email, "liaison")
