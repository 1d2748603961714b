"""A browser, a service and a host page, shared by all browser tests."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from browser.hosting import BRIEFING, document, policy, script
from browser.serving import PATIENCE, ROOT, Host, Service

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

Contexts = Callable[..., BrowserContext]
"""Opens a context of the browser with Playwright's options, which is closed after the test."""


def _lacking(what: str) -> None:
    """Skip, but where everything was to be had, as in CI: there these tests must run."""
    if os.environ.get("NEEDS_BROWSER"):
        pytest.fail(what)
    pytest.skip(what)


def _need_playwright() -> None:
    """Skip where the Node that Playwright brings doesn't run."""
    if subprocess.run([*compute_driver_executable(), "--version"], capture_output=True, check=False).returncode:
        _lacking("Playwright doesn't run here: apt install libatomic1")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, that of `CHROMIUM`, or Playwright's own."""
    _need_playwright()
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
        path = found or playwright.chromium.executable_path
        if not Path(path).exists():
            _lacking("no Chromium: apt install chromium, or playwright install chromium, or set CHROMIUM to its path")
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    site = Host()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def service(cache: Path, host: Host) -> Iterator[Service]:
    """The service over the repository's corpus; pages of `host.url` may show its widget."""
    with Service(cache, embed_origins=host.url, rate_limit="off") as running:
        yield running


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Contexts]:
    opened: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        opened.append(
            chromium.new_context(**{"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}, **options})
        )
        opened[-1].set_default_timeout(PATIENCE * 1000)
        return opened[-1]

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def page(contexts: Contexts) -> Page:
    """A page of a desktop browser."""
    return contexts().new_page()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about on `page`: errors of scripts, refusals by a policy, failed requests."""
    return listen(page)


def listen(page: Page) -> list[str]:
    """Collect the complaints of a page."""
    heard: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(message.text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    if not AXE.exists():
        _lacking("no axe-core: scripts/web installs it")
    return AXE.read_text("utf-8")


@pytest.fixture
def address(host: Host, service: Service) -> str:
    """A page with one widget, under the strict policy."""
    return host.show("/news", document(script(service, briefing=BRIEFING)), **policy(service))
