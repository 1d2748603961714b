"""What a visitor does, and what can be said of what a visitor sees."""

from typing import Any

from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect

LOAN = "去年知识产权质押融资总额是多少?"
FOLLOW_UP = "那今年的目标呢"
UNSTATED = "沧州市市长是谁?"


def ask(where: Page | FrameLocator, question: str) -> Locator:
    """Type a question and send it; the turn that answers it."""
    before = where.locator(".turn").count()
    box = where.locator("#question")
    box.fill(question)
    box.press("Enter")
    turn = where.locator(".turn").nth(before)
    expect(turn).to_be_visible()
    return turn


def faults(where: Page | Frame, axe: str) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practices."""
    where.evaluate(f"{axe}; null")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = where.evaluate("tags => axe.run({ runOnly: tags })", tags)
    return [f"{v['id']}: {[node['html'] for node in v['nodes']]}" for v in found["violations"]]


def small_targets(where: Page | FrameLocator | Locator) -> list[str]:
    """Visible controls that a finger may miss: below 44 by 44 pixels."""
    found = []
    for control in where.locator(":is(button, a, textarea, input):not(.offscreen)").all():
        box = control.bounding_box()
        if control.is_visible() and box and min(box["width"], box["height"]) < 44:
            found.append(f"{control.inner_text()} {box['width']:.0f}x{box['height']:.0f}")
    return found


def overflow(page: Page) -> int:
    """How far a page can be scrolled sideways, in pixels."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
