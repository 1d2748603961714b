"""How soon the first answer is seen on a slow network, in page and frame: `python -m benchmarks.first_answer`.

Chromium throttles as its developer tools do under "3G" (400 kbit/s, 2 s a round trip) and "Fast 3G" (1.44 Mbit/s,
562 ms). `beyond` is what a visitor waits less a bare exchange over the same connection just before.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PORT = 8765
SERVICE = f"http://127.0.0.1:{PORT}"
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
    with _service(), sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        figures = {
            f"{place}, {name}": _spread([_once(browser, place, network) for _ in range(runs)])
            for name, network in NETWORKS.items()
            for place in ("/", "/embed")
        }
        browser.close()
    print(json.dumps(figures, indent=2))


@contextmanager
def _service() -> Iterator[None]:
    """The service over the repository's corpus, without a cache of answers."""
    with TemporaryDirectory(prefix="ipbot-bench-") as cache:
        settings = {"CORPUS": str(ROOT / "corpus"), "CACHE_DIR": cache, "PORT": str(PORT), "ANSWER_CACHE": "0"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("IPBOT_")}
        environment = kept | {f"IPBOT_{name}": value for name, value in settings.items()}
        command = [sys.executable, "-m", "ipbot", "serve"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(process)
            yield
        finally:
            process.terminate()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            urlopen(f"{SERVICE}/healthz").close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    sys.exit("ipbot serve did not start")


def _once(browser: Browser, place: str, network: dict[str, float]) -> dict[str, float]:
    """One visitor's wait, in milliseconds, and the network's own part of it."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", {"offline": False, **network})
        page.goto(SERVICE + place)
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
