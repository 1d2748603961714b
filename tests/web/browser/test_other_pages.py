"""Transcript, figures, list of briefings, API and problems: for everybody, on every screen, without JavaScript."""

import pytest
from playwright.sync_api import expect

from browser.acting import faults, overflow
from browser.conftest import Contexts, listen
from browser.serving import Service

BRIEFING = "/b/cangzhou-2022-ip-week"
PAGES = {
    "transcript": BRIEFING,
    "sentence": f"{BRIEFING}/1678-1747",
    "figures": f"{BRIEFING}/figures",
    "briefings": "/b",
    "api": "/api",
    "nothing": "/nowhere",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(contexts: Contexts, service: Service, axe: str, path: str, scheme: str) -> None:
    page = contexts(color_scheme=scheme).new_page()
    for lang in ("zh", "en"):
        page.goto(f"{service.url}{path}?lang={lang}")
        assert faults(page, axe) == []


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_wider_than_the_screen(contexts: Contexts, service: Service, path: str, width: int) -> None:
    page = contexts(viewport={"width": width, "height": 700}, is_mobile=True, has_touch=True).new_page()
    page.goto(service.url + path)
    assert overflow(page) == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_permalink_opens_at_its_sentence(contexts: Contexts, service: Service, scripts: bool) -> None:
    page = contexts(java_script_enabled=scripts).new_page()
    complaints = listen(page)
    page.goto(service.url + PAGES["sentence"])
    marked = page.locator("main mark")
    expect(marked.first).to_be_in_viewport()
    assert "2.49亿元" in "".join(marked.all_inner_texts())
    assert complaints == []
