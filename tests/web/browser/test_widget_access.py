"""The widget for everybody: keyboard, screen reader, small screens, paper."""

import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.acting import LOAN, UNSTATED, ask, faults, overflow, small_targets
from browser.conftest import Contexts
from browser.hosting import LABEL, document, framed, opened, policy, script
from browser.serving import PATIENCE, Host, Service


def _focused(page: Page) -> str:
    """What has the focus in the page or in the widget."""
    found: str = page.evaluate("""() => {
        let focused = document.activeElement;
        while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
        return `${focused.tagName}.${focused.className}`;
    }""")
    return found


def test_the_keyboard_is_enough(page: Page, address: str) -> None:
    page.goto(address)
    button = page.get_by_role("button", name=LABEL)
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#question")).to_be_focused()
    page.keyboard.type(LOAN)
    page.keyboard.press("Enter")
    expect(frame.locator(".turn")).to_have_attribute("data-status", "answered")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(frame.locator("#question")).to_be_focused()
    expect(frame.locator(".turn")).to_have_count(1)


def test_the_focus_is_not_held(page: Page, address: str) -> None:
    page.goto(address)
    opened(page)
    reached = []
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        reached.append(_focused(page))
    assert reached[reached.index("BUTTON.launcher") + 1] == "BUTTON.", "out of the widget, to the page's own button"


def test_an_input_method_keeps_its_escape(page: Page, address: str) -> None:
    page.goto(address)
    frame = opened(page)
    composing = (
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', isComposing: true, bubbles: true}))"
    )
    frame.locator("#question").evaluate(composing)
    ask(frame, LOAN)
    expect(page.locator("dialog")).to_be_visible()


@pytest.mark.parametrize(
    "options", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["light", "dark", "forced"]
)
def test_axe_finds_nothing(contexts: Contexts, host: Host, service: Service, axe: str, options: dict[str, Any]) -> None:
    page = contexts(**options).new_page()
    page.goto(host.show("/axe", document(script(service)), **policy(service)))
    frame = opened(page)
    ask(frame, LOAN)
    ask(frame, UNSTATED)
    assert faults(page, axe) == []
    assert faults(framed(page), axe) == []


def _covers(panel: Locator, page: Page) -> bool:
    """Whether it does, or will once the page has been laid out anew."""
    size = page.viewport_size
    assert size
    until = time.monotonic() + PATIENCE
    while panel.bounding_box() != {"x": 0, "y": 0, **size}:
        if time.monotonic() > until:
            return False
        page.wait_for_timeout(50)
    return True


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (640, 400)], ids=["320", "phone", "200%"])
def test_on_a_small_screen_it_covers_the_page(contexts: Contexts, address: str, width: int, height: int) -> None:
    page = contexts(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True).new_page()
    page.goto(address)
    frame = opened(page)
    panel = page.locator("dialog")
    assert _covers(panel, page)
    assert page.evaluate("document.querySelector('main button').matches(':not(:focus)')")
    ask(frame, LOAN)
    assert overflow(page) == 0
    assert framed(page).evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert small_targets(frame) == []
    assert small_targets(page.locator("body > div")) == []
    page.set_viewport_size({"width": width, "height": 300})
    assert _covers(panel, page), "the keyboard of a phone leaves that much"
    page.get_by_role("button", name="关闭").click()
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name=LABEL)).to_be_focused()


def test_turning_a_tablet_keeps_the_conversation(contexts: Contexts, address: str) -> None:
    page = contexts(viewport={"width": 1024, "height": 700}).new_page()
    page.goto(address)
    frame = opened(page)
    ask(frame, LOAN)
    for size, modal in (({"width": 400, "height": 700}, True), ({"width": 1024, "height": 700}, False)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        expect(page.locator("dialog:modal")).to_have_count(int(modal))
        expect(frame.locator(".turn")).to_have_count(1)
        expect(page.get_by_role("button", name=LABEL, include_hidden=True)).to_have_attribute("aria-expanded", "true")


def test_it_stays_out_of_print(page: Page, address: str) -> None:
    page.goto(address)
    opened(page)
    page.emulate_media(media="print")
    expect(page.locator("iframe")).to_be_hidden()
    expect(page.get_by_role("button", name=LABEL)).to_be_hidden()
