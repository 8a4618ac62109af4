"""What takes a form away in the middle of it: the network, the session, the tab."""

from playwright.sync_api import Page, Route, expect

from backend.identity.sessions import revoke_sessions
from tests.browser.cast import Cast, Person
from tests.factories import people


def end_session(cast: Cast, person: Person) -> None:
    """The server ends it; the page learns with its next request."""

    async def end(db):
        async with db.transaction() as session:
            await revoke_sessions(session, person.actor.account_id, "test")

    cast.arrange(end)


def sign_in_again(page: Page, person: Person) -> None:
    """In the dialog that came over the form."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("手机号或邮箱").fill(person.identifier)
    dialog.get_by_label("密码").fill(people.PASSWORD)
    dialog.get_by_role("button", name="登录").click()
    expect(dialog).to_have_count(0)


def lose_saves(page: Page, *, arriving: bool = False) -> None:
    """From now on this tab hears no answer to what it saves, `arriving` at the server or not."""

    def lose(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        if arriving:
            route.fetch()
        return route.abort("connectionreset")

    page.route("**/api/v1/**", lose)


def killed(page: Page) -> Page:
    """The tab dies without a word; the person opens another."""
    context = page.context
    page.close(run_before_unload=False)
    return context.new_page()
