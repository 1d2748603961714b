"""The widget on somebody else's page: another origin, a strict policy, a hostile neighbour."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect

from browser.acting import FOLLOW_UP, LOAN, UNSTATED, ask, faults, overflow, small_targets
from browser.conftest import Contexts
from browser.serving import ROOT, Host, Service

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


@pytest.fixture
def address(host: Host, service: Service) -> str:
    """A page with one widget, under the strict policy."""
    return host.show("/news", document(script(service, briefing=BRIEFING)), **policy(service))


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


# --- where it stands


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
    page.get_by_role("button", name="问知识产权").click()
    page.get_by_role("button", name="Ask", exact=True).click()
    chinese, english = page.locator("iframe[src*='lang=zh']"), page.locator("iframe[src*='lang=en']")
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
    page.keyboard.press("Escape")
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


# --- messages


def test_messages_of_others_are_ignored(page: Page, host: Host, service: Service) -> None:
    """Neighbours in the page, of its origin and of another, speak to the frame and, in its name, to the page."""
    host.show(
        "/evil",
        """<script>
        const send = (to, message) => to.postMessage({ ns: 'ipbot', v: 1, ...message }, '*');
        addEventListener('message', ({ source }) => {
            for (const type of ['ready', 'close', 'answer', 'failed'])
                send(parent, { type, id: 1, status: 'chat', answer: { evil: true } });
            const asks = { type: 'ask', id: 1, question: '你好' };
            for (const message of [{ type: 'hello' }, asks, { type: 'theme', theme: 'dark' }]) send(parent[2], message);
            source.postMessage('done', '*');
        });
        </script>""",
    )
    strangers = f'<iframe src="{host.url}/evil"></iframe><iframe src="{host.other}/evil"></iframe>'
    by_hand = f'<iframe src="{service.url}/embed"></iframe>'
    page.goto(host.show("/neighbours", document(strangers, by_hand, script(service))))
    page.get_by_role("button", name=LABEL).click()
    widget, bare = page.frame_locator("dialog iframe"), page.frame_locator("body > iframe >> nth=2")
    expect(widget.locator("#question")).to_be_focused()
    page.evaluate("""() => new Promise((resolve) => {
        window.fooled = [];
        for (const type of ['answer', 'failed', 'close'])
            window.ipbot.widgets[0].addEventListener(type, () => window.fooled.push(type));
        let done = 0;
        addEventListener('message', ({ data }) => { if (data === 'done' && ++done === 2) resolve(); });
        for (const n of [0, 1]) window[n].postMessage('go', '*');
    })""")
    ask(widget, LOAN)
    ask(bare, LOAN)
    for frame in (widget, bare):
        expect(frame.locator(".question")).to_have_text([LOAN])
        expect(frame.locator("html")).to_have_attribute("data-theme", "auto")
    assert page.evaluate("window.fooled") == ["answer"], "the visitor's own question, and that alone"
    assert page.evaluate("window.ipbot.widgets[0].isOpen")


def test_a_frame_that_was_led_away_is_not_heard(page: Page, host: Host, service: Service) -> None:
    """The window is the widget's own still, but what it holds is of another origin."""
    evil = "parent.postMessage({ ns: 'ipbot', v: 1, type: 'close' }, '*'); parent.postMessage('done', '*')"
    away = host.show("/away", f"<script>{evil}</script>")
    page.goto(host.show("/leading", document(script(service))))
    opened(page)
    page.evaluate(
        """(away) => new Promise((resolve) => {
            addEventListener('message', ({ data }) => { if (data === 'done') resolve(); });
            const { shadowRoot } = [...document.body.children].find((child) => child.shadowRoot);
            shadowRoot.querySelector('iframe').src = away;
        })""",
        away,
    )
    expect(page.locator("dialog")).to_be_visible()
    assert page.evaluate("window.ipbot.widgets[0].isOpen")


def test_messages_without_the_mark_are_ignored(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(address)
    frame = opened(page)
    page.evaluate("""() => {
        const host = [...document.body.children].find(({ shadowRoot }) => shadowRoot);
        const framed = host.shadowRoot.querySelector('iframe').contentWindow;
        const ask = { type: 'ask', id: 2, question: '你好' };
        for (const mark of [{}, { ns: 'ipbot' }, { v: 1 }, { ns: 'ipbot', v: 2 }, { ns: 'other', v: 1 }])
            framed.postMessage({ ...mark, ...ask }, '*');
        for (const odd of [null, 'ipbot', 7, [], { ns: 'ipbot', v: 1 }, { ns: 'ipbot', v: 1, type: 'toString' }])
            framed.postMessage(odd, '*');
    }""")
    ask(frame, LOAN)
    expect(frame.locator(".question")).to_have_text([LOAN])
    assert complaints == []


def test_a_frame_hears_only_the_origin_that_greeted_it(page: Page, host: Host, service: Service) -> None:
    page.goto(host.show("/by-hand", document(f'<iframe src="{service.url}/embed"></iframe>')))
    frame = page.frame_locator("iframe")
    expect(frame.locator("#question")).to_be_visible()
    page.evaluate("""() => {
        window.heard = [];
        addEventListener('message', ({ data }) => window.heard.push(data.type));
        const send = (message) => window[0].postMessage({ ns: 'ipbot', v: 1, ...message }, '*');
        send({ type: 'ask', id: 1, question: '你好' });
        send({ type: 'hello' });
        send({ type: 'ask', id: 2, question: '谢谢' });
    }""")
    expect(frame.locator(".question")).to_have_text(["谢谢"])
    assert page.evaluate("window.heard") == ["ready", "answer"]


# --- the API


def test_a_page_asks_and_is_answered(page: Page, host: Host, service: Service) -> None:
    collect(page)
    page.goto(host.show("/api", document(script(service))))
    page.wait_for_function("window.ipbot?.widgets.length")
    answers = page.evaluate(
        "async questions => Promise.all(questions.map(q => window.ipbot.widgets[0].ask(q)))", [LOAN, FOLLOW_UP]
    )
    assert [a["answer"] for a in answers] == ["2.49亿元（2021年，已完成）", "4亿元（2022年，目标）"]
    assert answers[1]["context"] == [LOAN]
    assert answers[0]["citations"][0]["speaker"].endswith("吕玉磬")
    expect(page.frame_locator("iframe").locator(".question")).to_have_text([LOAN, FOLLOW_UP])
    refused = page.evaluate("window.ipbot.widgets[0].ask('多'.repeat(301)).catch(error => error.message)")
    assert refused == "question"
    page.evaluate("window.ipbot.widgets[0].close()")
    page.wait_for_function("window.told.at(-1)[0] === 'close'")
    answered = ["answer", {"status": "answered"}]
    assert told(page) == [["open", None], answered, answered, ["failed", {"reason": "question"}], ["close", None]]
    pending = "const w = window.ipbot.widgets[0], asked = w.ask('你好').catch(e => e.message); w.remove(); asked"
    assert page.evaluate(f"(() => {{ {pending.replace('; asked', '; return asked')} }})()") == "unreachable"
    assert page.evaluate("[window.ipbot.widgets.length, document.querySelector('body > div')]") == [0, None]


def test_the_examples_of_the_docs_work(page: Page, complaints: list[str], host: Host, service: Service) -> None:
    written = (ROOT / "docs" / "widget.md").read_text("utf-8").replace("https://answers.example.org", service.url)
    simple, api = re.findall(r"^```html\n(.*?)^```$", written, re.MULTILINE | re.DOTALL)
    page.goto(host.show("/simple", document(simple)))
    opened(page)
    page.goto(host.show("/example", document(api)))
    page.wait_for_function("window.ipbot?.widgets.length")
    with page.expect_console_message(lambda message: "吕玉磬：" in message.text) as answered:
        page.get_by_role("button", name="去年质押融资了多少").click()
    assert answered.value.text.startswith("answered 2.49亿元（2021年，已完成）")
    assert complaints == []


@pytest.mark.parametrize("page_says", ["script-src", "frame-src"])
def test_the_policy_of_the_docs_is_the_least_that_works(
    page: Page, host: Host, service: Service, page_says: str
) -> None:
    written = (ROOT / "docs" / "widget.md").read_text("utf-8").replace("https://answers.example.org", service.url)
    found = re.search(r"^Content-Security-Policy: (.*?)^```$", written, re.MULTILINE | re.DOTALL)
    assert found
    least = " ".join(found[1].split())
    page.goto(host.show("/least", document(script(service)), Content_Security_Policy=least))
    ask(opened(page), LOAN)
    less = re.sub(rf"{page_says} [^;]+;", "", least)
    page.goto(host.show("/less", document(script(service)), Content_Security_Policy=less))
    if page_says == "script-src":
        expect(page.get_by_role("button", name=LABEL)).to_have_count(0)
    else:
        page.get_by_role("button", name=LABEL).click()
        expect(page.locator("dialog").get_by_role("status")).to_have_text("正在打开…")
        expect(page.frame_locator("iframe").locator("#question")).to_have_count(0)


def test_what_a_visitor_asks_is_not_told_to_the_page(page: Page, address: str) -> None:
    collect(page)
    page.add_init_script("addEventListener('message', ({ data }) => (window.all ??= []).push(JSON.stringify(data)))")
    page.goto(address)
    ask(opened(page), LOAN)
    page.wait_for_function("window.told.length === 2")
    assert told(page) == [["open", None], ["answer", {"status": "answered"}]]
    assert not any("融资" in message for message in page.evaluate("window.all"))


# --- for everybody


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
    size = page.viewport_size
    assert size
    return panel.bounding_box() == {"x": 0, "y": 0, **size}


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
