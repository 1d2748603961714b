"""The widget on somebody else's page: another origin, a strict policy, loud styles."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser.acting import FOLLOW_UP, LOAN, UNSTATED, ask
from browser.hosting import BRIEFING, LABEL, collect, document, framed, opened, policy, script, told
from browser.serving import Host, Service


def test_it_answers_on_another_origin_under_a_strict_policy(page: Page, complaints: list[str], address: str) -> None:
    page.goto(address)
    frame = opened(page)
    expect(frame.locator(".held")).to_contain_text("新闻发布会")
    turn = ask(frame, LOAN)
    expect(turn.locator(".answer")).to_have_text("2.49亿元（2021年，已完成）")
    expect(turn.locator("mark")).to_have_text("2.49亿元")
    expect(ask(frame, FOLLOW_UP).locator(".answer")).to_have_text("4亿元（2022年，目标）")
    assert framed(page).evaluate("document.documentElement.scrollHeight - innerHeight") <= 0, "only the log scrolls"
    with page.expect_popup() as popup:
        turn.locator(".permalink").click()
    expect(popup.value.locator("main mark").first).to_be_in_viewport()
    assert complaints == []


def test_the_frame_is_made_when_it_is_opened(page: Page, address: str, service: Service) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.get_by_role("button", name=LABEL)).to_be_visible()
    assert page.locator("iframe").count() == 0
    assert [url for url in asked if url.startswith(service.url)] == [f"{service.url}/widget.js"]
    opened(page)
    assert page.locator("iframe").count() == 1


def test_nothing_is_kept_or_put_into_an_address(page: Page, address: str, host: Host, service: Service) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("framenavigated", lambda frame: asked.append(frame.url))
    page.goto(address)
    ask(opened(page), LOAN)
    assert all(url.startswith((host.url, service.url)) for url in asked)
    assert not any("融资" in url or quote("融资") in url for url in asked)
    assert f"{service.url}/embed?briefing={BRIEFING}&lang=zh&theme=auto" in asked
    assert page.context.cookies() == []
    assert page.context.storage_state()["origins"] == []


def test_the_tab_keeps_the_conversation_where_the_browser_lets_it(page: Page, cache: Path, host: Host) -> None:
    """A window in private mode blocks the storage of frames of other sites; another port is the same site."""
    with Service(cache, embed_origins=host.other) as neighbour:
        host.show("/same-site", document(script(neighbour, briefing=BRIEFING)))
        page.goto(f"{host.other}/same-site")
        ask(opened(page), LOAN)
        page.reload()
        expect(opened(page).locator(".question")).to_have_text([LOAN])


def test_a_page_that_is_not_allowed_shows_no_frame(page: Page, host: Host, service: Service) -> None:
    collect(page)
    page.clock.install()
    host.show("/stranger", document(script(service)))
    page.goto(f"{host.other}/stranger")
    page.get_by_role("button", name=LABEL).click()
    expect(page.get_by_role("button", name="关闭")).to_be_visible()
    page.wait_for_function("window.told.length")
    page.clock.fast_forward(20_500)
    expect(page.locator("dialog").get_by_role("status")).to_have_text("连不上，请稍后再试")
    assert told(page) == [["open", None], ["failed", {"reason": "unreachable"}]]
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("dialog")).to_be_hidden()


def test_styles_leak_neither_way(page: Page, host: Host, service: Service) -> None:
    host.show(
        "/loud.css",
        """
        body * { letter-spacing: 9px !important; color: lime !important; transform: rotate(5deg) !important; }
        div, dialog, iframe, button, header { display: none !important; opacity: .1 !important; }
        div, button { font-size: 3px !important; }
        main button { display: inline-block !important; }
    """,
    )
    host.show("/plain", document(head='<link rel="stylesheet" href="/loud.css">'))
    loud = host.show(
        "/loud", document(script(service), head='<link rel="stylesheet" href="/loud.css">'), **policy(service)
    )
    styles = (
        "JSON.stringify([...document.querySelectorAll('main, main *')].map(e => Object.entries(getComputedStyle(e))))"
    )
    page.goto(f"{host.url}/plain")
    without = page.evaluate(styles)
    page.goto(loud)
    button = page.get_by_role("button", name=LABEL)
    expect(button).to_be_visible()
    assert page.evaluate(styles) == without
    looks = "e => [e.fontSize, e.letterSpacing, e.transform, e.opacity, e.color].join(' ')"
    seen = button.evaluate(f"button => ({looks})(getComputedStyle(button))")
    assert seen == "16px normal none 1 rgb(255, 255, 255)"
    box = button.bounding_box()
    assert box is not None
    assert (round(box["x"] + box["width"]), round(box["y"] + box["height"])) == (1280 - 16, 800 - 16)
    opened(page)


@pytest.mark.parametrize(
    "way",
    [
        "const s = document.createElement('script'); s.src = SRC; document.head.append(s);",
        "const s = document.createElement('script'); s.src = SRC; s.type = 'module'; document.body.append(s);",
        "const s = document.createElement('script'); s.src = SRC; s.async = false; document.body.append(s);",
    ],
    ids=["dynamic", "module", "in order"],
)
def test_it_may_be_added_by_a_script(page: Page, host: Host, service: Service, way: str) -> None:
    page.goto(host.show("/empty", document()))
    # A module is fetched with CORS, which the service grants to nobody; a proxy in between may.
    if "module" in way:
        page.route(
            "**/widget.js",
            lambda route: route.fulfill(
                response=route.fetch(), headers={"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
            ),
        )
    page.evaluate(way.replace("SRC", repr(f"{service.url}/widget.js")))
    opened(page)


def test_it_works_on_an_isolated_page(page: Page, complaints: list[str], host: Host, service: Service) -> None:
    isolated = {"Cross_Origin_Embedder_Policy": "require-corp", "Cross_Origin_Opener_Policy": "same-origin"}
    page.goto(host.show("/isolated", document(script(service)), **policy(service), **isolated))
    assert page.evaluate("window.crossOriginIsolated")
    ask(opened(page), LOAN)
    assert complaints == []


def test_origins_may_be_allowed_by_a_pattern(page: Page, cache: Path, host: Host) -> None:
    with Service(cache, embed_origins="http://*:*") as generous:
        host.show("/pattern", document(script(generous)))
        for origin in (host.url, host.other):
            page.goto(f"{origin}/pattern")
            ask(opened(page), LOAN)


def test_a_quotation_is_copied_out_of_the_frame(page: Page, host: Host, service: Service) -> None:
    """With the clipboard that the loader passes on, and by selection where the page withholds it."""
    for path, withheld in (("/copy", {}), ("/withheld", {"Permissions_Policy": "clipboard-write=()"})):
        page.goto(host.show(path, document("<textarea></textarea>", script(service)), **policy(service), **withheld))
        frame = opened(page)
        ask(frame, LOAN).get_by_role("button", name="复制引文").click()
        expect(frame.get_by_role("status")).to_have_text("已复制")
        page.locator("textarea").press("Control+V")
        assert "知识产权质押融资2.49亿元" in page.locator("textarea").input_value()


@pytest.mark.parametrize("place", ["async", "defer", ""])
def test_it_may_stand_in_the_head(page: Page, host: Host, service: Service, place: str) -> None:
    page.goto(
        host.show("/head", document(head=f'<script src="{service.url}/widget.js" {place}></script>'), **policy(service))
    )
    opened(page)


def test_several_stand_on_one_page(page: Page, host: Host, service: Service) -> None:
    first = script(service, label="问知识产权", briefing=BRIEFING, z_index="7")
    second = script(service, label="Ask", lang="en", position="left", theme="dark")
    page.goto(host.show("/two", document(first, second), **policy(service)))
    chinese, english = page.locator("iframe[src*='lang=zh']"), page.locator("iframe[src*='lang=en']")
    page.get_by_role("button", name="问知识产权").click()
    expect(chinese.content_frame.locator("#question")).to_be_focused()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(english.content_frame.locator("#question")).to_be_focused()
    ask(chinese.content_frame, LOAN)
    ask(english.content_frame, UNSTATED)
    expect(chinese.content_frame.locator(".question")).to_have_text([LOAN])
    expect(english.content_frame.locator(".question")).to_have_text([UNSTATED])
    right, left = chinese.bounding_box(), english.bounding_box()
    assert right
    assert left
    assert (left["x"], right["x"] + right["width"]) == (17, 1280 - 17)
    widgets = page.evaluate("window.ipbot.widgets.map(w => [w.script.dataset.label, w.isOpen])")
    assert sorted(widgets) == [["Ask", True], ["问知识产权", True]]
    levels = page.evaluate("[...document.body.children].filter(e => e.shadowRoot).map(e => getComputedStyle(e).zIndex)")
    assert sorted(levels) == ["2147483000", "7"]
    english.content_frame.get_by_role("textbox").press("Escape")
    expect(page.locator("dialog:visible")).to_have_count(1)


def test_the_frame_wears_the_theme_that_is_named(page: Page, host: Host, service: Service) -> None:
    page.goto(host.show("/dark", document(script(service, theme="dark")), **policy(service)))
    frame = opened(page)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert framed(page).evaluate(paper) == "rgb(25, 23, 21)"
    page.evaluate("window.ipbot.widgets[0].theme('light')")
    expect(frame.locator("html")).to_have_attribute("data-theme", "light")
    assert framed(page).evaluate(paper) == "rgb(251, 250, 247)"


def test_it_may_stand_open_without_taking_the_focus(page: Page, host: Host, service: Service) -> None:
    page.goto(host.show("/open", document(script(service, open="")), **policy(service)))
    frame = page.frame_locator("iframe")
    expect(frame.locator("#question")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert frame.locator("#question").evaluate("box => document.activeElement !== box")
