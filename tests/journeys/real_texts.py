"""Drive real demand texts through their whole life over HTTP: `make journey-real TEXTS=folder`.

The texts are read from the folder and stay there. Ends non-zero on any error.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx

from backend.platform import clock
from tests.factories import enterprises
from tests.factories.people import PASSWORD
from tests.journeys import life
from tests.journeys.life import Applicant
from tests.journeys.province import Province
from tests.journeys.server import Site, site
from tests.journeys.texts import CITIES, Disciplines, demands, profiles
from tests.journeys.visitor import Visitor

OFFICER = "officer@demo.example"
PROFILES, DEMANDS, SHOWN, AT_ONCE = 500, 50, 5, 6
REVIEWING = datetime(2026, 11, 12, 9, tzinfo=clock.SHANGHAI)
AFTER_THE_20TH = datetime(2026, 11, 23, 9, tzinfo=clock.SHANGHAI)
REASON = "交叉学科，研究内容面向企业生产运营，认定符合条件。"

T = TypeVar("T")
R = TypeVar("R")


async def each(items: Sequence[T], work: Callable[[T], Awaitable[R]], label: str) -> list[R]:
    """Work on all items, a few at a time, saying how far it is."""
    places, done = asyncio.Semaphore(AT_ONCE), 0

    async def one(item: T) -> R:
        nonlocal done
        async with places:
            result = await work(item)
        done += 1
        if done % max(1, len(items) // 5) == 0 or done == len(items):
            print(f"  {label} {done}/{len(items)}", flush=True)
        return result

    return list(await asyncio.gather(*(one(item) for item in items)))


class Journey:
    """The province of one run, and everybody in it."""

    def __init__(self, province: Province, folder: Path) -> None:
        self.province = province
        self.folder = folder
        self.experts: dict[str, Applicant] = {}
        self.enterprises: list[Applicant] = []
        self.shown: list[str] = []

    async def _disciplines(self) -> Disciplines:
        found = await self.province.officer.get("/codelists/disciplines")
        first = [entry for entry in found["items"] if len(entry["code"]) == 3]
        natural = {e["code"]: e["name"] for e in first if e["attributes"]["group"] != "E"}
        return Disciplines(natural)

    async def prepare(self) -> None:
        """Offices, 500 registrations with their approval, and an enterprise for each demand."""
        for city, county in CITIES:
            await self.province.bureau(city)
            await self.province.county(county)
        forms = profiles(self.folder, await self._disciplines(), PROFILES)
        await each(forms, self._expert, "experts registered and recommended")
        firms = [self._firm(number) for number in range(DEMANDS)]
        self.enterprises = await each(firms, self._enterprise, "enterprises approved")

    async def _expert(self, form: dict[str, Any]) -> None:
        expert = await life.register_expert(self.province, form)
        bureau = await self.province.bureau(form["city_code"])
        await life.recommend_expert(bureau, expert, REASON)
        self.experts[expert.id] = expert

    def _firm(self, number: int) -> dict[str, Any]:
        city, county = CITIES[number % len(CITIES)]
        return enterprises.registration(
            city_code=city, county_code=county, contact_email=f"firm{number}@demo.example"
        )

    async def _enterprise(self, form: dict[str, Any]) -> Applicant:
        return await life.register_enterprise(self.province, form)

    async def run(self) -> None:
        """File the round, then live all demands."""
        filed = 0
        for bureau in self.province.bureaus.values():
            filed += await life.send_round(bureau, self.province.officer)
        print(f"  {filed} experts filed into the library", flush=True)
        texts = demands(self.folder, await self._disciplines(), DEMANDS)
        pairs = list(zip(texts, self.enterprises, range(DEMANDS), strict=True))
        await each(pairs, self._live, "demands lived")

    async def _live(self, case: tuple[dict[str, Any], Applicant, int]) -> None:
        content, firm, number = case
        county = CITIES[number % len(CITIES)][1]
        reviewer = self.province.counties[county]
        demand = await life.publish_demand(firm, reviewer, content)
        path = f"/demands/{demand['id']}/recommended-experts"
        candidates = (await firm.who.get(path, limit=5))["items"]
        if number < SHOWN:
            self.shown.append(describe(content["title"], candidates))
        chosen = self.experts[candidates[0]["expert"]["id"]]
        invitation = {
            "demand_id": demand["id"],
            "expert_id": chosen.id,
            "way": "recommended",
            "message": "诚邀您来企业开展服务。",
        }
        match = await firm.who.post("/matches/invitations", invitation)
        agreed = await life.consent(chosen.who, match)
        engagement = await life.agree(agreed, firm.who, chosen.who, reviewer)
        await life.serve(engagement, firm.who, chosen.who)
        parties = {
            "expert": chosen.who,
            "enterprise": firm.who,
            "liaison": self.province.liaisons[county],
        }
        await life.rate(engagement, parties)


def describe(title: str, candidates: list[dict[str, Any]]) -> str:
    """A demand with its candidates and the reasons given for them."""
    lines = [f"\n《{title}》"]
    for place, candidate in enumerate(candidates[:3], 1):
        card = candidate["expert"]
        lines.append(f"  {place}. {card['name']}  匹配度 {candidate['score']}")
        lines += [f"     - {reason['text']}" for reason in candidate["reasons"]]
    return "\n".join(lines)


async def outcome(journey: Journey) -> tuple[int, int]:
    """How many engagements ended, and how many have all six ratings, counted anew over HTTP."""
    ended = rated = 0
    for firm in journey.enterprises:
        found = await firm.who.get("/engagements", state="ended")
        ended += found["total"]
        for engagement in found["items"]:
            ratings = await firm.who.get(f"/engagements/{engagement['id']}/ratings")
            rated += ratings["is_open"] and ratings["given"] == 6
    return ended, rated


async def drive(place: Site, folder: Path) -> int:
    """The whole run; the number of things that went wrong."""
    limits = httpx.Limits(max_connections=AT_ONCE * 2)
    async with httpx.AsyncClient(base_url=place.url, timeout=60, limits=limits) as client:
        officer = Visitor(client, OFFICER, PASSWORD)
        journey = Journey(Province(client, officer), folder)
        with place.serving(REVIEWING):
            await officer.sign_in()
            await journey.prepare()
        with place.serving(AFTER_THE_20TH):
            await journey.run()
            ended, rated = await outcome(journey)
        print("\n".join(journey.shown))
        # A 401 is an access token that ran out between the two servings; it is renewed and asked
        # again. Anything else of 400 and above is an error.
        errors = [status for status in journey.province.statuses if status >= 400]
        calls = len(journey.province.statuses)
    print(
        f"\n{len(journey.experts)} profiles, {ended} engagements ended, {rated} with six ratings,"
        f" {calls} calls, {len(errors)} errors"
    )
    return len(errors) + (DEMANDS - ended) + (DEMANDS - rated)


def main() -> int:
    """Exit code 0 only when every demand ended with six ratings and no call failed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else None
    if folder is None or not (folder / "bdci" / "demands.jsonl").exists():
        print("NOT RUN: name the folder of the texts, TEXTS=…", file=sys.stderr)
        return 2
    began = time.monotonic()
    with site() as place:
        place.open_officer(OFFICER, PASSWORD)
        wrong = asyncio.run(drive(place, folder))
    print(f"{'✓' if wrong == 0 else '✗'} journey-real: {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
