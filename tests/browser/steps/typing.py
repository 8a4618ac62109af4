"""Typing into every field a form has, and comparing what it shows later."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from backend.platform import clock

# Every control of the form by where it stands, with what it shows.
SHOWN = """
() => [...document.querySelectorAll('.server-form :is(input, textarea, select)')]
  .map((one, at) => [
    `${at}:${one.id || one.name}`,
    one.closest('.el-select')?.querySelector('.el-select__selection')?.innerText
      ?? (['checkbox', 'radio'].includes(one.type) ? String(one.checked) : one.value),
  ])
"""
PHONE, MAIL = "139 0000 4321", "lin@demo.example"


def shown(page: Page) -> dict[str, str]:
    """What every field of the form shows now."""
    return dict(page.evaluate(SHOWN))


def same(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The fields that show something else; masked numbers count as the same when they may be."""
    return [
        f"{name}: {text!r} became {after.get(name)!r}"
        for name, text in before.items()
        if not _alike(text, after.get(name, ""))
    ]


def _alike(text: str, now: str) -> bool:
    if "***" not in now:
        return text == now
    head, tail = now.split("*", maxsplit=1)[0], now.rsplit("*", maxsplit=1)[-1]
    plain = text.replace(" ", "")
    return plain.startswith(head) and plain.endswith(tail)


def add_rows(page: Page) -> None:
    """One row in each list of the form that has none."""
    for button in page.locator(".server-form button", has_text="添加").all():
        button.click()


def fill_every_field(page: Page, mark: str) -> None:
    """Something into every field, `mark` into those that take any text."""
    form = page.locator(".server-form")
    for box in form.locator("input[type=checkbox]").all():
        box.check()
    for radio in form.locator("fieldset").all():
        options = radio.locator("input[type=radio]")
        if options.count():
            options.first.check()
    for select in form.locator("select:enabled").all():
        _choose_something(select)
    for box in form.locator("input[role=combobox]").all():
        _pick_something(page, box)
    others = "[type=checkbox], [type=radio], [type=file], [role=combobox]"
    texts = form.locator(f"input:not({others}), textarea")
    for at, box in enumerate(texts.all()):
        box.fill(_text_for(box, f"{mark}{at}"))


def _text_for(box, text: str) -> str:
    kind, mode = box.get_attribute("type"), box.get_attribute("inputmode")
    if kind == "date":
        return str(clock.today() + timedelta(days=90 + len(text)))
    if mode in {"numeric", "decimal"}:
        return str(6 + len(text))
    return {"tel": PHONE, "email": MAIL}.get(kind or "", text)


def _choose_something(select) -> None:
    values = select.locator("option").evaluate_all("all => all.map(one => one.value)")
    expect(select.locator("option").nth(1)).to_be_attached()
    select.select_option(index=min(len(values), 2) - 1 or 1)


def _pick_something(page: Page, box) -> None:
    box.click(force=True)
    page.locator(".el-select-dropdown__item:visible").first.click()
    box.press("Escape")


def touch(page: Page) -> None:
    """One more change, whatever the form is made of."""
    texts = page.locator(".server-form :is(input[type=text]:not([role]), textarea)")
    if texts.count():
        texts.last.fill(f"{texts.last.input_value()}1")
        return
    box = page.locator(".server-form input[type=checkbox]").first
    box.set_checked(not box.is_checked())
