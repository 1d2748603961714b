"""How soon the first answer is seen on a slow network, in page and frame: `python -m benchmarks.first_answer`.

Chromium throttles as its developer tools do under "3G" (400 kbit/s, 2 s a round trip) and "Fast 3G" (1.44 Mbit/s,
562 ms). `beyond` is what a visitor waits less a bare exchange over the same connection just before.
"""

import argparse
import json
import os
import shutil
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.web import servers

QUESTION = "去年知识产权质押融资总额是多少?"
NETWORKS: dict[str, dict[str, float]] = {
    "3G": {"latency": 2_000, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
    "Fast 3G": {"latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375},
}
WATCH = """() => {
    addEventListener('keydown', () => { window.sent = performance.now(); }, { capture: true });
    new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => { window.seen ??= performance.now(); })))
        .observe(document.getElementById('log'), { childList: true });
}"""
SEEN = """() => new Promise((resolve) => {
    const look = () => (window.seen ? resolve(window.seen - window.sent) : setTimeout(look, 5));
    look();
})"""
EXCHANGE = """async () => {
    const begun = performance.now();
    await (await fetch(document.querySelector('link[href$="clipboard.js"]').href, { cache: 'no-store' })).text();
    return performance.now() - begun;
}"""


def main() -> None:
    """Measure and print milliseconds."""
    parser = argparse.ArgumentParser(prog="benchmarks.first_answer", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="fresh browsers for each figure (default: 7)")
    runs = parser.parse_args().runs
    with (
        TemporaryDirectory(prefix="ipbot-bench-") as scratch,
        servers.ipbot(Path(scratch), WORKERS="1", ANSWER_CACHE="0") as server,
        sync_playwright() as playwright,
    ):
        found = os.environ.get("CHROMIUM") or shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        service = f"http://127.0.0.1:{server.port}"
        figures = {
            f"{place}, {name}": _spread([_once(browser, service + place, network) for _ in range(runs)])
            for name, network in NETWORKS.items()
            for place in ("/", "/embed")
        }
        browser.close()
    print(json.dumps(figures, indent=2))


def _once(browser: Browser, address: str, network: dict[str, float]) -> dict[str, float]:
    """One visitor's wait, in milliseconds, and the network's own part of it."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", {"offline": False, **network})
        page.goto(address)
        return _ask(page)
    finally:
        context.close()


def _ask(page: Page) -> dict[str, float]:
    exchange = float(page.evaluate(EXCHANGE))
    page.evaluate(WATCH)
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    waited = float(page.evaluate(SEEN))
    return {"waited": waited, "network": exchange, "beyond": waited - exchange}


def _spread(waits: list[dict[str, float]]) -> dict[str, Any]:
    return {
        key: {"median": round(statistics.median(w[key] for w in waits)), "worst": round(max(w[key] for w in waits))}
        for key in waits[0]
    }


if __name__ == "__main__":
    main()
