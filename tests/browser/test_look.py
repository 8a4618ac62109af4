"""Every page of every role's menu: quiet, within the screen, headed, without barriers."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations import paper
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looks import Look, turn
from tests.factories import agreements, commitments, desks, enterprises, experts, matches, people
from tests.factories import organisations as offices

PUBLIC = (
    *("/welcome", "/sign-in", "/sign-up", "/activate", "/who-reviews", "/help", "/verify"),
    *("/organisations/apply", "/organisations/apply/form"),
    *("/self-test/expert", "/self-test/enterprise", "/expert-invited"),
    *("/report", "/report/status", "/credit-records/public"),
)
ROLES = (
    "person",
    "expert",
    "enterprise",
    "county",
    "bureau",
    "liaison",
    "department",
    "system_admin",
    "auditor",
)


@pytest.fixture(scope="module")
def world(cast) -> dict[str, Actor]:
    """Somebody of each role, with something to see on most pages."""
    return cast.arrange(_world)


async def _world(db) -> dict[str, Actor]:
    county = await enterprises.county(db)
    rated = await agreements.ended_engagement(db, await matches.stage(db, county))
    await agreements.rate_all(db, rated)
    around = await matches.stage(db, county)
    await matches.designate(db, around.enterprise, around.demand.id, rated.expert)
    await enterprises.submitted_enterprise(db, county)
    filed = await experts.filed_expert(db)
    await experts.submitted_expert(db)
    return {
        "person": await people.person(db),
        "expert": rated.expert,
        "enterprise": rated.enterprise,
        "county": county,
        "bureau": filed.reviewer,
        "liaison": await agreements.liaison(db, rated),
        "department": await people.officer(db),
        "system_admin": await people.officer(db, Role.SYSTEM_ADMIN),
        "auditor": await people.officer(db, Role.AUDITOR),
    }


@dataclass(frozen=True)
class Walk:
    """Goes from page to page the way a person does, without loading the site anew."""

    page: Page

    def menu(self) -> list[str]:
        """Where the menu of this role leads."""
        self.page.evaluate("document.querySelectorAll('nav details').forEach(d => d.open = true)")
        links = self.page.get_by_role("navigation", name="主导航").get_by_role("link").all()
        return [str(link.get_attribute("href")) for link in links]

    def to(self, path: str) -> None:
        """Choose this entry of the menu."""
        link = self.page.locator(f"nav.side a[href='{path}']")
        expect(link).to_be_attached()
        if not link.is_visible():
            self.page.locator("nav.side summary").click()
        link.click()
        self.page.wait_for_url(f"**{path}*")

    def to_first_row(self) -> bool:
        """Open what stands first on this page's list, if it has one."""
        rows = self.page.locator("main :is(table, .cards) a.name")
        if rows.count() == 0:
            return False
        before = self.page.url
        rows.first.click()
        self.page.wait_for_url(lambda url: url != before)
        return True


def both_widths(look: Look, where: str, shoot) -> list[str]:
    name = where.strip("/").replace("/", "-") or "home"
    found = look.faults_at((DESKTOP, PHONE), shoot, name)
    turn(look.page, DESKTOP)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_a_role_have_no_faults(role, world, cast, desk, shoot) -> None:
    page = desk(world[role])
    look, walk, found = Look(page), Walk(page), []
    look.settle()
    for path in walk.menu():
        walk.to(path)
        found += both_widths(look, path, shoot)
        if walk.to_first_row():
            found += both_widths(look, f"{path}/first", shoot)
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def behind(cast, world) -> dict[str, list[str]]:
    """Pages that no menu leads to, for whoever may open them: with something on them."""
    return cast.arrange(lambda db: _behind(db, world))


async def _behind(db, world) -> dict[str, list[str]]:
    applied, token = await offices.application(db, name="演示待办理大学")
    received, _ = await offices.application(db, name="演示待分配大学")
    await paper.receive(db, world["department"], received, await offices.paper_of(db, received))
    drafted = await commitments.draft(db, world["department"], "expert")
    alone = await enterprises.submitted_enterprise(db, county_code="360123")
    await desks.concerned(db, alone.reviewer, alone.uscc)
    late = await enterprises.submitted_enterprise(db)
    await desks.overdue(db, late.id, 6)
    office = f"/organisations/{world['county'].organisation_id}"
    return {
        "visitor": [f"/organisations/apply/form/check#{token}", "/verify/00000-00000", "/activate"],
        "department": [
            *("/organisations/coverage", "/reviews/orphans", "/deadlines/move"),
            *(f"/organisations/{applied}{page}" for page in ("", "/return", "/receive")),
            *(f"/organisations/{received}/allot", office, f"{office}/members"),
            f"/commitments/drafts/{drafted.id}",
        ],
        "bureau": ["/reviews/takeovers", "/organisations/members", "/deadlines"],
        "county": [f"{office}/edit/contact", f"{office}/about", "/organisations/members"],
        "enterprise": ["/enterprises/members", "/commitments/sign/enterprise"],
        "expert": ["/commitments/sign/expert", "/experts/mine/check"],
    }


@pytest.mark.parametrize(
    "role", ["visitor", "department", "bureau", "county", "enterprise", "expert"]
)
def test_pages_behind_the_menu_have_no_faults(role, world, behind, page, desk, shoot) -> None:
    page = page if role == "visitor" else desk(world[role])
    look, found = Look(page), []
    for path in behind[role]:
        page.goto(path)
        found += [one for one in both_widths(look, path.split("#")[0], shoot) if "404" not in one]
    assert not found, "\n".join(found)


def test_pages_for_everybody_have_no_faults(page, shoot) -> None:
    look, found = Look(page), []
    for path in PUBLIC:
        page.goto(path)
        found += both_widths(look, path, shoot)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ["expert", "enterprise", "department"])
def test_english_pages_lack_no_text(role, world, desk, shoot) -> None:
    page = desk(world[role])
    look, walk, found = Look(page), Walk(page), []
    look.settle()
    paths = walk.menu()
    page.get_by_role("button", name="English").click()
    for path in paths:
        walk.to(path)
        found += [f"{path}: {text}" for text in look.leftovers()]
        if walk.to_first_row():
            found += [f"{path}/first: {text}" for text in look.leftovers()]
    shoot(page, "in-english")
    assert not found, "\n".join(found)
