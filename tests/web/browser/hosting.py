"""Pages of somebody else that hold the widget, and what is seen of it from there."""

from typing import Any

from playwright.sync_api import Frame, FrameLocator, Page, expect

from browser.serving import Service

BRIEFING = "cangzhou-2022-ip-week"
LABEL = "问发布会"


def policy(service: Service) -> dict[str, str]:
    """As strict a policy as the widget allows: neither inline code nor inline styles, no HTML from strings."""
    allowed = f"default-src 'none'; script-src {service.url}; frame-src {service.url}; style-src 'self'; "
    return {
        "Content-Security-Policy": f"{allowed}base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    }


def script(service: Service, **data: str) -> str:
    attributes = "".join(f' data-{name.replace("_", "-")}="{value}"' for name, value in data.items())
    return f'<script src="{service.url}/widget.js"{attributes} async></script>'


def document(*parts: str, head: str = "") -> str:
    viewport = '<meta name="viewport" content="width=device-width">'
    kept = f'<!doctype html><html lang="zh"><head><title>日报</title>{viewport}{head}'
    return (
        f"{kept}</head><body><main><h1>日报</h1><p>要闻</p><button>订阅</button></main>{''.join(parts)}</body></html>"
    )


def opened(page: Page, label: str = LABEL) -> FrameLocator:
    page.get_by_role("button", name=label).click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#question")).to_be_focused()
    return frame


def framed(page: Page) -> Frame:
    return next(frame for frame in page.frames if "/embed" in frame.url)


def collect(page: Page) -> None:
    """Write down on `page` every event of its widgets, also of those to come."""
    page.add_init_script("""
        window.told = [];
        document.addEventListener('ipbot:ready', ({ detail: widget }) => {
            for (const type of ['open', 'close', 'answer', 'failed'])
                widget.addEventListener(type, ({ detail }) => window.told.push([type, detail]));
        });
    """)


def told(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("window.told")
    return found
