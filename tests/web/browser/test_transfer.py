"""How much is sent over the network for the page and for the widget, as a browser counts it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.acting import LOAN, ask
from browser.hosting import LABEL, document, policy, script
from browser.serving import Host, Service


class Transfers:
    """Bytes on the wire by address: as `bodies`, compressed as they are sent, and as `all` with their headers."""

    def __init__(self, page: Page) -> None:
        self.bodies: dict[str, float] = {}
        self.all: dict[str, float] = {}
        self._begun: dict[str, tuple[str, float]] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.responseReceived", self._begin)
        session.on("Network.loadingFinished", self._end)

    def _begin(self, event: dict[str, Any]) -> None:
        response = event["response"]
        self._begun[event["requestId"]] = (response["url"], response["encodedDataLength"])

    def _end(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._begun:
            address, headers = self._begun[event["requestId"]]
            self.all[address] = self.all.get(address, 0) + event["encodedDataLength"]
            self.bodies[address] = self.bodies.get(address, 0) + event["encodedDataLength"] - headers


def test_the_chat_page_with_an_answer_takes_60_kb(page: Page, service: Service) -> None:
    transfers = Transfers(page)
    page.goto(service.url)
    expect(ask(page, LOAN).locator("cite")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(transfers.all) > 10
    assert 15_000 < sum(transfers.all.values()) <= 60_000


@pytest.mark.parametrize("briefing", ["cangzhou-2022-ip-week", ""])
def test_the_loader_takes_4_kb_and_the_frame_20(page: Page, host: Host, service: Service, briefing: str) -> None:
    """The page's own session sees no frame of another site, so the frame is loaded as a page of its own."""
    transfers = Transfers(page)
    page.goto(host.show("/measured", document(script(service, briefing=briefing)), **policy(service)))
    expect(page.get_by_role("button", name=LABEL)).to_be_visible()
    assert 1_000 < transfers.bodies.pop(f"{service.url}/widget.js") <= 4_000
    transfers.bodies.clear()
    page.goto(f"{service.url}/embed?briefing={briefing}&lang=zh&theme=auto")
    page.wait_for_load_state("networkidle")
    assert len(transfers.bodies) > 10
    assert 8_000 < sum(transfers.bodies.values()) <= 20_000
    expect(ask(page, LOAN).locator("cite")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert sum(transfers.all.values()) <= 60_000
